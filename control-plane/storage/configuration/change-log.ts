import type pg from 'pg';
import type { StampedHead } from './head.ts';

/** Rows of one page: what arrives at once is parsed at once, in about 1 ms. */
const PAGE_ROWS = 1_000;

/** A row that one revision changed. */
export interface ChangeRow {
  readonly kind: string;
  /** Null for a table that was truncated. */
  readonly resource_id: string | null;
  readonly revision: string;
}

interface LoggedRow extends ChangeRow {
  readonly committed_ms: string;
  readonly allows_mass_deletion: boolean;
}

/** What was changed after a stand. */
export interface ChangeLog {
  /** Oldest first; empty when only everything will do. */
  readonly changed: readonly ChangeRow[];
  /** False when only everything will do: another history, a table truncated, changes that were trimmed. */
  readonly isKnown: boolean;
  /** Whether the revision of the stand is another one in the database, or is ahead of it. */
  readonly historyReplaced: boolean;
  /** Kinds of the rows that are known, complete or not. */
  readonly kinds: ReadonlySet<string>;
  /** The newest revision that says that many deletions are meant: its own, and those before it. */
  readonly deletionMeantAt: bigint | undefined;
  /** Unix milliseconds of the oldest change; undefined when there is none. */
  readonly oldestCommitMs: number | undefined;
}

/** Reads it page by page, within the transaction of the caller: an import may have a hundred thousand rows. */
export async function readChangeLog(
  client: pg.Client,
  since: StampedHead,
  head: StampedHead,
): Promise<ChangeLog> {
  const reading = new Reading(since, head);
  if (since.epoch !== head.epoch) return reading.finish(false);
  const historyReplaced = await isReplaced(client, since, head);
  await client.query(`DECLARE config_changes NO SCROLL CURSOR FOR
    SELECT kind, resource_id, revision, allows_mass_deletion,
        floor(extract(epoch FROM committed_at) * 1000)::text AS committed_ms
      FROM config_change WHERE revision > ${since.revision} ORDER BY revision, id`);
  for (let isLast = false; !isLast; ) {
    const { rows } = await client.query<LoggedRow>(`FETCH ${PAGE_ROWS} FROM config_changes`);
    for (const row of rows) reading.add(row);
    isLast = rows.length < PAGE_ROWS;
  }
  await client.query('CLOSE config_changes');
  return reading.finish(historyReplaced);
}

/** A revision may have been stamped more than once; what was trimmed tells nothing. */
async function isReplaced(
  client: pg.Client,
  since: StampedHead,
  head: StampedHead,
): Promise<boolean> {
  if (since.revision >= head.revision)
    return since.revision > head.revision || since.stamp !== head.stamp;
  const { rows } = await client.query<{ is_same: boolean | null }>(
    'SELECT bool_or(committed_at::text = $2) AS is_same FROM config_change WHERE revision = $1',
    [since.revision.toString(), since.stamp],
  );
  return rows[0]?.is_same === false;
}

class Reading {
  readonly #since: StampedHead;
  readonly #head: StampedHead;
  readonly #changed: ChangeRow[] = [];
  readonly #revisions = new Set<string>();
  readonly #kinds = new Set<string>();
  #isTruncated = false;
  #deletionMeantAt: bigint | undefined;
  #oldestCommitMs: number | undefined;

  constructor(since: StampedHead, head: StampedHead) {
    this.#since = since;
    this.#head = head;
  }

  add({ kind, resource_id, revision, committed_ms, allows_mass_deletion }: LoggedRow): void {
    this.#changed.push({ kind, resource_id, revision });
    this.#revisions.add(revision);
    this.#kinds.add(kind);
    this.#isTruncated ||= resource_id === null;
    if (allows_mass_deletion) this.#deletionMeantAt = BigInt(revision);
    this.#oldestCommitMs ??= Number(committed_ms);
  }

  finish(historyReplaced: boolean): ChangeLog {
    const isComplete =
      this.#since.epoch === this.#head.epoch &&
      BigInt(this.#revisions.size) === this.#head.revision - this.#since.revision;
    const isKnown = isComplete && !this.#isTruncated && !historyReplaced;
    return {
      changed: isKnown ? this.#changed : [],
      isKnown,
      historyReplaced,
      kinds: this.#kinds,
      deletionMeantAt: this.#deletionMeantAt,
      oldestCommitMs: this.#oldestCommitMs,
    };
  }
}
