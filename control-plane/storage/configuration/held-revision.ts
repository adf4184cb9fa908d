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

  /** Newest first; at most `limit`. */
  async list(limit: number): Promise<readonly HeldRevision[]> {
    const rows: HeldRow[] = await this.#manager.query(
      `SELECT * FROM held_revision ORDER BY epoch DESC, revision DESC LIMIT $1`,
      [limit],
    );
    return rows.map(toHeldRevision);
  }
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
