import { invalidInput } from './errors.ts';
import { checkSlug } from './name.ts';
import { type ArchivableRecord, newRecord, revise } from './record.ts';

/** An isolated customer of the platform. */
export interface Tenant extends ArchivableRecord {
  readonly name: string;
  readonly suspended: boolean;
}

/** What an edit may change; what is undefined stays. */
export interface TenantChange {
  readonly name?: string | undefined;
  readonly suspended?: boolean | undefined;
}

/** @throws DomainError VALIDATION_FAILED */
export function createTenant(id: string, name: string, now: Date): Tenant {
  return checked({ ...newRecord(id, now), name, suspended: false });
}

/** @throws DomainError VALIDATION_FAILED */
export function reviseTenant(tenant: Tenant, change: TenantChange, now: Date): Tenant {
  return checked(revise(tenant, change, now));
}

function checked(tenant: Tenant): Tenant {
  const faults = checkSlug('name', tenant.name);
  if (faults.length > 0) throw invalidInput(faults);
  return tenant;
}
