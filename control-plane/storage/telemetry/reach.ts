import type { EntityManager } from 'typeorm';
import type { UsedTokens } from '../../domain/review/risk/price-change.ts';
import type { Reach } from '../../domain/review/risk/risk.ts';

/** Rows that one question reads, newest first; from them the days before are inferred. 10,000 took 30 ms, these take 4. */
const ROWS_MAX = 2_000;
/** Of each of several ids at least, so that something can be inferred. */
const ROWS_EACH_MIN = 100;
const WEEK_MS = 7 * 86_400_000;

/** Which attempts: those of any of the ids, narrowed by what is given. */
export interface UsageQuestion {
  readonly by: 'tenant_id' | 'model_id' | 'target_id';
  readonly ids: readonly string[];
  readonly modelId?: string;
  readonly applicationId?: string | null;
  readonly apiKeyId?: string;
}

/** Which calls: those of a tenant that asked for one of the routes by name. */
export interface DecisionQuestion {
  readonly tenantId: string | null;
  readonly names: readonly string[];
}

/** Calls of the last 7 days, and what they used, where the ledger tells. */
export interface MeasuredReach extends Reach {
  readonly used: UsedTokens | undefined;
}

/** Integers as they arrive: decimal strings. */
type Sums = { readonly [Field in keyof UsedTokens | 'requests']: string } & Omit<Reach, 'requests'>;

/** The part of the week that the rows of an owner reach back to stands for all of it. */
const COVERED = `covered AS (
  SELECT owner, CASE WHEN count(*) < $4 THEN 1 ELSE
      extract(epoch FROM $3::timestamptz - $2::timestamptz)
        / greatest(extract(epoch FROM $3::timestamptz - min(at)), 1) END AS scale
    FROM seen GROUP BY owner)`;

/** What calls of late would be touched by a change: at most {@link ROWS_MAX} rows a question, or {@link ROWS_EACH_MIN} an id, by an index. */
export class ReachStore {
  readonly #manager: EntityManager;

  constructor(manager: EntityManager) {
    this.#manager = manager;
  }

  /** By the ledger, which has every attempt; copies of shadows are left out. */
  async measureUsage(question: UsageQuestion, now: Date): Promise<MeasuredReach> {
    const { by, ids, modelId, applicationId, apiKeyId } = question;
    const rowsMax = Math.max(Math.ceil(ROWS_MAX / Math.max(ids.length, 1)), ROWS_EACH_MIN);
    const [sums]: Sums[] = await this.#manager.query(usageSql(by, ids.length), [
      ids,
      new Date(now.getTime() - WEEK_MS),
      now,
      rowsMax,
      modelId ?? null,
      applicationId ?? null,
      apiKeyId ?? null,
    ]);
    return toReach(sums, true);
  }

  /** By the request log, which has refused calls too; each counts as often as its chance to be kept says. */
  async measureDecisions({ tenantId, names }: DecisionQuestion, now: Date): Promise<MeasuredReach> {
    const since = new Date(now.getTime() - WEEK_MS);
    const values = [tenantId, since, now, ROWS_MAX, names];
    const [sums]: Sums[] = await this.#manager.query(DECISIONS, values);
    return toReach(sums, false);
  }

  /** Targets of the provider, archived ones too: nodes may have called them in the last days. */
  async listTargetIds(providerId: string, limit: number): Promise<readonly string[]> {
    const rows: { id: string }[] = await this.#manager.query(
      'SELECT id FROM target WHERE provider_id = $1 ORDER BY id LIMIT $2',
      [providerId, limit],
    );
    return rows.map(({ id }) => id);
  }
}

const TOKENS = [
  'input_tokens',
  'output_tokens',
  'cached_read_tokens',
  'cached_write_tokens',
  'cached_write_long_tokens',
  'reasoning_tokens',
] as const;

function usageSql(by: UsageQuestion['by'], ownerCount: number): string {
  // Of a single owner that the planner sees it knows how many rows there are, and reads the newest by their index.
  const owners = ownerCount === 1 ? '(SELECT ($1::uuid[])[1] AS owner)' : 'unnest($1::uuid[])';
  const sums = TOKENS.map((column) => `sum(coalesce(${column}, 0)) AS ${column}`);
  const scaled = TOKENS.map((column) => {
    const name = column.replaceAll(/_(\w)/g, (_all, letter: string) => letter.toUpperCase());
    return `ceil(coalesce(sum(${column} * scale), 0))::bigint::text AS "${name}"`;
  });
  return `WITH seen AS (
      SELECT owner, event.* FROM ${owners} AS given (owner) CROSS JOIN LATERAL (
        SELECT request_id, tenant_id, application_id, at, ${TOKENS.join(', ')},
            ($5::uuid IS NULL OR model_id = $5) AND ($6::uuid IS NULL OR application_id = $6)
              AND ($7::uuid IS NULL OR api_key_id = $7) AND shadow IS NULL AS is_meant
          FROM usage_event WHERE ${by} = owner AND at >= $2 AND at <= $3
          ORDER BY at DESC LIMIT $4) AS event
    ), ${COVERED}, counted AS (
      SELECT owner, count(DISTINCT request_id) AS requests, count(*) AS attempts, ${sums.join(', ')}
        FROM seen WHERE is_meant GROUP BY owner
    )
    SELECT ceil(coalesce(sum(requests * scale), 0))::bigint::text AS requests,
        ceil(coalesce(sum(attempts * scale), 0))::bigint::text AS attempts, ${scaled.join(', ')},
        (SELECT count(DISTINCT application_id)::integer FROM seen WHERE is_meant) AS applications,
        (SELECT count(DISTINCT tenant_id)::integer FROM seen WHERE is_meant) AS tenants
      FROM counted JOIN covered USING (owner)`;
}

const DECISIONS = `WITH seen AS (
    SELECT tenant_id AS owner, application_id, at, 1 / coalesce(sample_rate, 1) AS weight,
        requested_route = ANY($5::text[]) AS is_meant
      FROM decision WHERE tenant_id = $1 AND at >= $2 AND at <= $3
      ORDER BY at DESC LIMIT $4
  ), ${COVERED}
  SELECT ceil(coalesce(sum(weight * scale), 0))::bigint::text AS requests,
      count(DISTINCT application_id)::integer AS applications,
      count(DISTINCT owner)::integer AS tenants
    FROM seen JOIN covered USING (owner) WHERE is_meant`;

function toReach(sums: Sums | undefined, hasTokens: boolean): MeasuredReach {
  const { requests = '0', applications = 0, tenants = 0, ...tokens } = sums ?? {};
  const read = (field: keyof UsedTokens) => BigInt(new Map(Object.entries(tokens)).get(field) ?? 0);
  const used = {
    attempts: read('attempts'),
    inputTokens: read('inputTokens'),
    outputTokens: read('outputTokens'),
    cachedReadTokens: read('cachedReadTokens'),
    cachedWriteTokens: read('cachedWriteTokens'),
    cachedWriteLongTokens: read('cachedWriteLongTokens'),
    reasoningTokens: read('reasoningTokens'),
  };
  return { requests: BigInt(requests), applications, tenants, used: hasTokens ? used : undefined };
}
