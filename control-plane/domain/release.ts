import type { AuditEntry } from './audit.ts';
import { canonicalJson } from './canonical-json.ts';
import { invalidInput } from './errors.ts';
import { checkText } from './name.ts';

/** Point in the history of the configuration that nodes were given. */
export interface Release {
  readonly epoch: bigint;
  readonly revision: bigint;
  /** When the revision was committed, as the database writes it: to be compared only. Null when it was not noted. */
  readonly stamp: string | null;
  readonly releasedAt: Date;
  readonly resourceCount: number;
  /** Of the whole view: see proto/view-digest.ts. */
  readonly digest: Buffer;
}

export type ReleaseState = 'released' | 'held';

/** A release, or a revision that guard rails keep from the nodes, as people see it. */
export interface ReleaseEntry {
  readonly epoch: bigint;
  readonly revision: bigint;
  readonly state: ReleaseState;
  /** When nodes were given it, or when it was held. */
  readonly at: Date;
  /** One sentence each; empty for what was released. */
  readonly heldBecause: readonly string[];
  /** When a later revision passed and took it along; null otherwise. */
  readonly passedAt: Date | null;
  /** Of the whole view; null for what is held. */
  readonly resourceCount: number | null;
  /** Resources that differ from the release before, as far as the reader sees them. */
  readonly changedCount: number;
  /** Who made the revisions since the release before, by name; as far as the reader sees them. */
  readonly actors: readonly string[];
}

/** A field that differs; values as canonical JSON text, null where the resource is not there. */
export interface FieldDifference {
  readonly field: string;
  readonly old: string | null;
  readonly new: string | null;
}

export type DifferenceKind = 'added' | 'changed' | 'removed';

/** A resource that differs between two releases, without its secrets. */
export interface ResourceDifference {
  /** As in resources: `api_key`. */
  readonly kind: string;
  readonly id: string;
  readonly tenantId: string | null;
  readonly change: DifferenceKind;
  readonly fields: readonly FieldDifference[];
}

/** What differs between two releases, from a cursor on. */
export interface ReleaseDiff {
  /** Revisions of the releases that were compared. */
  readonly from: bigint;
  readonly to: bigint;
  readonly differences: readonly ResourceDifference[];
  /** Where the rest begins; null when there is no more. */
  readonly endCursor: string | null;
}

/** Which fields differ, by name. Undefined stands for a resource that is not there. */
export function describeDifference(
  before: Readonly<Record<string, unknown>> | undefined,
  after: Readonly<Record<string, unknown>> | undefined,
): readonly FieldDifference[] {
  const names = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})]);
  return [...names].toSorted().flatMap((field) => {
    const old = before && canonicalJson(before[field]);
    const next = after && canonicalJson(after[field]);
    return old === next ? [] : [{ field, old: old ?? null, new: next ?? null }];
  });
}

/** A history of the configuration that was begun by hand. `id` is the epoch in decimal. */
export interface DeclaredRestore {
  readonly id: string;
  readonly epoch: bigint;
}

/** @throws DomainError VALIDATION_FAILED */
export function requireRestoreReason(reason: string): void {
  const faults = checkText('reason', reason);
  if (faults.length > 0) throw invalidInput(faults);
}

/** A held revision that was released. `id` is it in decimal. */
export interface HeldReleased {
  readonly id: string;
  readonly heldRevision: bigint;
}

/** What the log says of a held revision that was released, and of what it deletes. */
export function describeHeldRelease(
  revision: bigint,
  heldBecause: readonly string[],
  reason: string,
): AuditEntry {
  return {
    tenantId: null,
    action: 'configuration.release-held',
    object: `revision/${revision}`,
    changes: { heldBecause: [heldBecause, null] },
    reason,
  };
}

/** What the log says of an epoch that was raised. */
export function describeEpochRaise(after: bigint | undefined, reason: string): AuditEntry {
  return {
    tenantId: null,
    action: 'configuration.raise-epoch',
    object: 'configuration/epoch',
    changes: { epoch: [null, after?.toString() ?? null] },
    reason,
  };
}

/** A rollback that was made. `id` holds the rest, so that a repeated call can be answered. */
export interface RolledBack {
  readonly id: string;
  readonly toRevision: bigint;
  /** Rows that were changed. */
  readonly changedCount: number;
}

export function nameRolledBack(toRevision: bigint, changedCount: number): RolledBack {
  return { id: `${toRevision}/${changedCount}`, toRevision, changedCount };
}

/** Inverse of {@link nameRolledBack}. */
export function parseRolledBack(id: string): RolledBack {
  const [toRevision = '0', changedCount = '0'] = id.split('/');
  return nameRolledBack(BigInt(toRevision), Number(changedCount));
}

/** What the log says of a rollback as a whole; each row has an entry of its own besides. */
export function describeRollback(
  { toRevision, expectedHead }: { readonly toRevision: bigint; readonly expectedHead: bigint },
  reason: string,
): AuditEntry {
  return {
    tenantId: null,
    action: 'configuration.rollback',
    object: `revision/${toRevision}`,
    changes: { revision: [expectedHead.toString(), toRevision.toString()] },
    reason,
  };
}
