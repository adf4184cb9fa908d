import type { EntityManager } from 'typeorm';
import type { Percentiles, RouteArm, RouteArmFilter, RouteArmReport } from '../domain/route-arm.ts';

/** A route with more calls is compared by its newest. */
const CALLS_MAX = 50_000;

/**
 * Calls of the route, and one row for each attempt of theirs, with what the ledger says that it used. A call of a sample stands
 * for as many as its chance says: failures are kept more often than answers, and would seem more frequent than they are.
 */
const TRIES = `
  calls AS MATERIALIZED (
    SELECT request_id, facts->>'rule' AS rule, facts->'attempts' AS attempts,
        1 / coalesce(sample_rate, 1)::numeric AS weight
      FROM decision
      WHERE tenant_id = $1 AND facts->>'routeId' = $2 AND at >= $3 AND at < $4
      ORDER BY at DESC, request_id DESC LIMIT $5
  ),
  tries AS MATERIALIZED (
    SELECT rule, weight, try."targetId" AS target_id, try.number, try.verdict,
        nullif(try."firstTokenMs", 0) AS first_token_ms, try."totalMs" AS total_ms,
        coalesce(used.input_tokens, 0) AS input_tokens, coalesce(used.output_tokens, 0) AS output_tokens,
        coalesce(used.cost_nano_usd, 0) AS cost
      FROM calls
        CROSS JOIN LATERAL jsonb_to_recordset(attempts) AS try(number integer, "targetId" uuid, verdict text,
          "firstTokenMs" integer, "totalMs" integer)
        LEFT JOIN usage_event AS used ON used.request_id = calls.request_id AND used.attempt = try.number
  )`;

const ARMS = `
  SELECT rule, target_id AS "targetId", ${scaled('weight')} AS attempts,
      ${scaled('CASE WHEN number = 1 THEN weight ELSE 0 END')} AS "firstAttempts",
      ${percentilesOf('first_token_ms', 'first_token_ms IS NOT NULL')} AS "firstTokenMs",
      ${percentilesOf('total_ms', `verdict = 'succeeded'`)} AS "totalMs",
      ${scaled('input_tokens * weight')} AS "inputTokens",
      ${scaled('output_tokens * weight')} AS "outputTokens", ${scaled('cost * weight')} AS cost,
      (SELECT jsonb_agg(jsonb_build_object('verdict', verdict, 'attempts', count) ORDER BY share DESC, verdict)
        FROM (SELECT verdict, ${scaled('weight')} AS count, sum(weight) AS share FROM tries AS own
          WHERE own.rule = tries.rule AND own.target_id = tries.target_id GROUP BY verdict) AS ended) AS verdicts
    FROM tries GROUP BY rule, target_id ORDER BY sum(weight) DESC, rule, target_id`;

/** Counts and sums are decimal strings: numbers of JSON lose digits beyond 2^53. */
interface ArmRow {
  readonly rule: string;
  readonly targetId: string;
  readonly attempts: string;
  readonly firstAttempts: string;
  readonly firstTokenMs: readonly number[] | null;
  readonly totalMs: readonly number[] | null;
  readonly inputTokens: string;
  readonly outputTokens: string;
  readonly cost: string;
  readonly verdicts: readonly { readonly verdict: string; readonly attempts: string }[];
}

/** Reads tables `decision` and `usage_event`: what became of the attempts of a route. */
export class RouteArmStore {
  readonly #manager: EntityManager;

  constructor(manager: EntityManager) {
    this.#manager = manager;
  }

  async report(tenantId: string, { routeId, from, to }: RouteArmFilter): Promise<RouteArmReport> {
    const parameters = [tenantId, routeId, from, to, CALLS_MAX + 1];
    const [row]: { calls: string; arms: readonly ArmRow[] | null }[] = await this.#manager.query(
      `WITH ${TRIES}, arms AS (${ARMS})
        SELECT (SELECT count(*) FROM calls) AS calls, (SELECT jsonb_agg(to_jsonb(arms)) FROM arms) AS arms`,
      parameters,
    );
    const calls = BigInt(row?.calls ?? 0);
    return { rows: (row?.arms ?? []).map(toRouteArm), calls, truncated: calls > CALLS_MAX };
  }
}

/** A sum as a whole number. */
function scaled(term: string): string {
  return `round(sum(${term}))::text`;
}

/** The smallest value that, with all below it, has that share of the weight; null when there is none. */
function percentilesOf(column: string, condition: string): string {
  const values = [0.5, 0.95, 0.99].map(
    (share) => `min(value) FILTER (WHERE reached >= ${share} * whole)`,
  );
  return `(SELECT CASE WHEN count(*) > 0 THEN ARRAY[${values.join(', ')}] END
    FROM (SELECT ${column} AS value, sum(weight) OVER () AS whole,
        sum(weight) OVER (ORDER BY ${column} ROWS UNBOUNDED PRECEDING) AS reached
      FROM tries AS own WHERE own.rule = tries.rule AND own.target_id = tries.target_id
        AND ${condition}) AS ranked)`;
}

function toRouteArm(row: ArmRow): RouteArm {
  return {
    rule: row.rule,
    targetId: row.targetId,
    attempts: BigInt(row.attempts),
    firstAttempts: BigInt(row.firstAttempts),
    verdicts: row.verdicts.map(({ verdict, attempts }) => ({
      verdict,
      attempts: BigInt(attempts),
    })),
    firstTokenMs: toPercentiles(row.firstTokenMs),
    totalMs: toPercentiles(row.totalMs),
    inputTokens: BigInt(row.inputTokens),
    outputTokens: BigInt(row.outputTokens),
    cost: BigInt(row.cost),
  };
}

function toPercentiles(measured: readonly number[] | null): Percentiles | null {
  if (measured === null) return null;
  const [p50 = 0, p95 = 0, p99 = 0] = measured;
  return { p50, p95, p99 };
}
