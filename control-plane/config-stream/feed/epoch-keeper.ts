import { describeEpochRaise } from '../../domain/release.ts';
import type { ConfigurationEpochStore } from '../../storage/configuration/epoch.ts';
import type { Head } from '../../storage/configuration/head.ts';
import { PLATFORM, type Storage } from '../../storage/storage.ts';
import type { Logger } from '../../telemetry/logger.ts';
import type { Metrics } from '../../telemetry/metrics.ts';

/** A node cannot drive the epoch faster than this, whatever it says that it holds. */
const RAISE_INTERVAL_MS = 2_000;
/** No control plane ever gave more than this: such a node holds nonsense. */
const SANE_MAX = 2n ** 48n;
const ACTOR = { name: 'system', authenticatedBy: 'system' } as const;

/** Why an epoch was raised. */
type Cause = 'database' | 'history' | 'node';

const explanations: Readonly<Record<Cause, string>> = {
  database: 'the database is another cluster or on another timeline',
  history: 'a revision that was served is another one in the database',
  node: 'a node holds what is ahead of the database',
};

/** Raises the epoch when history was replaced. An alarm each time: somebody restored, or commits were lost. */
export class EpochKeeper {
  readonly #storage: Storage;
  readonly #logger: Logger;
  readonly #metrics: Metrics;
  #highest: Head | undefined;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;

  constructor(parts: {
    readonly storage: Storage;
    readonly logger: Logger;
    readonly metrics: Metrics;
  }) {
    this.#storage = parts.storage;
    this.#logger = parts.logger;
    this.#metrics = parts.metrics;
  }

  /** Compares the database with the one that it was; to be called before the first read of each connection. */
  async settle(): Promise<void> {
    await this.#raise('database', async (store) => {
      const { before, after } = await store.settle();
      return before === after ? undefined : after;
    });
  }

  /** The history up to `head` is not the one that was served. */
  async replaced(head: Head, served: Head): Promise<void> {
    await this.#raise('history', async (store) => {
      const above = await store.raiseAbove(served);
      return above ?? store.raise(head.epoch);
    });
  }

  /** Notes what a node holds that is ahead of the view. When it is ahead of the database too, the epoch is raised above it. */
  noteAhead(held: Head): void {
    if (held.epoch > SANE_MAX || held.revision > SANE_MAX) {
      this.#logger.error(
        { epoch: `${held.epoch}`, revision: `${held.revision}` },
        'a node says that it holds what no control plane gave; it is not believed',
      );
      return;
    }
    const highest = this.#highest;
    const isHigher =
      highest === undefined ||
      held.epoch > highest.epoch ||
      (held.epoch === highest.epoch && held.revision > highest.revision);
    if (isHigher) this.#highest = held;
    if (this.#timer !== undefined) return;
    this.#raiseAboveHighest();
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (this.#highest !== undefined) this.noteAhead(this.#highest);
    }, RAISE_INTERVAL_MS);
    this.#timer.unref();
  }

  async stop(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#running;
  }

  #raiseAboveHighest(): void {
    const held = this.#highest;
    if (held === undefined || this.#running !== undefined) return;
    this.#highest = undefined;
    this.#running = this.#raise('node', (store) => store.raiseAbove(held))
      .catch((error: unknown) => {
        this.#highest ??= held;
        this.#logger.warn({ error }, 'the epoch could not be compared with that of a node');
      })
      .finally(() => {
        this.#running = undefined;
      });
  }

  async #raise(
    cause: Cause,
    work: (store: ConfigurationEpochStore) => Promise<bigint | undefined>,
  ): Promise<void> {
    const { value: epoch } = await this.#storage.transaction(
      PLATFORM,
      ACTOR,
      async ({ audit, configurationEpoch }, trail) => {
        // Chains are locked before the revision's row, here as in every transaction that changes something.
        await audit.lockHeads([describeEpochRaise(undefined, explanations[cause])]);
        const after = await work(configurationEpoch);
        if (after !== undefined) trail.entries.push(describeEpochRaise(after, explanations[cause]));
        return after;
      },
    );
    if (epoch === undefined) return;
    this.#metrics.epochRaises.inc({ cause });
    this.#logger.error(
      { epoch: `${epoch}`, cause },
      `the epoch was raised: ${explanations[cause]}`,
    );
  }
}
