import { setTimeout as delay, setImmediate as nextTurn } from 'node:timers/promises';
import pg from 'pg';
import { isResourceKind, type ResourceKind, resourceKinds } from '../../proto/resource.ts';
import { type ChangeRow, readChangeLog } from './configuration/change-log.ts';
import type { StampedHead } from './configuration/head.ts';
import type { ConfigurationRows } from './configuration/row.ts';
import { dependants, NODE_POOLS, SECRETS, sources } from './configuration/source.ts';
import { roleOptions } from './database-role.ts';

/** Longest statement of the feed, in milliseconds. */
const STATEMENT_TIMEOUT_MS = 60_000;
const CLOSE_TIMEOUT_MS = 2_000;
/** Channel of the hint that a revision was committed. */
const CHANNEL = 'gatehouse_revision';
/** Rows of one statement of a full read: what arrives at once is parsed at once, in about 5 ms. */
const PAGE_ROWS = 500;
/** Changed rows that are looked at in one go, in about 2 ms: an import may have a hundred thousand. */
const SLICE_ROWS = 1_000;
/** Kinds of changed rows that are no resources. A tenant that is archived leaves its pools. */
const SECRET_KINDS = ['provider_credential', 'outside_detector_credential', 'api_key_pepper'];
const POOL_KINDS = ['node_pool', 'tenant'];
const BEFORE_ALL_IDS = '00000000-0000-0000-0000-000000000000';

/** The current row of a resource; undefined when it is out of the configuration. */
export interface CurrentRow<Kind extends ResourceKind = ResourceKind> {
  readonly kind: Kind;
  readonly id: string;
  readonly row: ConfigurationRows[Kind] | undefined;
}

/** Takes rows as they are read; the read goes on when the promise resolves. */
export type RowSink = (rows: readonly CurrentRow[]) => Promise<void>;

/** A credential as it is stored: sealed under the master key. */
export interface StoredSecret {
  /** As on the wire: `provider_credential/<uuid>`, `outside_detector_credential/<uuid>`, `api_key_pepper/<id>`. */
  readonly name: string;
  readonly generation: bigint;
  readonly sealed: Buffer;
}

/** Names of the pools of nodes, each with the tenants that its nodes may hold. */
export type NodePools = ReadonlyMap<string, ReadonlySet<string>>;

/** What one revision changed. */
export interface RevisionChange {
  readonly revision: bigint;
  /** Of its rows, and of all that hangs from them. */
  readonly keys: readonly string[];
  /** How many rows it changed itself. */
  readonly rowCount: number;
}

/** What was read at one head, in one transaction, beside the rows. */
export interface ConfigurationRead {
  readonly head: StampedHead;
  /** True when everything was read: what is not among the rows is gone. */
  readonly full: boolean;
  /** Oldest first; empty when they are not known. */
  readonly changes: readonly RevisionChange[];
  /** The newest revision that says that many deletions are meant: its own, and those before it. */
  readonly deletionMeantAt: bigint | undefined;
  /** Whether the revision that was held is another one in the database: its history was replaced. */
  readonly historyReplaced: boolean;
  /** Undefined when no secret was touched. */
  readonly secrets: readonly StoredSecret[] | undefined;
  /** Undefined when no pool was touched. */
  readonly pools: NodePools | undefined;
  /** Commit time of the oldest change, Unix milliseconds; of this moment when it is not known. */
  readonly oldestCommitMs: number;
}

/** Key of a resource within a view. */
export function resourceKey(kind: string, id: string): string {
  return `${kind}/${id}`;
}

/**
 * Reads the configuration as `gatehouse_feed`, on one connection of its own. Every read is one REPEATABLE READ READ ONLY
 * transaction, so that head, changed keys and rows belong together.
 */
export class ConfigurationReader {
  readonly #client: pg.Client;

  /** `onHint` is called for each notification of a commit, `onLost` once when the connection is gone. */
  constructor(url: string, onHint: () => void, onLost: () => void) {
    this.#client = new pg.Client({
      connectionString: url,
      options: roleOptions('gatehouse_feed'),
      application_name: 'gatehouse_feed',
      connectionTimeoutMillis: 5_000,
      query_timeout: STATEMENT_TIMEOUT_MS,
      keepAlive: true,
    });
    this.#client.on('notification', onHint);
    this.#client.on('error', onLost);
    this.#client.on('end', onLost);
  }

  async connect(): Promise<void> {
    await this.#client.connect();
  }

  /** Asks for hints: to be called before the first read, so that no commit falls between. */
  async listen(): Promise<void> {
    await this.#client.query(`LISTEN ${CHANNEL}`);
  }

  /** Resolves at the latest after two seconds: a server that is paused says no goodbye. */
  async close(): Promise<void> {
    this.#client
      .removeAllListeners('end')
      .removeAllListeners('error')
      .on('error', () => {});
    await Promise.race([this.#client.end(), delay(CLOSE_TIMEOUT_MS, undefined, { ref: false })]);
  }

  async readHead(): Promise<StampedHead> {
    const { rows } = await this.#client.query<{ epoch: string; revision: string; stamp: string }>(
      'SELECT epoch, revision, committed_at::text AS stamp FROM config_revision',
    );
    const [row] = rows;
    if (row === undefined) throw new Error('the table config_revision has no row');
    return { ...row, epoch: BigInt(row.epoch), revision: BigInt(row.revision) };
  }

  /**
   * What changed after `since`; everything with `wantsAll`, or when that is undefined, or its changes are no longer
   * known.
   */
  async read(
    since: StampedHead | undefined,
    sink: RowSink,
    wantsAll = false,
  ): Promise<ConfigurationRead> {
    await this.#client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    try {
      const head = await this.readHead();
      const log = since && (await readChangeLog(this.#client, since, head));
      const { wanted, changes } = await this.#group(log?.changed ?? []);
      const full = wantsAll || log?.isKnown !== true;
      if (full) await this.#readAll(sink);
      else await this.#readRows(wanted, sink);
      const touches = (kinds: readonly string[]) =>
        full || kinds.some((kind) => log.kinds.has(kind));
      const secrets = touches(SECRET_KINDS) ? await this.#readSecrets() : undefined;
      const pools = touches(POOL_KINDS) ? await this.#readPools() : undefined;
      const oldestCommitMs = log?.oldestCommitMs ?? Date.now();
      const deletionMeantAt = log?.deletionMeantAt;
      const historyReplaced = log?.historyReplaced ?? false;
      const read = { head, full, changes, secrets, pools, oldestCommitMs };
      return { ...read, historyReplaced, deletionMeantAt };
    } finally {
      await this.#client.query('ROLLBACK').catch(() => {});
    }
  }

  async #readAll(sink: RowSink): Promise<void> {
    for (const kind of resourceKinds) {
      let after = BEFORE_ALL_IDS;
      for (;;) {
        const { rows } = await this.#client.query<ConfigurationRows[ResourceKind]>(
          `${sources[kind]} AND t.id > $1 ORDER BY t.id LIMIT ${PAGE_ROWS}`,
          [after],
        );
        await sink(rows.map((row) => ({ kind, id: row.id, row })));
        const last = rows.at(-1);
        if (last === undefined || rows.length < PAGE_ROWS) break;
        after = last.id;
      }
    }
  }

  /** The rows that are to be read, and what each revision changed. */
  async #group(changed: readonly ChangeRow[]) {
    const hanging = await this.#readDependants(changed);
    const wanted = new Map<ResourceKind, Set<string>>();
    const byRevision = new Map<string, { keys: Set<string>; own: Set<string> }>();
    for (const [index, { kind, resource_id: id, revision }] of changed.entries()) {
      if (index % SLICE_ROWS === SLICE_ROWS - 1) await nextTurn();
      const { keys, own } = byRevision.get(revision) ?? { keys: new Set(), own: new Set() };
      byRevision.set(revision, { keys, own });
      if (id === null || !isResourceKind(kind)) continue;
      own.add(resourceKey(kind, id));
      const members = hanging.get(resourceKey(kind, id)) ?? [];
      for (const [member, memberId] of [[kind, id] as const, ...members]) {
        wanted.set(member, (wanted.get(member) ?? new Set()).add(memberId));
        keys.add(resourceKey(member, memberId));
      }
    }
    const changes = [...byRevision].map(([revision, { keys, own }]) => ({
      revision: BigInt(revision),
      keys: [...keys],
      rowCount: own.size,
    }));
    return { wanted, changes };
  }

  /** Key of a changed row -> what hangs from it. One statement for each kind of tie, whatever the number of rows. */
  async #readDependants(
    changed: readonly ChangeRow[],
  ): Promise<ReadonlyMap<string, readonly (readonly [ResourceKind, string])[]>> {
    const idsByKind = new Map<string, Set<string>>();
    for (const [index, { kind, resource_id: id }] of changed.entries()) {
      if (index % SLICE_ROWS === SLICE_ROWS - 1) await nextTurn();
      if (id !== null) idsByKind.set(kind, (idsByKind.get(kind) ?? new Set()).add(id));
    }
    const hanging = new Map<string, (readonly [ResourceKind, string])[]>();
    for (const { parent, kind, table, column } of dependants) {
      const parents = idsByKind.get(parent);
      if (parents === undefined) continue;
      const { rows } = await this.#client.query<{ id: string; parent_id: string }>(
        `SELECT id, ${column} AS parent_id FROM ${table} WHERE ${column} = ANY($1)`,
        [[...parents]],
      );
      for (const [index, { id, parent_id: parentId }] of rows.entries()) {
        if (index % SLICE_ROWS === SLICE_ROWS - 1) await nextTurn();
        const key = resourceKey(parent, parentId);
        const members = hanging.get(key) ?? [];
        members.push([kind, id]);
        hanging.set(key, members);
      }
    }
    return hanging;
  }

  async #readRows(
    wanted: ReadonlyMap<ResourceKind, ReadonlySet<string>>,
    sink: RowSink,
  ): Promise<void> {
    for (const [kind, all] of wanted) {
      const ids = [...all];
      for (let from = 0; from < ids.length; from += PAGE_ROWS) {
        const page = ids.slice(from, from + PAGE_ROWS);
        const { rows } = await this.#client.query<ConfigurationRows[ResourceKind]>(
          `${sources[kind]} AND t.id = ANY($1)`,
          [page],
        );
        const found = new Map(rows.map((row) => [row.id, row]));
        await sink(page.map((id) => ({ kind, id, row: found.get(id) })));
      }
    }
  }

  async #readSecrets(): Promise<readonly StoredSecret[]> {
    const { rows } = await this.#client.query<{ name: string; generation: string; sealed: Buffer }>(
      SECRETS,
    );
    return rows.map((row) => ({ ...row, generation: BigInt(row.generation) }));
  }

  async #readPools(): Promise<NodePools> {
    const { rows } = await this.#client.query<{ pool: string; tenant_id: string | null }>(
      NODE_POOLS,
    );
    const pools = new Map<string, Set<string>>();
    for (const { pool, tenant_id: tenantId } of rows) {
      const tenantIds = pools.get(pool) ?? new Set();
      pools.set(pool, tenantId === null ? tenantIds : tenantIds.add(tenantId));
    }
    return pools;
  }
}
