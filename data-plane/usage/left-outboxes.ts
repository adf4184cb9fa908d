import { rmdirSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import type { ControlPlaneDial } from '../config/stream/control-plane-dial.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { NodeMetrics } from '../telemetry/metrics.ts';
import { OUTBOX_LIMITS, Outbox, type OutboxObserver } from './outbox.ts';
import { UsageClient } from './usage-client.ts';

const POLL_MS = 1_000;

export interface LeftOutboxesOptions {
  readonly dial: ControlPlaneDial;
  /** In whose name they are delivered; the records say themselves whose they are. */
  readonly nodeId: string;
  readonly logger: Logger;
  readonly metrics: NodeMetrics;
  readonly observer: OutboxObserver;
  /** In [0, 1). */
  readonly draw: () => number;
}

interface Left {
  readonly directory: string;
  readonly outbox: Outbox;
  readonly client: UsageClient;
}

/**
 * Delivers what processes have left in their outboxes that are no more, as after a change of the number of workers, and
 * removes each when the control plane has all of it.
 */
export class LeftOutboxes {
  readonly #options: LeftOutboxesOptions;
  readonly #left = new Set<Left>();
  #timer: NodeJS.Timeout | undefined;

  constructor(options: LeftOutboxesOptions) {
    this.#options = options;
  }

  /** Begins to deliver. One that cannot be opened is told and stays as it is. */
  start(directories: readonly string[]): void {
    for (const directory of directories) this.#open(directory);
    if (this.#left.size > 0) this.#timer = setInterval(() => this.#look(), POLL_MS);
  }

  /** What is not delivered waits for the next start. */
  async stop(): Promise<void> {
    clearInterval(this.#timer);
    for (const { client, outbox } of this.#left) {
      await client.stop();
      outbox.close();
    }
    this.#left.clear();
  }

  #open(directory: string): void {
    const { observer, logger } = this.#options;
    try {
      const outbox = new Outbox({ directory, limits: OUTBOX_LIMITS, observer });
      const client = new UsageClient({ ...this.#options, outbox, onPending: () => undefined });
      client.start();
      this.#left.add({ directory, outbox, client });
      logger.info({ directory, bytes: outbox.pendingBytes }, 'delivering an outbox that was left');
    } catch (err) {
      logger.error({ err, directory }, 'an outbox that was left cannot be delivered');
    }
  }

  #look(): void {
    for (const left of this.#left)
      if (left.outbox.pendingBytes === 0) {
        this.#left.delete(left);
        void this.#remove(left);
      }
    if (this.#left.size === 0) clearInterval(this.#timer);
  }

  async #remove({ directory, outbox, client }: Left): Promise<void> {
    await client.stop();
    outbox.close();
    try {
      rmSync(directory, { recursive: true, force: true });
      rmdirSync(dirname(directory));
    } catch {
      // The directory of the node itself holds its workers, and stays.
    }
    this.#options.logger.info({ directory }, 'an outbox that was left is delivered');
  }
}
