import type { DecisionRecord } from '../../proto/generated/gatehouse/usage/v1/DecisionRecord.ts';
import type { UsageEvent } from '../../proto/generated/gatehouse/usage/v1/UsageEvent.ts';

/**
 * What one settled request leaves behind: its decision, unless it was not sampled, and one usage event for each attempt. A copy of
 * it leaves a usage event alone.
 */
export interface SettledRecord {
  readonly decision: DecisionRecord | undefined;
  readonly usageEvents: readonly UsageEvent[];
}

/** `notable` is what somebody will ask about: refusals, failures, findings, reroutes and further attempts. */
export type DecisionWeight = 'ordinary' | 'notable';

/** Says of each decision whether it is kept. */
export interface DecisionChoice {
  /** The chance with which a decision that is kept was kept, at most 1; 0 for one that is not kept. */
  keep(weight: DecisionWeight): number;
}

/** Where records go. */
export interface SettledRecordSink {
  append(record: SettledRecord): void;
}
