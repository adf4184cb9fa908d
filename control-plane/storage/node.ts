import type { EntityManager } from 'typeorm';
import type { Hold, NodeRoll } from '../domain/enforcement.ts';
import {
  NODE_FORGOTTEN_AFTER_MS,
  NODE_SILENT_AFTER_MS,
  type Node,
  type NodeState,
} from '../domain/node.ts';
import type { ServingNode, TenantPools } from '../domain/telemetry/fleet.ts';
import type { Head } from './configuration/head.ts';
import { nameFilter } from './list/listing.ts';
import { distinct, requireText } from './list/narrowing.ts';
import {
  COUNTED_ROWS_MAX,
  checkFirst,
  decodeCursor,
  encodeCursor,
  type Page,
  type PageRequest,
} from './page.ts';

/** How a row of `node` reads: 64-bit integers arrive as strings. */
type NodeRow = Omit<Node, 'enforcedEpoch' | 'enforcedRevision'> & {
  readonly enforcedEpoch: string;
  readonly enforcedRevision: string;
};

const COLUMNS = `id, instance_id AS "instanceId", build, region, pool, addresses, state,
  enforced_epoch AS "enforcedEpoch", enforced_revision AS "enforcedRevision",
  last_verdict AS "lastVerdict", last_verdict_at AS "lastVerdictAt", last_apply_ms AS "lastApplyMs",
  diagnostics, heartbeat_at AS "heartbeatAt", connected_at AS "connectedAt"`;

/** Which nodes; what is undefined does not narrow. */
export interface NodeFilter {
  /** Part of the name. */
  readonly text?: string | undefined;
  readonly states?: readonly NodeState[] | undefined;
  readonly pools?: readonly string[] | undefined;
  readonly regions?: readonly string[] | undefined;
}

/** Of `NodeStore.list`: a node that is silent is in no other state, as `nodeStateAt` of the domain. */
const LISTED = `heartbeat_at > $1
  AND ($2::text IS NULL OR position(lower($2) IN lower(id)) > 0)
  AND ($3::text[] IS NULL
    OR (CASE WHEN heartbeat_at < $6 THEN 'silent' ELSE state END) = ANY ($3))
  AND ($4::text[] IS NULL OR pool = ANY ($4))
  AND ($5::text[] IS NULL OR region = ANY ($5))`;

/** Nodes that a roll holds; beyond it those that were not heard from for longest are left out. */
const ROLL_NODES_MAX = 10_000;

/** Table `node`: not governed, written by the stream server, read by GraphQL on any replica. */
export class NodeStore {
  readonly #manager: EntityManager;

  constructor(manager: EntityManager) {
    this.#manager = manager;
  }

  /**
   * Writes what is known of a node. Gives false, and writes nothing, when another process of the same name has connected since and
   * was heard from within the last 30 s. Replicas date by their own clocks: of the same process what was heard later counts.
   */
  async put(node: Node): Promise<boolean> {
    const written: unknown[] = await this.#manager.query(
      `INSERT INTO node (id, instance_id, build, region, pool, addresses, state, enforced_epoch,
          enforced_revision, last_verdict, last_verdict_at, last_apply_ms, diagnostics, heartbeat_at,
          connected_at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
        ON CONFLICT ON CONSTRAINT node_pkey DO UPDATE SET instance_id = excluded.instance_id,
          build = excluded.build, region = excluded.region, pool = excluded.pool,
          addresses = excluded.addresses, state = excluded.state, enforced_epoch = excluded.enforced_epoch,
          enforced_revision = excluded.enforced_revision, last_verdict = excluded.last_verdict,
          last_verdict_at = excluded.last_verdict_at, last_apply_ms = excluded.last_apply_ms,
          diagnostics = excluded.diagnostics, heartbeat_at = excluded.heartbeat_at,
          connected_at = excluded.connected_at
        WHERE node.connected_at <= excluded.connected_at
          OR (node.instance_id = excluded.instance_id AND node.heartbeat_at < excluded.heartbeat_at)
          OR node.heartbeat_at < excluded.heartbeat_at - $16 * interval '1 millisecond'
        RETURNING id`,
      [
        node.id,
        node.instanceId,
        node.build,
        node.region,
        node.pool,
        node.addresses,
        node.state,
        node.enforcedEpoch.toString(),
        node.enforcedRevision.toString(),
        node.lastVerdict,
        node.lastVerdictAt,
        node.lastApplyMs,
        JSON.stringify(node.diagnostics),
        node.heartbeatAt,
        node.connectedAt,
        NODE_SILENT_AFTER_MS,
      ],
    );
    if (written.length > 0) return true;
    const found = await this.find(node.id);
    return found?.instanceId === node.instanceId;
  }

  async find(id: string): Promise<Node | undefined> {
    const rows = await this.#manager.query(`SELECT ${COLUMNS} FROM node WHERE id = $1`, [id]);
    return rows.map(toNode)[0];
  }

  /** Nodes heard from within the last day, by name. @throws DomainError VALIDATION_FAILED */
  async list(filter: NodeFilter, page: PageRequest, now: Date): Promise<Page<Node>> {
    checkFirst(page.first);
    const { text, states, pools, regions } = filter;
    if (text !== undefined) requireText('text', text);
    const values = [
      new Date(now.getTime() - NODE_FORGOTTEN_AFTER_MS),
      text ?? null,
      states && distinct('states', states),
      pools && distinct('pools', pools),
      regions && distinct('regions', regions),
      new Date(now.getTime() - NODE_SILENT_AFTER_MS),
    ];
    const list = `nodes/${nameFilter([text, states, pools, regions])}`;
    const after = page.after === undefined ? '' : decodeCursor(page.after, list).id;
    const rows: NodeRow[] = await this.#manager.query(
      `SELECT ${COLUMNS} FROM node WHERE ${LISTED} AND id > $7 ORDER BY id LIMIT $8`,
      [...values, after, page.first + 1],
    );
    return {
      rows: rows.slice(0, page.first).map(toNode),
      hasNextPage: rows.length > page.first,
      hasPreviousPage: page.after !== undefined,
      totalCount: page.withTotal === true ? await this.#count(values) : undefined,
      cursorOf: ({ id }) => encodeCursor(list, id, id),
    };
  }

  async #count(values: readonly unknown[]): Promise<number> {
    const [row]: { count: number }[] = await this.#manager.query(
      `SELECT count(*)::integer AS count
        FROM (SELECT FROM node WHERE ${LISTED} LIMIT ${COUNTED_ROWS_MAX + 1}) AS counted`,
      [...values],
    );
    return row?.count ?? 0;
  }

  /**
   * Nodes heard from within the last day, the head, and what is held back of it. Nodes are read first: none is ahead of the head of its epoch.
   */
  async roll(at: Date): Promise<NodeRoll> {
    const since = new Date(at.getTime() - NODE_FORGOTTEN_AFTER_MS);
    const rows: NodeRow[] = await this.#manager.query(
      `SELECT * FROM (
          SELECT ${COLUMNS} FROM node WHERE heartbeat_at > $1 ORDER BY heartbeat_at DESC LIMIT $2
        ) AS heard ORDER BY id`,
      [since, ROLL_NODES_MAX],
    );
    return { at, nodes: rows.map(toNode), head: await this.head(), hold: await this.#findHold() };
  }

  /** What guard rails hold back in the history that there is. */
  async #findHold(): Promise<Hold | undefined> {
    const [row]: { good: string; reasons: readonly string[] }[] = await this.#manager.query(
      `SELECT coalesce(held.good_revision, 0) AS good, held.reasons
        FROM held_revision held JOIN config_revision head ON head.epoch = held.epoch
        WHERE held.passed_at IS NULL ORDER BY held.revision DESC LIMIT 1`,
    );
    return row && { goodRevision: BigInt(row.good), reasons: row.reasons };
  }

  /** Processes that were heard from lately and do not drain, in no order; of more than a roll holds, some. */
  async listServing(at: Date): Promise<readonly ServingNode[]> {
    return this.#manager.query(
      `SELECT id, coalesce(pool, '') AS pool FROM node
        WHERE heartbeat_at >= $1 AND state <> 'draining' LIMIT $2`,
      [new Date(at.getTime() - NODE_SILENT_AFTER_MS), ROLL_NODES_MAX],
    );
  }

  /** Tenants that have limits and are in pools, in the order of their ids. */
  async listLimitedPools(): Promise<readonly TenantPools[]> {
    return this.#manager.query(
      `SELECT member.tenant_id AS "tenantId", array_agg(pool.name ORDER BY pool.name) AS pools
        FROM node_pool_tenant AS member JOIN node_pool AS pool ON pool.id = member.pool_id
        WHERE member.removed_at IS NULL AND pool.archived_at IS NULL AND EXISTS (
          SELECT FROM usage_limit
            WHERE tenant_id = member.tenant_id AND archived_at IS NULL
        )
        GROUP BY member.tenant_id ORDER BY member.tenant_id`,
    );
  }

  /** When a revision was committed; undefined when that is not known any more. */
  async findCommittedAt(revision: bigint): Promise<Date | undefined> {
    const [row]: { committedAt: Date | null }[] = await this.#manager.query(
      `SELECT coalesce(
          (SELECT max(committed_at) FROM config_change WHERE revision = $1),
          (SELECT max(at) FROM audit_event WHERE revision = $1)) AS "committedAt"`,
      [revision.toString()],
    );
    return row?.committedAt ?? undefined;
  }

  /** Newest committed revision. */
  async head(): Promise<Head> {
    const [row]: { epoch: string; revision: string }[] = await this.#manager.query(
      'SELECT epoch, revision FROM config_revision',
    );
    return { epoch: BigInt(row?.epoch ?? 0), revision: BigInt(row?.revision ?? 0) };
  }
}

function toNode(row: NodeRow): Node {
  return {
    ...row,
    enforcedEpoch: BigInt(row.enforcedEpoch),
    enforcedRevision: BigInt(row.enforcedRevision),
  };
}
