/** A row of `config_change`, as far as it tells whether a feed can go on from where it stands. */
export interface ChangeRow {
  readonly kind: string;
  /** Null for a table that was truncated. */
  readonly resource_id: string | null;
  readonly revision: string;
  readonly committed_at: Date;
  readonly stamp: string;
  readonly allows_mass_deletion: boolean;
}

/** A point in the history of the configuration, and when it was committed. */
interface Stand {
  readonly epoch: bigint;
  readonly revision: bigint;
  readonly stamp: string;
}

/** Whether the revision that was held is not the one that the database has under its number, or is ahead of it. */
export function isReplaced(since: Stand, head: Stand, known: readonly ChangeRow[]): boolean {
  if (since.epoch !== head.epoch) return false;
  if (since.revision >= head.revision)
    return since.revision > head.revision || since.stamp !== head.stamp;
  const own = known.filter(({ revision }) => revision === since.revision.toString());
  return own.length > 0 && !own.some(({ stamp }) => stamp === since.stamp);
}

/** False when only a full read is right: another epoch, a table truncated, changes that were trimmed. */
export function isComplete(since: Stand, head: Stand, changed: readonly ChangeRow[]): boolean {
  const revisions = new Set(changed.map(({ revision }) => revision));
  const isTruncated = changed.some((row) => row.resource_id === null);
  return (
    since.epoch === head.epoch &&
    BigInt(revisions.size) === head.revision - since.revision &&
    !isTruncated
  );
}
