import { type Fault, invalidInput } from './errors.ts';

export type { BilledUsage } from '../../policy/price.ts';

/** What one attempt at one target cost. Tokens are counts, cost is nano-USD. */
export interface UsageEvent {
  readonly requestId: string;
  readonly attempt: number;
  readonly at: Date;
  readonly tenantId: string;
  readonly applicationId: string;
  /** Empty for a call with a token; the next two are empty for one with a key. */
  readonly apiKeyId: string;
  readonly tokenIssuerId: string;
  readonly tokenSubject: string;
  readonly routeId: string;
  readonly targetId: string;
  readonly modelId: string;
  readonly feature: string;
  readonly featureClaimed: boolean;
  readonly workload: string;
  readonly inputTokens: bigint;
  readonly outputTokens: bigint;
  readonly cachedReadTokens: bigint;
  readonly cachedWriteTokens: bigint;
  readonly cachedWriteLongTokens: bigint;
  readonly reasoningTokens: bigint;
  readonly estimated: boolean;
  readonly costNanoUsd: bigint;
  readonly unpriced: boolean;
  readonly outcome: string;
  /** Names the price of the target that it was charged at; null when there was none, and from older nodes. */
  readonly priceEffectiveFrom: Date | null;
  /** Input tokens above which the tier of that price holds; 0 when the price itself held. */
  readonly priceTier: number;
  /** What it came to, where it is a copy that a shadow made; null for an attempt of the request itself. */
  readonly shadow: ShadowFacts | null;
  /** Grant that it was made under; empty when there was none, and from older nodes. */
  readonly grantId: string;
}

/** A copy of a request beside the reply that its caller had. Times are milliseconds; 0 means that there was none. */
export interface ShadowFacts {
  readonly verdict: string;
  /** Status of the provider's reply; 0 when there was none. */
  readonly status: number;
  readonly firstTokenMs: number;
  readonly totalMs: number;
  /** Empty when it is not known. */
  readonly finishReason: string;
  readonly finish: ShadowFinish;
  readonly toolCalls: ShadowToolCalls;
}

export type ShadowFinish = 'same' | 'different' | 'unknown';
export type ShadowToolCalls = 'none' | 'same' | 'same_tools' | 'different' | 'unknown';

export const shadowFinishes: readonly ShadowFinish[] = ['same', 'different', 'unknown'];
export const shadowToolCalls: readonly ShadowToolCalls[] = [
  'none',
  'same',
  'same_tools',
  'different',
  'unknown',
];

/** A copy of one request, as the ledger has it. */
export interface DecisionShadow extends ShadowFacts {
  readonly requestId: string;
  readonly targetId: string;
  readonly inputTokens: bigint;
  readonly outputTokens: bigint;
  readonly cost: bigint;
}

export type UsageDimension = 'DAY' | 'APPLICATION' | 'FEATURE' | 'MODEL' | 'PRICE';

/** Which usage to sum; what is undefined does not narrow. `from` is inclusive, `to` is not. */
export interface UsageFilter {
  readonly tenantId: string | undefined;
  readonly applicationId: string | undefined;
  readonly modelId: string | undefined;
  readonly feature: string | undefined;
  readonly from: Date;
  readonly to: Date;
}

/** Sums of usage; a dimension that was not asked for is null. */
export interface UsageRow {
  readonly day: string | null;
  readonly applicationId: string | null;
  readonly feature: string | null;
  readonly featureClaimed: boolean | null;
  readonly modelId: string | null;
  readonly targetId: string | null;
  readonly priceEffectiveFrom: Date | null;
  readonly priceTier: number | null;
  readonly requests: bigint;
  readonly attempts: bigint;
  readonly inputTokens: bigint;
  readonly outputTokens: bigint;
  readonly cachedReadTokens: bigint;
  readonly cachedWriteTokens: bigint;
  readonly cachedWriteLongTokens: bigint;
  readonly reasoningTokens: bigint;
  readonly cost: bigint;
  readonly estimatedAttempts: bigint;
  readonly unpricedAttempts: bigint;
  readonly shadowAttempts: bigint;
  readonly shadowCost: bigint;
}

/** A report: rows by day, newest first, then by cost. */
export interface UsageReport {
  readonly rows: readonly UsageRow[];
  readonly truncated: boolean;
  readonly total: UsageRow;
}

const DAY_MS = 86_400_000;
const SPAN_DAYS_MAX = 400;

/** @throws DomainError VALIDATION_FAILED when the span is empty or longer than 400 days */
export function checkUsageFilter({ from, to }: UsageFilter): void {
  const faults: Fault[] = [];
  const spanMs = to.getTime() - from.getTime();
  if (spanMs <= 0) faults.push({ path: 'filter.to', message: '`to` comes after `from`.' });
  if (spanMs > SPAN_DAYS_MAX * DAY_MS)
    faults.push({ path: 'filter.to', message: `A report spans at most ${SPAN_DAYS_MAX} days.` });
  if (faults.length > 0) throw invalidInput(faults);
}
