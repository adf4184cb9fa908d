import type { DecisionRecord } from '../../proto/generated/gatehouse/usage/v1/DecisionRecord.ts';
import type { UsageEvent } from '../../proto/generated/gatehouse/usage/v1/UsageEvent.ts';

/** What one settled request leaves behind: its decision, and one usage event for each attempt. */
export interface SettledRecord {
  readonly decision: DecisionRecord;
  readonly usageEvents: readonly UsageEvent[];
}

/** Where records go. `append` has handed them to the kernel when it returns. */
export interface SettledRecordSink {
  append(record: SettledRecord): void;
}
