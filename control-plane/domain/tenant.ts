import { invalid, invalidInput } from './errors.ts';
import { checkSlug } from './name.ts';
import { type ArchivableRecord, archive, newRecord, revise } from './record.ts';
import { checkProse } from './review/prose.ts';
import { overrideQuotas, type QuotaOverrides, type QuotaSetting } from './tenant/quota.ts';

/** An isolated customer of the platform. */
export interface Tenant extends ArchivableRecord {
  readonly name: string;
  readonly suspended: boolean;
  /** Null for one that is not suspended, or was before this was kept. */
  readonly suspendedAt: Date | null;
  /** Null when nobody said why. */
  readonly suspensionReason: string | null;
  /** Set together with `deletionReason` and `purgeAfter`; a tenant that is deleted is archived as well. */
  readonly deletedAt: Date | null;
  readonly deletionReason: string | null;
  /** Until then it can be restored. */
  readonly purgeAfter: Date | null;
  /** From then on its rows go. */
  readonly purgeBeganAt: Date | null;
  readonly quotaOverrides: QuotaOverrides;
}

export type TenantState = 'active' | 'suspended' | 'archived' | 'deleting' | 'purging';

/** What an edit may change; what is undefined stays. */
export interface TenantChange {
  readonly name?: string | undefined;
  readonly suspended?: boolean | undefined;
}

/** How a tenant is to be deleted. */
export interface TenantDeletion {
  readonly reason: string;
  /** The name of the tenant, so that nobody deletes another one than he means. */
  readonly confirmName: string;
  /** Days within which it can be restored. */
  readonly graceDays: number;
}

const DAY_MS = 86_400_000;
const notSuspended = { suspended: false, suspendedAt: null, suspensionReason: null } as const;
const notDeleted = { deletedAt: null, deletionReason: null, purgeAfter: null } as const;

/** @throws DomainError VALIDATION_FAILED */
export function createTenant(id: string, name: string, now: Date): Tenant {
  const fresh = { ...newRecord(id, now), ...notSuspended, ...notDeleted };
  return checked({ ...fresh, name, purgeBeganAt: null, quotaOverrides: {} });
}

/** @throws DomainError VALIDATION_FAILED */
export function reviseTenant(tenant: Tenant, { name, suspended }: TenantChange, now: Date): Tenant {
  if (suspended === undefined || suspended === tenant.suspended)
    return checked(revise(tenant, { name }, now));
  const suspension = suspended ? { suspended, suspendedAt: now } : notSuspended;
  return checked(revise(tenant, { name, ...suspension }, now));
}

export function stateOf(tenant: Tenant): TenantState {
  if (tenant.purgeBeganAt !== null) return 'purging';
  if (tenant.deletedAt !== null) return 'deleting';
  if (tenant.archivedAt !== null) return 'archived';
  return tenant.suspended ? 'suspended' : 'active';
}

/** Whoever suspends it again says why anew. @throws DomainError VALIDATION_FAILED */
export function suspendTenant(tenant: Tenant, reason: string, now: Date): Tenant {
  requireReason(reason);
  const suspendedAt = tenant.suspendedAt ?? now;
  return revise(tenant, { suspended: true, suspendedAt, suspensionReason: reason }, now);
}

/** @throws DomainError VALIDATION_FAILED when it is not suspended */
export function resumeTenant(tenant: Tenant, now: Date): Tenant {
  if (!tenant.suspended) throw invalid('id', 'This tenant is not suspended.');
  return revise(tenant, notSuspended, now);
}

/** Takes it out of use at once, and of the database when the grace period is over. @throws DomainError VALIDATION_FAILED */
export function deleteTenant(
  tenant: Tenant,
  { reason, confirmName, graceDays }: TenantDeletion,
  now: Date,
): Tenant {
  if (tenant.deletedAt !== null) throw invalid('id', 'This tenant is being deleted already.');
  requireReason(reason);
  if (confirmName !== tenant.name)
    throw invalid('confirmName', 'Repeat the name of the tenant that you mean to delete.');
  const purgeAfter = new Date(now.getTime() + graceDays * DAY_MS);
  const ended = tenant.archivedAt === null ? archive(tenant, now) : revise(tenant, {}, now);
  return { ...ended, deletedAt: now, deletionReason: reason, purgeAfter };
}

/** As it was before it was deleted: one that was archived then stays so. @throws DomainError VALIDATION_FAILED when it is too late */
export function restoreTenant(tenant: Tenant, now: Date): Tenant {
  const { deletedAt, archivedAt, purgeBeganAt } = tenant;
  if (deletedAt === null) throw invalid('id', 'This tenant is not being deleted.');
  if (purgeBeganAt !== null)
    throw invalid('id', 'The grace period is over: rows of this tenant are gone already.');
  const wasArchived = archivedAt !== null && archivedAt < deletedAt;
  const back = wasArchived ? notDeleted : { ...notDeleted, archivedAt: null };
  return revise(tenant, back, now);
}

/** Kinds that are not named keep their bounds. @throws DomainError VALIDATION_FAILED */
export function boundTenant(tenant: Tenant, settings: readonly QuotaSetting[], now: Date): Tenant {
  const quotaOverrides = overrideQuotas(tenant.quotaOverrides, settings);
  return revise(tenant, { quotaOverrides }, now);
}

function requireReason(reason: string): void {
  const faults = checkProse('reason', reason);
  if (faults.length > 0) throw invalidInput(faults);
}

function checked(tenant: Tenant): Tenant {
  const faults = checkSlug('name', tenant.name);
  if (faults.length > 0) throw invalidInput(faults);
  return tenant;
}
