import type { EntityManager } from 'typeorm';
import type { ModelUser } from '../domain/model.ts';
import type {
  BilledUsage,
  DecisionShadow,
  ShadowFacts,
  UsageDimension,
  UsageEvent,
  UsageFilter,
  UsageReport,
  UsageRow,
} from '../domain/usage.ts';

import type { EventKey } from './money/budget-account.ts';

const REPORT_ROWS_MAX = 1_000;

/** Dimension -> the columns that it groups by. */
const groupings: Readonly<Record<UsageDimension, readonly string[]>> = {
  DAY: [`to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD')`],
  APPLICATION: ['application_id'],
  FEATURE: ['feature', 'feature_claimed'],
  MODEL: ['model_id'],
  PRICE: ['target_id', 'price_effective_from', 'coalesce(price_tier, 0)'],
};

const SUMS = `count(DISTINCT request_id) AS requests, count(*) AS attempts,
  coalesce(sum(input_tokens), 0) AS "inputTokens", coalesce(sum(output_tokens), 0) AS "outputTokens",
  coalesce(sum(cached_read_tokens), 0) AS "cachedReadTokens",
  coalesce(sum(cached_write_tokens), 0) AS "cachedWriteTokens",
  coalesce(sum(cached_write_long_tokens), 0) AS "cachedWriteLongTokens",
  coalesce(sum(reasoning_tokens), 0) AS "reasoningTokens", coalesce(sum(cost_nano_usd), 0) AS cost,
  count(*) FILTER (WHERE estimated) AS "estimatedAttempts",
  count(*) FILTER (WHERE unpriced) AS "unpricedAttempts",
  count(shadow) AS "shadowAttempts",
  coalesce(sum(cost_nano_usd) FILTER (WHERE shadow IS NOT NULL), 0) AS "shadowCost"`;

const NARROWED = `FROM usage_event WHERE at >= $1 AND at < $2
  AND ($3::uuid IS NULL OR tenant_id = $3) AND ($4::uuid IS NULL OR application_id = $4)
  AND ($5::uuid IS NULL OR model_id = $5) AND ($6::text IS NULL OR feature = $6)`;

/** Sums as they arrive: 64-bit integers and numerics are decimal strings. */
type SumRow = { readonly [Field in keyof UsageRow]: string | number | boolean | Date | null };

/** 64-bit integers as they arrive. */
type UsersSums = { readonly [Field in 'requests' | 'attempts' | 'cost']: string };
type UsageSums = { readonly [Field in 'inputTokens' | 'outputTokens' | 'cost']: string };

/** Table `usage_event`: one row for each attempt and each copy, the ledger of what was used. */
export class UsageStore {
  readonly #manager: EntityManager;

  constructor(manager: EntityManager) {
    this.#manager = manager;
  }

  /** Inserts what is not there yet, by (request id, attempt). Gives the keys of what was inserted. */
  async insert(events: readonly UsageEvent[]): Promise<readonly EventKey[]> {
    const rows = events.map((event) => ({
      request_id: event.requestId,
      attempt: event.attempt,
      at: event.at,
      tenant_id: event.tenantId,
      application_id: event.applicationId,
      api_key_id: event.apiKeyId || null,
      token_issuer_id: event.tokenIssuerId || null,
      token_subject: event.tokenSubject || null,
      route_id: event.routeId,
      target_id: event.targetId,
      model_id: event.modelId,
      feature: event.feature,
      feature_claimed: event.featureClaimed,
      workload: event.workload,
      input_tokens: event.inputTokens.toString(),
      output_tokens: event.outputTokens.toString(),
      cached_read_tokens: event.cachedReadTokens.toString(),
      cached_write_tokens: event.cachedWriteTokens.toString(),
      cached_write_long_tokens: event.cachedWriteLongTokens.toString(),
      reasoning_tokens: event.reasoningTokens.toString(),
      estimated: event.estimated,
      cost_nano_usd: event.costNanoUsd.toString(),
      unpriced: event.unpriced,
      outcome: event.outcome,
      price_effective_from: event.priceEffectiveFrom,
      price_tier: event.priceTier,
      shadow: event.shadow,
      grant_id: event.grantId || null,
    }));
    return this.#manager.query(
      `INSERT INTO usage_event SELECT * FROM jsonb_populate_recordset(NULL::usage_event, $1)
        ON CONFLICT ON CONSTRAINT usage_event_pkey DO NOTHING
        RETURNING request_id AS "requestId", attempt`,
      [JSON.stringify(rows)],
    );
  }

  /** What the answered attempts of the requests used: one each. */
  async listAnswered(requestIds: readonly string[]): Promise<ReadonlyMap<string, BilledUsage>> {
    const rows: (BilledUsage & { readonly requestId: string })[] = await this.#manager.query(
      `SELECT DISTINCT ON (request_id) request_id AS "requestId",
          input_tokens::float8 AS "inputTokens", output_tokens::float8 AS "outputTokens",
          cached_read_tokens::float8 AS "cachedReadTokens",
          cached_write_tokens::float8 AS "cachedWriteTokens",
          coalesce(cached_write_long_tokens, 0)::float8 AS "cachedWriteLongTokens",
          reasoning_tokens::float8 AS "reasoningTokens"
        FROM usage_event WHERE request_id = ANY($1) AND shadow IS NULL AND outcome = 'succeeded'
        ORDER BY request_id, attempt DESC`,
      [requestIds],
    );
    return new Map(rows.map(({ requestId, ...usage }) => [requestId, usage]));
  }

  /** Copies that shadows made of the requests. */
  async listShadows(requestIds: readonly string[]): Promise<readonly DecisionShadow[]> {
    const rows: (UsageSums &
      Pick<DecisionShadow, 'requestId' | 'targetId'> & {
        readonly shadow: ShadowFacts;
      })[] = await this.#manager.query(
      `SELECT request_id AS "requestId", target_id AS "targetId", input_tokens AS "inputTokens",
          output_tokens AS "outputTokens", cost_nano_usd AS cost, shadow
        FROM usage_event WHERE request_id = ANY($1) AND shadow IS NOT NULL
        ORDER BY request_id, attempt`,
      [requestIds],
    );
    return rows.map(({ shadow, inputTokens, outputTokens, cost, ...row }) => ({
      ...row,
      ...shadow,
      inputTokens: BigInt(inputTokens),
      outputTokens: BigInt(outputTokens),
      cost: BigInt(cost),
    }));
  }

  /** Applications that used the model, most requests first. */
  async listModelUsers(modelId: string, since: Date, limit: number): Promise<readonly ModelUser[]> {
    const rows: (UsersSums & Omit<ModelUser, keyof UsersSums>)[] = await this.#manager.query(
      `SELECT tenant_id AS "tenantId", application_id AS "applicationId",
          count(DISTINCT request_id) AS requests, count(*) AS attempts,
          sum(cost_nano_usd) AS cost, max(at) AS "lastUsedAt"
        FROM usage_event WHERE model_id = $1 AND at >= $2 AND shadow IS NULL
        GROUP BY 1, 2 ORDER BY count(DISTINCT request_id) DESC, 2 LIMIT $3`,
      [modelId, since, limit],
    );
    return rows.map(({ requests, attempts, cost, ...row }) => ({
      ...row,
      requests: BigInt(requests),
      attempts: BigInt(attempts),
      cost: BigInt(cost),
    }));
  }

  async report(filter: UsageFilter, by: readonly UsageDimension[]): Promise<UsageReport> {
    const parameters = [
      filter.from,
      filter.to,
      filter.tenantId ?? null,
      filter.applicationId ?? null,
      filter.modelId ?? null,
      filter.feature ?? null,
    ];
    const rows: SumRow[] = await this.#manager.query(reportSql(by), parameters);
    const [total]: SumRow[] = await this.#manager.query(reportSql([]), parameters);
    return {
      rows: rows.slice(0, REPORT_ROWS_MAX).map(toUsageRow),
      truncated: rows.length > REPORT_ROWS_MAX,
      total: toUsageRow(total),
    };
  }
}

function reportSql(by: readonly UsageDimension[]): string {
  const columns = [...new Set(by)].flatMap((dimension) => groupings[dimension]);
  const has = (dimension: UsageDimension) => by.includes(dimension);
  const selected = [
    `${has('DAY') ? groupings.DAY[0] : 'NULL'} AS day`,
    `${has('APPLICATION') ? 'application_id' : 'NULL'} AS "applicationId"`,
    `${has('FEATURE') ? 'feature' : 'NULL'} AS feature`,
    `${has('FEATURE') ? 'feature_claimed' : 'NULL'} AS "featureClaimed"`,
    `${has('MODEL') ? 'model_id' : 'NULL'} AS "modelId"`,
    `${has('PRICE') ? 'target_id' : 'NULL'} AS "targetId"`,
    `${has('PRICE') ? 'price_effective_from' : 'NULL'} AS "priceEffectiveFrom"`,
    `${has('PRICE') ? 'coalesce(price_tier, 0)' : 'NULL'} AS "priceTier"`,
    SUMS,
  ];
  const grouped = columns.length === 0 ? '' : `GROUP BY ${columns.join(', ')}`;
  return `SELECT ${selected.join(', ')} ${NARROWED} ${grouped}
    ORDER BY day DESC NULLS LAST, cost DESC LIMIT ${REPORT_ROWS_MAX + 1}`;
}

function toUsageRow(row: SumRow | undefined): UsageRow {
  const text = (value: SumRow[keyof SumRow] | undefined) =>
    typeof value === 'string' ? value : null;
  const sum = (value: SumRow[keyof SumRow] | undefined) => BigInt(text(value) ?? 0);
  return {
    day: text(row?.day),
    applicationId: text(row?.applicationId),
    feature: text(row?.feature),
    featureClaimed: typeof row?.featureClaimed === 'boolean' ? row.featureClaimed : null,
    modelId: text(row?.modelId),
    targetId: text(row?.targetId),
    priceEffectiveFrom: row?.priceEffectiveFrom instanceof Date ? row.priceEffectiveFrom : null,
    priceTier: typeof row?.priceTier === 'number' ? row.priceTier : null,
    requests: sum(row?.requests),
    attempts: sum(row?.attempts),
    inputTokens: sum(row?.inputTokens),
    outputTokens: sum(row?.outputTokens),
    cachedReadTokens: sum(row?.cachedReadTokens),
    cachedWriteTokens: sum(row?.cachedWriteTokens),
    cachedWriteLongTokens: sum(row?.cachedWriteLongTokens),
    reasoningTokens: sum(row?.reasoningTokens),
    cost: sum(row?.cost),
    estimatedAttempts: sum(row?.estimatedAttempts),
    unpricedAttempts: sum(row?.unpricedAttempts),
    shadowAttempts: sum(row?.shadowAttempts),
    shadowCost: sum(row?.shadowCost),
  };
}
