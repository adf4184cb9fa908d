import { notFound } from '../domain/errors.ts';
import type { Tenant } from '../domain/tenant.ts';
import type { Stores } from '../storage/storage.ts';

/** The tenant that a new row is to belong to. @throws DomainError NOT_FOUND when it is archived or out of scope */
export async function requireTenant({ tenants }: Stores, tenantId: string): Promise<Tenant> {
  const tenant = await tenants.get(tenantId);
  if (tenant.archivedAt !== null) throw notFound('tenant');
  return tenant;
}
