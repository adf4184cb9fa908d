import type { BudgetDesk } from '../budgets/budget-desk.ts';
import { createSettle, type Settle } from '../pipeline/settle.ts';
import type { NodeMetrics } from '../telemetry/metrics.ts';
import { systemClock } from '../upstream/clock.ts';
import { DecisionSampling } from '../usage/decision-sampling.ts';
import type { SettledRecordSink } from '../usage/settled-record.ts';
import type { CallPathParts } from './call-path-parts.ts';

/** The finaliser of calls: what they leave goes to `records`. */
export function createSettling(
  { settings, metrics, fingerprinter }: CallPathParts,
  records: SettledRecordSink,
  budgets: BudgetDesk,
): Settle {
  const { nodeId, region: nodeRegion, decisionsPerSecond } = settings;
  const sampling = createSampling(decisionsPerSecond, metrics);
  const clock = systemClock;
  return createSettle({ records, sampling, nodeId, nodeRegion, clock, fingerprinter, budgets });
}

/** Counts by children made once, so that a decision that is left out allocates nothing. */
function createSampling(perSecond: number, { decisionsLeftOut }: NodeMetrics): DecisionSampling {
  const counters = {
    ordinary: decisionsLeftOut.labels('ordinary'),
    notable: decisionsLeftOut.labels('notable'),
  };
  return new DecisionSampling({
    perSecond,
    monotonicMs: systemClock.monotonicMs,
    draw: Math.random,
    onLeftOut: (weight) => counters[weight].inc(),
  });
}
