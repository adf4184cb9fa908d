import type { NodeMetrics } from '../telemetry/metrics.ts';
import type { SettledRecord, SettledRecordSink } from '../usage/settled-record.ts';

const MS_PER_S = 1_000;

/** Counts what settled calls say, and passes them on. */
export class ObservedSink implements SettledRecordSink {
  readonly #sink: SettledRecordSink;
  readonly #metrics: NodeMetrics;

  constructor(sink: SettledRecordSink, metrics: NodeMetrics) {
    this.#sink = sink;
    this.#metrics = metrics;
  }

  append(record: SettledRecord): void {
    this.#sink.append(record);
    const { decision } = record;
    const door = decision.door ?? '';
    const metrics = this.#metrics;
    metrics.requests.inc({
      door,
      outcome: decision.outcome ?? '',
      error: decision.errorCode ?? '',
    });
    metrics.requestSeconds.observe({ door }, (decision.totalMs ?? 0) / MS_PER_S);
    const firstTokenMs = decision.firstTokenMs ?? 0;
    if (firstTokenMs > 0) metrics.firstTokenSeconds.observe({ door }, firstTokenMs / MS_PER_S);
    for (const { verdict } of decision.attempts ?? [])
      metrics.attempts.inc({ verdict: verdict ?? '' });
    metrics.costNanoUsd.inc(Number(decision.costNanoUsd ?? 0));
  }
}
