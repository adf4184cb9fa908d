import type { Logger } from '../../telemetry/logger.ts';
import type { NodeMetrics } from '../../telemetry/metrics.ts';
import { FullReading, type ReadingOptions } from './full-reading.ts';

/** After a thread was lost: so long the loop reads everything itself. */
const RETRY_AFTER_MS = 600_000;

/** What readings are begun with. */
export interface FullReadingsOptions extends ReadingOptions {
  readonly logger: Logger;
  readonly metrics: NodeMetrics;
  /** Of a clock that never goes back. */
  readonly nowMs: () => number;
}

/** Begins readings in threads, and none for ten minutes after one was lost: whatever ends threads must not keep a node from its updates. */
export class FullReadings {
  readonly #options: FullReadingsOptions;
  #lostAtMs = Number.NEGATIVE_INFINITY;

  constructor(options: FullReadingsOptions) {
    this.#options = options;
  }

  /** Undefined when the loop is to read the update itself. */
  open(): FullReading | undefined {
    if (this.#options.nowMs() - this.#lostAtMs < RETRY_AFTER_MS) return undefined;
    try {
      return new FullReading(this.#options);
    } catch (error) {
      this.noteLoss(error);
      return undefined;
    }
  }

  noteLoss(err: unknown): void {
    this.#lostAtMs = this.#options.nowMs();
    this.#options.metrics.config.readingsLost.inc();
    this.#options.logger.error({ err }, 'the thread that reads a full update was lost');
  }
}
