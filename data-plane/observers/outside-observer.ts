import type { OutsideObserver } from '../inspect/outside/outside-detectors.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { NodeMetrics } from '../telemetry/metrics.ts';

const MS_PER_S = 1_000;

/** Counts what becomes of questions to outside detectors, and tells when one is given up and taken back. */
export function createOutsideObserver(metrics: NodeMetrics, logger: Logger): OutsideObserver {
  return {
    asked: (outcome, tookMs) => {
      metrics.outsideDetections.inc({ outcome });
      metrics.outsideDetectionSeconds.observe(tookMs / MS_PER_S);
    },
    breakerMoved: ({ id, name, tenantId }, state) => {
      const about = { detector: id, name, tenantId, state };
      if (state === 'open') logger.warn(about, 'an outside detector fails and is not asked');
      else if (state === 'closed') logger.info(about, 'an outside detector is asked again');
    },
  };
}
