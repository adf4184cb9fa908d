import { canonicalJson } from './canonical-json.ts';

/** What a mutation says of itself; the storage adds who, when, the revision and the chain. */
export interface AuditEntry {
  /** Chain that it belongs to; null for the platform's. */
  readonly tenantId: string | null;
  /** Verb and noun: `route.update`. */
  readonly action: string;
  /** Kind and id: `route/<uuid>`. */
  readonly object: string;
  /** Changed fields, old and new; secrets are left out. */
  readonly changes: Changes;
  readonly reason?: string | undefined;
}

export type Changes = Readonly<Record<string, readonly [unknown, unknown]>>;

/** A row of the log. Hashes are hexadecimal. */
export interface AuditEvent {
  readonly id: string;
  readonly tenantId: string | null;
  readonly at: Date;
  readonly actor: string;
  readonly authenticatedBy: string;
  readonly action: string;
  readonly object: string;
  readonly changes: unknown;
  readonly reason: string | null;
  readonly revision: string | null;
  readonly hash: string;
}

/** Which events; what is undefined is not asked. */
export interface AuditFilter {
  readonly tenantId?: string | undefined;
  readonly actor?: string | undefined;
  readonly action?: string | undefined;
  readonly object?: string | undefined;
  /** From this moment on. */
  readonly from?: Date | undefined;
  /** Before this moment. */
  readonly to?: Date | undefined;
  readonly revision?: bigint | undefined;
  /** Words of action and object, or their beginnings; all of them. */
  readonly text?: string | undefined;
}

const BOOKKEEPING: ReadonlySet<string> = new Set(['version', 'createdAt', 'updatedAt', 'hash']);

/** Fields that differ, with the old value (null for a new row) and the new one, as JSON has them. */
export function describeChanges(before: object | undefined, after: object): Changes {
  const old = new Map(Object.entries(before ?? {}));
  const changed = Object.entries(after)
    .filter(([field]) => !BOOKKEEPING.has(field))
    .map(([field, value]) => [field, canonicalJson(old.get(field)), canonicalJson(value)] as const)
    .filter(([, from, to]) => from !== to)
    .map(([field, from, to]) => [field, [JSON.parse(from), JSON.parse(to)]] as const);
  return Object.fromEntries(changed);
}
