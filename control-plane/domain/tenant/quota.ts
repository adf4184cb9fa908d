import { DomainError, type Fault, invalidInput } from '../errors.ts';
import type { QuotaKind } from './quota-kind.ts';

/** A bound that is to be; null takes a tenant back to that of the platform. */
export interface QuotaSetting {
  readonly kind: QuotaKind;
  readonly limit: number | null;
}

/** Bounds that a tenant has instead of those of the platform. */
export type QuotaOverrides = { readonly [Kind in QuotaKind]?: number };

/** How many there may be, and are. */
export interface Quota {
  readonly kind: QuotaKind;
  readonly limit: number;
  readonly used: number;
  /** Whether the limit is the tenant's own, not that of the platform. */
  readonly isOverride: boolean;
}

/** A bound of the platform for tenants without one of their own. */
export type QuotaDefault = Pick<Quota, 'kind' | 'limit'>;

const LIMIT_MAX = 1_000_000;

/** @throws DomainError VALIDATION_FAILED */
export function overrideQuotas(
  overrides: QuotaOverrides,
  settings: readonly QuotaSetting[],
): QuotaOverrides {
  requireSettings(settings);
  const limits = new Map<string, number>(Object.entries(overrides));
  for (const { kind, limit } of settings) {
    if (limit === null) limits.delete(kind);
    else limits.set(kind, limit);
  }
  return Object.fromEntries([...limits].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** @throws DomainError VALIDATION_FAILED */
export function requireDefaults(settings: readonly QuotaSetting[]): readonly QuotaDefault[] {
  requireSettings(settings);
  return settings.map(({ kind, limit }, index) => {
    if (limit === null)
      throw invalidInput([
        { path: `quotas.${index}.limit`, message: 'The platform needs a number.' },
      ]);
    return { kind, limit };
  });
}

/** The database has found that a tenant would have more than it may. */
export function quotaExceeded({ kind, limit, used }: Omit<Quota, 'isOverride'>): DomainError {
  return new DomainError(
    { code: 'QUOTA_EXCEEDED', kind, limit, used },
    `This tenant may have ${limit} of the kind ${kind} and has ${used}: end some, or ask an administrator of the platform for more.`,
  );
}

function requireSettings(settings: readonly QuotaSetting[]): void {
  const faults = settings.flatMap(({ kind, limit }, index): readonly Fault[] => {
    const path = `quotas.${index}`;
    if (settings.findIndex((other) => other.kind === kind) !== index)
      return [{ path: `${path}.kind`, message: 'This kind is named twice.' }];
    if (limit === null || (limit >= 0 && limit <= LIMIT_MAX)) return [];
    return [{ path: `${path}.limit`, message: `A limit is 0 to ${LIMIT_MAX}.` }];
  });
  if (settings.length === 0) faults.push({ path: 'quotas', message: 'Name at least one.' });
  if (faults.length > 0) throw invalidInput(faults);
}
