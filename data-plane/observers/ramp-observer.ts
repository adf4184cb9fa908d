import type { RampWatchOptions } from '../routing/ramp-watch.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { NodeMetrics } from '../telemetry/metrics.ts';

/** Counts and tells that a ramp was halted: once, since a halt stays. */
export function createRampObserver(
  metrics: NodeMetrics,
  logger: Logger,
): NonNullable<RampWatchOptions['onHalt']> {
  return ({ rampId, reason, measured, allowed }) => {
    metrics.rampHalts.inc({ reason });
    logger.error(
      { rampId, reason, measured, allowed },
      'a ramp has left its bounds and is halted: all callers are back with the old target',
    );
  };
}
