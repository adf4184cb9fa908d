import type { EntityManager } from 'typeorm';
import type { ResourceKind } from '../../proto/resource.ts';
import type { Release, ReleaseEntry } from '../domain/release.ts';
import type { Head } from './configuration/head.ts';
import { sources } from './configuration/source.ts';
import { checkFirst, decodeCursor, encodeCursor, type Page, type PageRequest } from './page.ts';

interface ReleaseRow {
  readonly epoch: string;
  readonly revision: string;
  readonly stamp: string | null;
  readonly released_at: Date;
  readonly resource_count: number;
  readonly digest: Buffer;
}

/** A release that is noted; without a stamp a replica that starts cannot tell whether it is still in the history. */
export type NewRelease = Omit<Release, 'releasedAt' | 'stamp'> & Partial<Pick<Release, 'stamp'>>;

/**
 * Table `release`: the heads that nodes were given. A replica that reads several revisions at once releases the last of them
 * only: the view at a revision is that of the newest release that is not after it.
 */
export class ReleaseStore {
  readonly #manager: EntityManager;

  constructor(manager: EntityManager) {
    this.#manager = manager;
  }

  /** Last of all that is noted of a head: from here on the view at it is whole. Again without effect. */
  async put(release: NewRelease): Promise<void> {
    await this.#manager.query(
      `INSERT INTO release (epoch, revision, stamp, released_at, resource_count, digest)
        VALUES ($1, $2, $3, clock_timestamp(), $4, $5) ON CONFLICT ON CONSTRAINT release_pkey DO NOTHING`,
      [
        release.epoch.toString(),
        release.revision.toString(),
        release.stamp ?? null,
        release.resourceCount,
        release.digest,
      ],
    );
  }

  /** The newest release that is not after `at`; of all when that is undefined. */
  async find(at?: Head): Promise<Release | undefined> {
    const [release] = await this.list(1, at);
    return release;
  }

  /** Newest first, from the newest that is not after `at` on. */
  async list(limit: number, at?: Head): Promise<readonly Release[]> {
    const rows: ReleaseRow[] = await this.#manager.query(
      `SELECT * FROM release WHERE $1::bigint IS NULL OR (epoch, revision) <= ($1, $2)
        ORDER BY epoch DESC, revision DESC LIMIT $3`,
      [at?.epoch.toString() ?? null, at?.revision.toString() ?? null, limit],
    );
    return rows.map((row) => ({
      epoch: BigInt(row.epoch),
      revision: BigInt(row.revision),
      stamp: row.stamp,
      releasedAt: row.released_at,
      resourceCount: row.resource_count,
      digest: row.digest,
    }));
  }

  /** The release that held sway at a revision: of the newest epoch that has one so early. */
  async findAt(revision: bigint): Promise<Head | undefined> {
    const [row]: { epoch: string; revision: string }[] = await this.#manager.query(
      `SELECT epoch, revision FROM release WHERE revision <= $1
        ORDER BY epoch DESC, revision DESC LIMIT 1`,
      [revision.toString()],
    );
    return row && { epoch: BigInt(row.epoch), revision: BigInt(row.revision) };
  }

  /** Ids of the kind that are in the configuration by now, and not among those given. */
  async listIdsBeside(kind: ResourceKind, ids: readonly string[]): Promise<readonly string[]> {
    const rows: { id: string }[] = await this.#manager.query(
      `SELECT id FROM (${sources[kind]}) AS present WHERE id <> ALL ($1::uuid[]) ORDER BY id`,
      [ids],
    );
    return rows.map(({ id }) => id);
  }

  /** Releases and held revisions, newest first; what they changed and who did, as far as the scope sees it. */
  async listEntries(page: PageRequest): Promise<Page<ReleaseEntry>> {
    checkFirst(page.first);
    const after = page.after === undefined ? undefined : decodeCursor(page.after, 'releases');
    const rows: EntryRow[] = await this.#manager.query(ENTRIES, [
      after?.value ?? null,
      after?.id ?? null,
      page.first + 1,
    ]);
    return {
      rows: rows.slice(0, page.first).map(toEntry),
      hasNextPage: rows.length > page.first,
      hasPreviousPage: page.after !== undefined,
      cursorOf: ({ epoch, revision }) => encodeCursor('releases', epoch, revision.toString()),
    };
  }
}

type EntryRow = Omit<ReleaseEntry, 'epoch' | 'revision'> & {
  readonly epoch: string;
  readonly revision: string;
};

/** At most 20 names, of the first 1,000 audit events of an entry: a first release may stand for years. */
const ENTRIES = `
  WITH entry AS (
    (SELECT epoch, revision, 'released' AS state, released_at AS at, '{}'::text[] AS reasons,
        NULL::timestamptz AS passed_at, resource_count
      FROM release WHERE $1::bigint IS NULL OR (epoch, revision) < ($1, $2::bigint)
      ORDER BY epoch DESC, revision DESC LIMIT $3)
    UNION ALL
    (SELECT epoch, revision, 'held', held_at, reasons, passed_at, NULL
      FROM held_revision held WHERE ($1::bigint IS NULL OR (epoch, revision) < ($1, $2::bigint))
        AND NOT EXISTS (SELECT FROM release
          WHERE (release.epoch, release.revision) = (held.epoch, held.revision))
      ORDER BY epoch DESC, revision DESC LIMIT $3)
    ORDER BY epoch DESC, revision DESC LIMIT $3
  )
  SELECT entry.epoch, entry.revision, state, at, reasons AS "heldBecause", passed_at AS "passedAt",
    resource_count AS "resourceCount", changed.count AS "changedCount", audited.actors
  FROM entry
  LEFT JOIN LATERAL (SELECT revision FROM release
    WHERE (release.epoch, release.revision) < (entry.epoch, entry.revision)
    ORDER BY release.epoch DESC, release.revision DESC LIMIT 1) AS before ON true
  CROSS JOIN LATERAL (SELECT count(*)::integer FROM release_change change
    WHERE (change.epoch, change.revision) = (entry.epoch, entry.revision)) AS changed
  CROSS JOIN LATERAL (SELECT (coalesce(array_agg(DISTINCT actor), '{}'))[1:20] AS actors FROM (
    SELECT actor FROM audit_event WHERE audit_event.revision > coalesce(before.revision, 0)
      AND audit_event.revision <= entry.revision LIMIT 1000) AS event) AS audited
  ORDER BY entry.epoch DESC, entry.revision DESC`;

function toEntry(row: EntryRow): ReleaseEntry {
  return { ...row, epoch: BigInt(row.epoch), revision: BigInt(row.revision) };
}
