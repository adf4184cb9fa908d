import type { EntityManager } from 'typeorm';
import type { Decision, DecisionFilter } from '../domain/decision.ts';
import { checkFirst, decodeCursor, encodeCursor, type Page, type PageRequest } from './page.ts';

const COLUMNS = `request_id AS "requestId", at, tenant_id AS "tenantId",
  application_id AS "applicationId", node_id AS "nodeId", outcome, error_code AS "errorCode",
  requested_route AS "requestedRoute", coalesce(sample_rate, 1) AS "sampleRate", facts`;

const FOR_ROUTES = `WHERE tenant_id = $1 AND requested_route = ANY($2) AND at >= $3 AND at < $4`;

/** Requests of a tenant that asked for one of the routes, by name; `from` is inclusive, `to` is not. */
export interface RouteWindow {
  readonly tenantId: string;
  readonly routes: readonly string[];
  readonly from: Date;
  readonly to: Date;
}

/** Table `decision`, partitioned by day: the request log. */
export class DecisionStore {
  readonly #manager: EntityManager;

  constructor(manager: EntityManager) {
    this.#manager = manager;
  }

  /** Makes the partitions of the days, UTC. */
  async ensurePartitions(days: Iterable<string>): Promise<void> {
    for (const day of days)
      await this.#manager.query('SELECT ensure_decision_partition($1)', [day]);
  }

  /** Drops the partitions of the days before. Returns how many. */
  async dropPartitionsBefore(day: string): Promise<number> {
    const [row]: { dropped: number }[] = await this.#manager.query(
      'SELECT drop_decision_partitions($1) AS dropped',
      [day],
    );
    return row?.dropped ?? 0;
  }

  /** Inserts what is not there yet, by (request id, time). The partitions of their days must exist. */
  async insert(decisions: readonly Decision[]): Promise<void> {
    const rows = decisions.map((decision) => ({
      request_id: decision.requestId,
      at: decision.at,
      tenant_id: decision.tenantId,
      application_id: decision.applicationId,
      node_id: decision.nodeId,
      outcome: decision.outcome,
      error_code: decision.errorCode,
      requested_route: decision.requestedRoute,
      sample_rate: decision.sampleRate,
      facts: decision.facts,
    }));
    await this.#manager.query(
      `INSERT INTO decision SELECT * FROM jsonb_populate_recordset(NULL::decision, $1)
        ON CONFLICT ON CONSTRAINT decision_pkey DO NOTHING`,
      [JSON.stringify(rows)],
    );
  }

  async find(requestId: string): Promise<Decision | undefined> {
    const rows: Decision[] = await this.#manager.query(
      `SELECT ${COLUMNS} FROM decision WHERE request_id = $1 LIMIT 1`,
      [requestId],
    );
    return rows[0];
  }

  /** How many requests for the routes there are in the window; it stops counting at `max`. */
  async countForRoutes(window: RouteWindow, max: number): Promise<number> {
    const [row]: { count: number }[] = await this.#manager.query(
      `SELECT count(*)::integer AS count FROM (SELECT 1 FROM decision ${FOR_ROUTES} LIMIT $5) AS counted`,
      [window.tenantId, window.routes, window.from, window.to, max],
    );
    return row?.count ?? 0;
  }

  /** Requests for the routes, newest first, those after `last`. */
  async listForRoutes(
    window: RouteWindow,
    last: Pick<Decision, 'at' | 'requestId'> | undefined,
    limit: number,
  ): Promise<readonly Decision[]> {
    return this.#manager.query(
      `SELECT ${COLUMNS} FROM decision ${FOR_ROUTES}
          AND ($5::timestamptz IS NULL OR (at, request_id) < ($5, $6::uuid))
        ORDER BY at DESC, request_id DESC LIMIT $7`,
      [
        window.tenantId,
        window.routes,
        window.from,
        window.to,
        last?.at ?? null,
        last?.requestId ?? null,
        limit,
      ],
    );
  }

  /** Newest first. */
  async list(filter: DecisionFilter, page: PageRequest): Promise<Page<Decision>> {
    checkFirst(page.first);
    const list = `decisions/${JSON.stringify(filter)}`;
    const after = page.after === undefined ? undefined : decodeCursor(page.after, list);
    const rows: Decision[] = await this.#manager.query(
      `SELECT ${COLUMNS} FROM decision
        WHERE ($1::uuid IS NULL OR tenant_id = $1) AND ($2::uuid IS NULL OR application_id = $2)
          AND ($3::text IS NULL OR outcome = $3) AND ($4::text IS NULL OR error_code = $4)
          AND ($5::text IS NULL OR requested_route = $5)
          AND ($6::timestamptz IS NULL OR at >= $6) AND ($7::timestamptz IS NULL OR at < $7)
          AND ($8::timestamptz IS NULL OR (at, request_id) < ($8, $9::uuid))
          AND ($11::text IS NULL
            OR (request_id, at) IN (SELECT * FROM decisions_with_fingerprint($11)))
        ORDER BY at DESC, request_id DESC LIMIT $10`,
      [
        filter.tenantId ?? null,
        filter.applicationId ?? null,
        filter.outcome ?? null,
        filter.errorCode ?? null,
        filter.route ?? null,
        filter.from ?? null,
        filter.to ?? null,
        after?.value ?? null,
        after?.id ?? null,
        page.first + 1,
        filter.fingerprint ?? null,
      ],
    );
    return {
      rows: rows.slice(0, page.first),
      hasNextPage: rows.length > page.first,
      hasPreviousPage: page.after !== undefined,
      cursorOf: ({ at, requestId }) => encodeCursor(list, at, requestId),
    };
  }
}
