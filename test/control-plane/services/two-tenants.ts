import { call, type Management, openManagement } from '../../support/management.ts';

/** The services, and two tenants to tell apart. */
export interface TwoTenants {
  readonly management: Management;
  readonly tenantId: string;
  readonly otherTenantId: string;
}

/** Opens the services on a database of their own, with the tenants `acme` and `other`. */
export async function openTwoTenants(): Promise<TwoTenants> {
  const management = await openManagement();
  const { services, admin } = management;
  const tenantId = (await services.tenants.create(admin, call('createTenant'), 'acme')).value.id;
  const otherTenantId = (await services.tenants.create(admin, call('createTenant'), 'other')).value
    .id;
  return { management, tenantId, otherTenantId };
}
