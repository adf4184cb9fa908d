import type { EntityManager } from 'typeorm';
import { NODE_FORGOTTEN_AFTER_MS, NODE_SILENT_AFTER_MS } from '../../domain/node.ts';
import {
  type ConditionCount,
  type HeardReport,
  type HearingCounts,
  LISTED_NODES_MAX,
  type ReportedTarget,
  type TargetAtNode,
  type TargetReport,
} from '../../domain/telemetry/target-report.ts';

type HeardRow = Omit<HeardReport, 'states'> & { readonly states: readonly ReportedTarget[] };
type CountRow = ConditionCount & { readonly targetId: string };

/**
 * Nodes of the last day, each with what its present process has said of its targets: nothing, where the report is of another
 * process, as of one before a restart. $1: nodes heard from since then are not forgotten; $2: are not silent.
 */
const HEARD = `WITH heard AS (
    SELECT node.id AS node_id, node.heartbeat_at > $2 AS is_current, report.reported_at,
      report.healthy_count, report.left_out_count, report.states
    FROM node LEFT JOIN target_report AS report
      ON report.node_id = node.id AND report.instance_id = node.instance_id
    WHERE node.heartbeat_at > $1
  ),
  said AS (
    SELECT heard.node_id, heard.is_current, heard.reported_at, heard.left_out_count,
      state ->> 'targetId' AS target_id, state ->> 'condition' AS condition,
      state ->> 'breaker' AS breaker, state ->> 'since' AS since
    FROM heard CROSS JOIN LATERAL jsonb_array_elements(heard.states) AS state
    WHERE heard.states <> '[]'
  )`;

/** Table `target_report`: not governed, written by the stream server, read by GraphQL on any replica. */
export class TargetReportStore {
  readonly #manager: EntityManager;

  constructor(manager: EntityManager) {
    this.#manager = manager;
  }

  /** Replaces what the node had said, unless a newer stream of the same name has said something since: as `NodeStore.put`. */
  async put(report: TargetReport): Promise<void> {
    await this.#manager.query(
      `INSERT INTO target_report (node_id, instance_id, connected_at, reported_at, healthy_count,
          left_out_count, states)
        VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT ON CONSTRAINT target_report_pkey DO UPDATE SET instance_id = excluded.instance_id,
          connected_at = excluded.connected_at, reported_at = excluded.reported_at,
          healthy_count = excluded.healthy_count, left_out_count = excluded.left_out_count,
          states = excluded.states
        WHERE target_report.connected_at <= excluded.connected_at
          OR (target_report.instance_id = excluded.instance_id
            AND target_report.reported_at < excluded.reported_at)
          OR target_report.reported_at < excluded.reported_at - $8 * interval '1 millisecond'`,
      [
        report.nodeId,
        report.instanceId,
        report.connectedAt,
        report.reportedAt,
        report.healthyCount,
        report.leftOutCount,
        JSON.stringify(report.states),
        NODE_SILENT_AFTER_MS,
      ],
    );
  }

  /** How many nodes there are to say something. */
  async countHearing(now: Date): Promise<HearingCounts> {
    const [row]: HearingCounts[] = await this.#manager.query(
      `${HEARD} SELECT count(*) FILTER (WHERE is_current)::integer AS "liveCount",
          count(*) FILTER (WHERE is_current AND left_out_count = 0)::integer AS "completeCount",
          count(*) FILTER (WHERE NOT is_current)::integer AS "silentCount"
        FROM heard`,
      momentsOf(now),
    );
    return row ?? { liveCount: 0, completeCount: 0, silentCount: 0 };
  }

  /** What live nodes say of these targets, counted. */
  async countConditions(now: Date, targetIds: readonly string[]): Promise<readonly CountRow[]> {
    return this.#manager.query(
      `${HEARD} SELECT target_id AS "targetId", condition, count(*)::integer AS "nodeCount",
          count(*) FILTER (WHERE left_out_count = 0)::integer AS "completeCount"
        FROM said WHERE is_current AND target_id = ANY ($3) GROUP BY target_id, condition`,
      [...momentsOf(now), targetIds],
    );
  }

  /** What nodes say of these targets: of each at most 100 nodes, live ones first, by name. */
  async listByTargets(now: Date, targetIds: readonly string[]): Promise<readonly TargetAtNode[]> {
    return this.#manager.query(
      `${HEARD} SELECT target_id AS "targetId", condition, breaker, since, node_id AS "nodeId",
          reported_at AS "reportedAt", is_current AS "isCurrent"
        FROM (
          SELECT said.*, row_number() OVER (
            PARTITION BY target_id ORDER BY is_current DESC, node_id) AS place
          FROM said WHERE target_id = ANY ($3)
        ) AS placed
        WHERE place <= $4 ORDER BY target_id, place`,
      [...momentsOf(now), targetIds, LISTED_NODES_MAX],
    );
  }

  /** What these nodes say; one that has said nothing is not among them. */
  async listByNodes(now: Date, nodeIds: readonly string[]): Promise<readonly HeardReport[]> {
    const rows: HeardRow[] = await this.#manager.query(
      `${HEARD} SELECT node_id AS "nodeId", is_current AS "isCurrent", reported_at AS "reportedAt",
          healthy_count AS "healthyCount", left_out_count AS "leftOutCount", states
        FROM heard WHERE node_id = ANY ($3) AND reported_at IS NOT NULL`,
      [...momentsOf(now), nodeIds],
    );
    return rows.map(({ states, ...row }) => {
      const { nodeId, reportedAt, isCurrent } = row;
      return {
        ...row,
        states: states.map((state) => ({ ...state, nodeId, reportedAt, isCurrent })),
      };
    });
  }
}

function momentsOf(now: Date): readonly [Date, Date] {
  const before = (ms: number) => new Date(now.getTime() - ms);
  return [before(NODE_FORGOTTEN_AFTER_MS), before(NODE_SILENT_AFTER_MS)];
}
