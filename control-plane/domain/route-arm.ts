import { DECISION_DAYS } from './decision.ts';
import { type Fault, invalidInput } from './errors.ts';

/** Which calls to compare. `from` is inclusive, `to` is not. */
export interface RouteArmFilter {
  readonly routeId: string;
  readonly from: Date;
  readonly to: Date;
}

/** Milliseconds, each of which was measured. */
export interface Percentiles {
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
}

/** What the attempts of one rule at one target came to. */
export interface RouteArm {
  readonly rule: string;
  readonly targetId: string;
  readonly attempts: bigint;
  readonly firstAttempts: bigint;
  /** Most frequent first. */
  readonly verdicts: readonly VerdictCount[];
  readonly firstTokenMs: Percentiles | null;
  readonly totalMs: Percentiles | null;
  readonly inputTokens: bigint;
  readonly outputTokens: bigint;
  /** Nano-USD. */
  readonly cost: bigint;
}

export interface VerdictCount {
  readonly verdict: string;
  readonly attempts: bigint;
}

/** Arms, busiest first. */
export interface RouteArmReport {
  readonly rows: readonly RouteArm[];
  readonly calls: bigint;
  readonly truncated: boolean;
}

const DAY_MS = 86_400_000;

/** @throws DomainError VALIDATION_FAILED when the span is empty or longer than decisions are kept */
export function checkRouteArmFilter({ from, to }: RouteArmFilter): void {
  const faults: Fault[] = [];
  const spanMs = to.getTime() - from.getTime();
  if (spanMs <= 0) faults.push({ path: 'filter.to', message: '`to` comes after `from`.' });
  if (spanMs > DECISION_DAYS * DAY_MS)
    faults.push({ path: 'filter.to', message: `Decisions are kept for ${DECISION_DAYS} days.` });
  if (faults.length > 0) throw invalidInput(faults);
}
