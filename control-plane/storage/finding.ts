import type { EntityManager } from 'typeorm';
import type {
  FindingDimension,
  FindingFilter,
  FindingReport,
  FindingRow,
  OutcomeCount,
} from '../domain/finding.ts';

/** A tenant with more is counted by its newest. */
const DECISIONS_MAX = 50_000;
const ROWS_MAX = 1_000;

type Key = Exclude<
  keyof FindingRow,
  'requests' | 'findings' | 'decisions' | 'outcomes' | 'redacted' | 'monitored'
>;

/** Dimension -> what it groups by. */
const groupings: Readonly<Record<FindingDimension, readonly Key[]>> = {
  POLICY: ['policy'],
  RULE: ['policy', 'rule'],
  KIND: ['kind'],
  ACTION: ['action'],
  PART: ['part'],
  DIRECTION: ['direction'],
  APPLICATION: ['applicationId'],
  ROUTE: ['route'],
  DAY: ['day'],
};
const keys = [...new Set(Object.values(groupings).flat())];

/**
 * Decisions with findings; and each thing that a rule found, by part. What nodes report is taken as it is: numbers are as large as
 * they like, and what older ones did not say is null.
 */
const FOUND = `
  judged AS MATERIALIZED (
    SELECT request_id, at, application_id, requested_route, outcome,
        1 / coalesce(sample_rate, 1)::numeric AS weight, facts->'findings' AS findings
      FROM decision
      WHERE tenant_id = $1 AND at >= $2 AND at < $3 AND facts->'findings' <> '[]'::jsonb
        AND ($4::uuid IS NULL OR application_id = $4)
      ORDER BY at DESC, request_id DESC LIMIT $10
  ),
  found AS MATERIALIZED (
    SELECT request_id, outcome, weight, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day,
        application_id AS "applicationId", requested_route AS route, nullif(one.policy, '') AS policy,
        one.rule, one.kind, one.action, piece.part, coalesce(one.direction, 'input') AS direction,
        coalesce(one.monitored, false) OR one.exception IS NOT NULL AS monitored, coalesce(piece.count, one.count) AS count
      FROM judged
        CROSS JOIN LATERAL jsonb_to_recordset(findings) AS one(policy text, rule text, kind text,
          action text, monitored boolean, exception text, direction text, count bigint, parts jsonb)
        LEFT JOIN LATERAL jsonb_to_recordset(coalesce(one.parts, '[]'))
          AS piece(part text, count bigint) ON true
      WHERE ($5::text IS NULL OR one.policy = $5) AND ($6::text IS NULL OR one.rule = $6)
        AND ($7::text IS NULL OR one.kind = $7) AND ($8::text IS NULL OR piece.part = $8)
        AND ($9::text IS NULL OR coalesce(one.direction, 'input') = $9)
  )`;

/** Counts and sums are decimal strings: numbers of JSON lose digits beyond 2^53. */
interface CountedRow extends Readonly<Record<Key, string | null>> {
  readonly requests: string;
  readonly findings: string;
  readonly decisions: string;
  readonly outcomes: readonly {
    readonly outcome: OutcomeCount['outcome'];
    readonly requests: string;
  }[];
  readonly redacted: string;
  readonly monitored: string;
}

interface Counted {
  /** Of the oldest decision that is counted; null when there is none. */
  readonly oldest: Date | null;
  readonly decisions: number;
  readonly rows: readonly CountedRow[] | null;
  readonly total: CountedRow;
}

/** Reads table `decision`: what prompt policies found. */
export class FindingStore {
  readonly #manager: EntityManager;

  constructor(manager: EntityManager) {
    this.#manager = manager;
  }

  async report(filter: FindingFilter, by: readonly FindingDimension[]): Promise<FindingReport> {
    const [counted]: Counted[] = await this.#manager.query(reportSql(by), [
      filter.tenantId,
      filter.from,
      filter.to,
      filter.applicationId ?? null,
      filter.policy ?? null,
      filter.rule ?? null,
      filter.kind ?? null,
      filter.part ?? null,
      filter.direction ?? null,
      DECISIONS_MAX,
    ]);
    if (counted === undefined) throw new Error('a count has one row');
    const rows = (counted.rows ?? []).map(toFindingRow);
    return {
      rows: rows.slice(0, ROWS_MAX),
      truncated: rows.length > ROWS_MAX,
      total: toFindingRow(counted.total),
      since: counted.decisions < DECISIONS_MAX ? null : counted.oldest,
    };
  }
}

function reportSql(by: readonly FindingDimension[]): string {
  const asked = new Set(by.flatMap((dimension) => groupings[dimension]));
  const columns = keys.filter((key) => asked.has(key)).map((key) => `"${key}"`);
  return `WITH ${FOUND},
    counted AS (${countedBy(columns)} ORDER BY sum(weight) DESC ${columns.map((column) => `, ${column}`).join('')} LIMIT ${ROWS_MAX + 1}),
    whole AS (${countedBy([])})
    SELECT (SELECT min(at) FROM judged) AS oldest, (SELECT count(*)::integer FROM judged) AS decisions,
      (SELECT jsonb_agg(to_jsonb(counted)) FROM counted) AS rows,
      (SELECT to_jsonb(whole) FROM whole) AS total`;
}

/** A request counts once in each row, whatever was found in it; how it ended counts with it. */
function countedBy(columns: readonly string[]): string {
  const listed = columns.map((column) => `${column}, `).join('');
  const selected = keys.map((key) =>
    columns.includes(`"${key}"`) ? `"${key}"` : `NULL::text AS "${key}"`,
  );
  const grouped = columns.length === 0 ? '' : `GROUP BY ${columns.join(', ')}`;
  return `
    SELECT ${selected.join(', ')}, ${scaled('weight')} AS requests, ${scaled('findings')} AS findings,
        coalesce(sum(decisions), 0)::text AS decisions,
        coalesce(jsonb_agg(jsonb_build_object('outcome', outcome, 'requests', round(weight)::text)
          ORDER BY weight DESC, outcome) FILTER (WHERE outcome IS NOT NULL), '[]') AS outcomes,
        ${scaled('redacted')} AS redacted, ${scaled('monitored')} AS monitored
      FROM (
        SELECT ${listed} outcome, sum(weight) AS weight, sum(count * weight) AS findings,
            count(*) AS decisions, coalesce(sum(weight) FILTER (WHERE monitored), 0) AS monitored,
            coalesce(sum(weight) FILTER (WHERE redacts), 0) AS redacted
          FROM (
            SELECT ${listed} request_id, outcome, weight, sum(count) AS count,
                bool_and(monitored) AS monitored,
                bool_or(action = 'redact' AND NOT monitored)
                  AND outcome NOT IN ('blocked', 'rerouted', 'refused') AS redacts
              FROM found GROUP BY ${listed} request_id, outcome, weight
          ) AS request GROUP BY ${listed} outcome
      ) AS ended ${grouped}`;
}

/** A sum as a whole number. */
function scaled(term: string): string {
  return `round(coalesce(sum(${term}), 0))::text`;
}

function toFindingRow({ outcomes, ...row }: CountedRow): FindingRow {
  return {
    ...row,
    requests: BigInt(row.requests),
    findings: BigInt(row.findings),
    decisions: BigInt(row.decisions),
    outcomes: outcomes.map(({ outcome, requests }) => ({ outcome, requests: BigInt(requests) })),
    redacted: BigInt(row.redacted),
    monitored: BigInt(row.monitored),
  };
}
