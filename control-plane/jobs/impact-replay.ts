import type { Logger } from '../telemetry/logger.ts';
import type { Metrics } from '../telemetry/metrics.ts';

const INTERVAL_MS = 500;

/** The part of the runner that this needs. */
export interface ReplayRunner {
  runNext(now: () => Date, isStopping: () => boolean): Promise<TakenReplay | undefined>;
}

interface TakenReplay {
  readonly outcome: string;
  readonly requestCount: number;
  readonly error?: unknown;
}

export interface ImpactReplayParts {
  readonly runner: ReplayRunner;
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/**
 * Replays change requests that wait for it, one at a time in each replica. No lease: whoever takes one holds it, and the others pass
 * it over.
 */
export class ImpactReplay {
  readonly #parts: ImpactReplayParts;
  #isStopping = false;
  #running: Promise<void> | undefined;

  constructor(parts: ImpactReplayParts) {
    this.#parts = parts;
  }

  /** Replays all that waits. Gives how many there were. */
  async runAll(): Promise<number> {
    const { runner, metrics, logger } = this.#parts;
    for (let count = 0; ; count += 1) {
      const taken = this.#isStopping
        ? undefined
        : await runner.runNext(
            () => new Date(),
            () => this.#isStopping,
          );
      if (taken === undefined) return count;
      metrics.impactReplays.inc({ outcome: taken.outcome });
      metrics.impactRequests.inc(taken.requestCount);
      if (taken.error !== undefined)
        logger.error(
          { error: taken.error },
          'the impact of a change request could not be replayed',
        );
    }
  }

  /** Looks twice a second. Returns the way to stop, which gives back what runs, for another replica to go on with at once. */
  start(): () => Promise<void> {
    const timer = setInterval(() => {
      this.#running ??= this.#look().finally(() => {
        this.#running = undefined;
      });
    }, INTERVAL_MS);
    timer.unref();
    return async () => {
      clearInterval(timer);
      this.#isStopping = true;
      await this.#running;
    };
  }

  async #look(): Promise<void> {
    await this.runAll().catch((error: unknown) =>
      this.#parts.logger.warn({ error }, 'the impact of changes waits; it tries again'),
    );
  }
}
