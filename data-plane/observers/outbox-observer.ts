import type { Logger } from '../telemetry/logger.ts';
import type { NodeMetrics } from '../telemetry/metrics.ts';
import type { OutboxObserver } from '../usage/outbox.ts';

const LOG_INTERVAL_MS = 10_000;

/** Counts what happens in the outbox; failures are logged at most every 10 s, because a full disk fails each call. */
export function createOutboxObserver(metrics: NodeMetrics, logger: Logger): OutboxObserver {
  let loggedAtMs = Number.NEGATIVE_INFINITY;
  const log = (fields: object, line: string): void => {
    const nowMs = performance.now();
    if (nowMs - loggedAtMs < LOG_INTERVAL_MS) return;
    loggedAtMs = nowMs;
    logger.error(fields, line);
  };
  return {
    appended: ({ usage, decision }) => {
      metrics.outboxRecords.inc({ kind: 'usage' }, usage);
      metrics.outboxRecords.inc({ kind: 'decision' }, decision);
    },
    dropped: (kind, count, reason) => {
      metrics.outboxDropped.inc({ kind, reason }, count);
      log({ kind, count, reason }, 'records were lost from the outbox');
    },
    failed: (error) => {
      metrics.outboxWriteFailures.inc();
      log({ err: error }, 'the outbox failed');
    },
  };
}
