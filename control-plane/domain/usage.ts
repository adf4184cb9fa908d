import { type Fault, invalidInput } from './errors.ts';

/** What one attempt at one target cost. Tokens are counts, cost is nano-USD. */
export interface UsageEvent {
  readonly requestId: string;
  readonly attempt: number;
  readonly at: Date;
  readonly tenantId: string;
  readonly applicationId: string;
  readonly apiKeyId: string;
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
}

export type UsageDimension = 'DAY' | 'APPLICATION' | 'FEATURE' | 'MODEL';

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
