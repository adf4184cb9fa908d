import type { EntityManager } from 'typeorm';
import { isResourceKind, type ResourceKind } from '../../../proto/resource.ts';
import type { Head } from './head.ts';

/** Owner of what all tenants share. */
const SHARED = '00000000-0000-0000-0000-000000000000';

/** One version of one resource. `tenantId` is empty for what all tenants share. */
export interface StoredVersion {
  readonly kind: ResourceKind;
  readonly id: string;
  readonly tenantId: string;
  readonly version: Buffer;
  readonly body: Buffer;
}

/** A version without its body. */
export type VersionName = Omit<StoredVersion, 'body'>;

/** A resource that differs between two releases. A version is null where the resource is not there. */
export interface VersionDifference {
  readonly kind: ResourceKind;
  readonly id: string;
  /** Empty for what all tenants share. */
  readonly tenantId: string;
  readonly from: Buffer | null;
  readonly to: Buffer | null;
}

/** Where a list goes on: the last key of the page before. */
export interface AfterKey {
  readonly kind: string;
  readonly id: string;
}

export interface VersionPage {
  readonly after: AfterKey | undefined;
  readonly limit: number;
}

interface VersionRow {
  readonly kind: string;
  readonly resource_id: string;
  readonly owner_id: string;
  readonly version: Buffer;
  readonly body: Buffer;
}

/**
 * Tables `resource_version` and `release_change`: what nodes were given. What is written of a head is true of that head and
 * written again without effect, so any replica may write any of it; it is whole when the release is noted.
 */
export class ResourceVersionStore {
  readonly #manager: EntityManager;

  constructor(manager: EntityManager) {
    this.#manager = manager;
  }

  /** Bodies and their names at the head, in one batch. */
  async putVersions(head: Head, versions: readonly StoredVersion[]): Promise<void> {
    if (versions.length === 0) return;
    const owners = versions.map(({ tenantId }) => tenantId || SHARED);
    const kinds = versions.map(({ kind }) => kind);
    const hashes = versions.map(({ version }) => version);
    await this.#manager.query(
      `INSERT INTO resource_version (owner_id, kind, version, body)
        SELECT DISTINCT ON (1, 2, 3) * FROM unnest($1::uuid[], $2::text[], $3::bytea[], $4::bytea[])
        ORDER BY 1, 2, 3 ON CONFLICT ON CONSTRAINT resource_version_pkey DO NOTHING`,
      [owners, kinds, hashes, versions.map(({ body }) => body)],
    );
    await this.#manager.query(
      `INSERT INTO release_change (epoch, revision, owner_id, kind, resource_id, version)
        SELECT $1, $2, * FROM unnest($3::uuid[], $4::text[], $5::text[], $6::bytea[])
        ON CONFLICT ON CONSTRAINT release_change_pkey DO NOTHING`,
      [...positionOf(head), owners, kinds, versions.map(({ id }) => id), hashes],
    );
  }

  /** Notes that the resources are gone at the head; of one that is not known to have been there, nothing. */
  async putRemovals(head: Head, removed: readonly AfterKey[]): Promise<void> {
    if (removed.length === 0) return;
    await this.#manager.query(
      `INSERT INTO release_change (epoch, revision, owner_id, kind, resource_id)
        SELECT $1, $2, last.owner_id, gone.kind, gone.id
          FROM unnest($3::text[], $4::text[]) AS gone (kind, id),
            LATERAL (SELECT owner_id, version FROM release_change known
              WHERE known.kind = gone.kind AND known.resource_id = gone.id
                AND (known.epoch, known.revision) < ($1, $2)
              ORDER BY epoch DESC, revision DESC LIMIT 1) AS last
          WHERE last.version IS NOT NULL
        ON CONFLICT ON CONSTRAINT release_change_pkey DO NOTHING`,
      [...positionOf(head), removed.map(({ kind }) => kind), removed.map(({ id }) => id)],
    );
  }

  /**
   * Resources of the view at a release with their bodies, from the last kind and id to the first; those of the scope
   * only.
   */
  async listView(at: Head, page: VersionPage): Promise<readonly StoredVersion[]> {
    const rows: VersionRow[] = await this.#queryInOrder(
      `SELECT view.*, body.body FROM (${viewPage(page)}) AS view
        JOIN resource_version body USING (owner_id, kind, version)
        ORDER BY view.kind DESC, view.resource_id DESC`,
      pageParameters(at, page),
    );
    return rows.flatMap(({ body, ...row }) => toNames(row).map((name) => ({ ...name, body })));
  }

  /** As {@link listView}, without the bodies. */
  async listViewNames(at: Head, page: VersionPage): Promise<readonly VersionName[]> {
    const rows: Omit<VersionRow, 'body'>[] = await this.#queryInOrder(
      viewPage(page),
      pageParameters(at, page),
    );
    return rows.flatMap(toNames);
  }

  /** Bodies of one kind in the view at a release, by id, from the id after `afterId` on; those of the scope only. */
  async listKind(
    at: Head,
    kind: ResourceKind,
    { afterId, limit }: { readonly afterId: string; readonly limit: number },
  ): Promise<readonly { readonly id: string; readonly body: Buffer }[]> {
    return this.#manager.query(
      `SELECT view.resource_id AS id, body.body FROM (
          SELECT DISTINCT ON (resource_id) kind, resource_id, owner_id, version FROM release_change
            WHERE kind = $3 AND (epoch, revision) <= ($1, $2) AND resource_id > $4
            ORDER BY resource_id, epoch DESC, revision DESC
        ) AS view
        JOIN resource_version body USING (owner_id, kind, version)
        ORDER BY view.resource_id LIMIT $5`,
      [...positionOf(at), kind, afterId, limit],
    );
  }

  /** How many resources the view at a release has, with those of tenants that were purged; those of the scope only. */
  async countView(at: Head): Promise<number> {
    const [row]: { count: number }[] = await this.#manager.query(
      `SELECT count(*)::integer + coalesce((SELECT sum(change) FROM release_purge
          WHERE (epoch, revision) <= ($1, $2)), 0)::integer AS count FROM (
          SELECT DISTINCT ON (kind, resource_id) version FROM release_change
            WHERE (epoch, revision) <= ($1, $2)
            ORDER BY kind, resource_id, epoch DESC, revision DESC
        ) AS view WHERE version IS NOT NULL`,
      positionOf(at),
    );
    return row?.count ?? 0;
  }

  /** Bodies of versions, by their hexadecimal; those of the scope only. A body holds for every owner that has it. */
  async listBodies(
    names: readonly Pick<StoredVersion, 'tenantId' | 'kind' | 'version'>[],
  ): Promise<ReadonlyMap<string, Buffer>> {
    const rows: Pick<VersionRow, 'version' | 'body'>[] = await this.#manager.query(
      `SELECT DISTINCT ON (version) version, body FROM resource_version
        JOIN unnest($1::uuid[], $2::text[], $3::bytea[]) AS named (owner_id, kind, version)
          USING (owner_id, kind, version)`,
      [
        names.map(({ tenantId }) => tenantId || SHARED),
        names.map(({ kind }) => kind),
        names.map(({ version }) => version),
      ],
    );
    return new Map(rows.map(({ version, body }) => [version.toString('hex'), body]));
  }

  /** What differs between two releases, in either direction of time, by kind and id; those of the scope only. */
  async listDifferences(
    from: Head,
    to: Head,
    { after, limit }: VersionPage,
  ): Promise<readonly VersionDifference[]> {
    const rows: DifferenceRow[] = await this.#manager.query(DIFFERENCES, [
      ...positionOf(from),
      ...positionOf(to),
      after?.kind ?? '',
      after?.id ?? '',
      limit,
    ]);
    return rows.flatMap(({ kind, resource_id: id, owner_id: owner, from_version, to_version }) =>
      isResourceKind(kind)
        ? { kind, id, tenantId: toTenantId(owner), from: from_version, to: to_version }
        : [],
    );
  }

  /**
   * Without statistics, as after a restore, the planner sorts everything for each page: 230 ms of 130,000 rows instead of
   * 14 ms along the primary key.
   */
  async #queryInOrder<Row>(statement: string, parameters: unknown[]): Promise<Row[]> {
    await this.#manager.query(`SELECT set_config('enable_sort', 'off', true)`);
    const rows: Row[] = await this.#manager.query(statement, parameters);
    await this.#manager.query(`SELECT set_config('enable_sort', 'on', true)`);
    return rows;
  }
}

interface DifferenceRow {
  readonly kind: string;
  readonly resource_id: string;
  readonly owner_id: string;
  readonly from_version: Buffer | null;
  readonly to_version: Buffer | null;
}

/** In the order of the primary key, backwards: a page reads its own rows and no others. */
function viewPage({ after }: VersionPage): string {
  return `SELECT * FROM (
      SELECT DISTINCT ON (kind, resource_id) kind, resource_id, owner_id, version
        FROM release_change
        WHERE (epoch, revision) <= ($1, $2)
          ${after === undefined ? '' : 'AND (kind, resource_id) < ($4, $5)'}
        ORDER BY kind DESC, resource_id DESC, epoch DESC, revision DESC
    ) AS newest
    WHERE version IS NOT NULL ORDER BY kind DESC, resource_id DESC LIMIT $3`;
}

function pageParameters(at: Head, { after, limit }: VersionPage): unknown[] {
  const start = after === undefined ? [] : [after.kind, after.id];
  return [...positionOf(at), limit, ...start];
}

const VERSION_AT = (epoch: string, revision: string) => `
  SELECT version FROM release_change known
    WHERE known.kind = touched.kind AND known.resource_id = touched.resource_id
      AND (known.epoch, known.revision) <= (${epoch}::bigint, ${revision}::bigint)
    ORDER BY epoch DESC, revision DESC LIMIT 1`;

const DIFFERENCES = `
  SELECT touched.*, before.version AS from_version, later.version AS to_version FROM (
      SELECT DISTINCT ON (kind, resource_id) kind, resource_id, owner_id FROM release_change
        WHERE (epoch, revision) > LEAST(($1::bigint, $2::bigint), ($3::bigint, $4::bigint))
          AND (epoch, revision) <= GREATEST(($1::bigint, $2::bigint), ($3::bigint, $4::bigint))
          AND (kind, resource_id) > ($5, $6)
        ORDER BY kind, resource_id, epoch DESC, revision DESC
    ) AS touched
    LEFT JOIN LATERAL (${VERSION_AT('$1', '$2')}) AS before ON true
    LEFT JOIN LATERAL (${VERSION_AT('$3', '$4')}) AS later ON true
    WHERE before.version IS DISTINCT FROM later.version
    ORDER BY touched.kind, touched.resource_id LIMIT $7`;

function positionOf({ epoch, revision }: Head): [string, string] {
  return [epoch.toString(), revision.toString()];
}

/** None for a kind that this build does not know. */
function toNames(row: Omit<VersionRow, 'body'>): VersionName[] {
  const { kind, resource_id: id, owner_id: owner, version } = row;
  return isResourceKind(kind) ? [{ kind, id, tenantId: toTenantId(owner), version }] : [];
}

function toTenantId(ownerId: string): string {
  return ownerId === SHARED ? '' : ownerId;
}
