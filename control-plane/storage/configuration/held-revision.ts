import type { EntityManager } from 'typeorm';
import type { Head } from './head.ts';

/** A revision that guard rails keep from the nodes. */
export interface HeldRevision extends Head {
  /** What the nodes go on with; undefined when nothing was ever released. */
  readonly good: Head | undefined;
  /** One sentence each. */
  readonly reasons: readonly string[];
  readonly heldAt: Date;
  /** When a later revision passed; null while it is held. */
  readonly passedAt: Date | null;
}

interface HeldRow {
  readonly epoch: string;
  readonly revision: string;
  readonly good_epoch: string | null;
  readonly good_revision: string | null;
  readonly reasons: readonly string[];
  readonly held_at: Date;
  readonly passed_at: Date | null;
}

/** Table `held_revision`. Any replica writes what it finds; all find the same. */
export class HeldRevisionStore {
  readonly #manager: EntityManager;

  constructor(manager: EntityManager) {
    this.#manager = manager;
  }

  async hold(held: Head, good: Head | undefined, reasons: readonly string[]): Promise<void> {
    await this.#manager.query(
      `INSERT INTO held_revision (epoch, revision, good_epoch, good_revision, reasons)
        VALUES ($1, $2, $3, $4, $5) ON CONFLICT ON CONSTRAINT held_revision_pkey DO NOTHING`,
      [
        held.epoch.toString(),
        held.revision.toString(),
        good?.epoch.toString() ?? null,
        good?.revision.toString() ?? null,
        reasons,
      ],
    );
  }

  /** Notes that what was held up to the head is part of a view that nodes get. */
  async pass(head: Head): Promise<void> {
    await this.#manager.query(
      `UPDATE held_revision SET passed_at = clock_timestamp()
        WHERE passed_at IS NULL AND (epoch, revision) <= ($1, $2)`,
      [head.epoch.toString(), head.revision.toString()],
    );
  }

  /** The revision that is held at a head; undefined when none is, or a later one has passed. */
  async find({ epoch, revision }: Head): Promise<HeldRevision | undefined> {
    const [row]: HeldRow[] = await this.#manager.query(
      'SELECT * FROM held_revision WHERE (epoch, revision) = ($1, $2) AND passed_at IS NULL',
      [epoch.toString(), revision.toString()],
    );
    return row && toHeldRevision(row);
  }

  /** Says that what a held revision deletes is meant, as a revision of its own: the next one, where nothing comes between. */
  async release(revision: bigint): Promise<void> {
    await this.#manager.query('SELECT release_held_revision($1)', [revision.toString()]);
  }

  /** Newest first; at most `limit`. */
  async list(limit: number): Promise<readonly HeldRevision[]> {
    const rows: HeldRow[] = await this.#manager.query(
      `SELECT * FROM held_revision ORDER BY epoch DESC, revision DESC LIMIT $1`,
      [limit],
    );
    return rows.map(toHeldRevision);
  }
}

/** Why guard rails hold what deletes a mass; `keys` are those that would go, the first are named. */
export function describeMassDeletion(keys: readonly string[], ofCount: number): string {
  const named = keys.slice(0, 3).join(', ');
  return `${keys.length} of ${ofCount} resources would be deleted (${named}, ...). If that is meant, release it: \`releaseHeld\`.`;
}

/** Whether a reason is one of {@link describeMassDeletion}: the only kind that a person may set aside. */
export function mayBeMeant(reason: string): boolean {
  return /^\d+ of \d+ resources would be deleted \(/.test(reason);
}

function toHeldRevision(row: HeldRow): HeldRevision {
  const { good_epoch: epoch, good_revision: revision } = row;
  return {
    epoch: BigInt(row.epoch),
    revision: BigInt(row.revision),
    good:
      epoch === null || revision === null
        ? undefined
        : { epoch: BigInt(epoch), revision: BigInt(revision) },
    reasons: row.reasons,
    heldAt: row.held_at,
    passedAt: row.passed_at,
  };
}
