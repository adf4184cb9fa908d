import type { Logger } from '../telemetry/logger.ts';
import type { NodeMetrics } from '../telemetry/metrics.ts';
import type { HealthObserver } from '../upstream/health/target-health.ts';

/** Counts what happens to targets, and tells what an operator may want to know. */
export function createTargetObserver(metrics: NodeMetrics, logger: Logger): HealthObserver {
  return {
    out: (target, reason) => {
      metrics.targetEjections.inc({ reason });
      logger.warn({ target, reason }, 'a target is out');
    },
    closed: (target) => logger.info({ target }, 'the breaker of a target has closed'),
    forced: (reason) => metrics.targetsForced.inc({ reason }),
    retried: (reason) => metrics.retries.inc({ reason }),
    refused: () => metrics.retriesRefused.inc(),
  };
}
