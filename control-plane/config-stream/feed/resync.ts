import { Compilation } from '../../compile/compile-rows.ts';
import { Pace } from '../../compile/pace.ts';
import { type Difference, differenceOf } from '../../compile/view-difference.ts';
import type { Head } from '../../storage/configuration/head.ts';
import {
  ConfigurationReader,
  type RowSink,
  type StoredSecret,
} from '../../storage/configuration.ts';
import type { Logger } from '../../telemetry/logger.ts';
import type { Metrics } from '../../telemetry/metrics.ts';
import type { View } from '../view.ts';
import { differingSecrets } from './secret-difference.ts';

export interface ResyncParts {
  readonly databaseUrl: string;
  readonly view: View;
  /** What the feed holds beside the view. */
  readonly secrets: () => readonly StoredSecret[];
  readonly logger: Logger;
  readonly metrics: Metrics;
}

/** The whole configuration, read and compiled anew. */
interface Fresh {
  readonly head: Head;
  readonly resources: Difference;
  readonly secrets: readonly StoredSecret[];
}

const SHOWN_MAX = 10;

/**
 * Recomputes everything on a connection of its own, while the feed goes on, and compares it with the view and the secrets.
 * The feed tells what it changes meanwhile: that is left out, since the two were not read at the same moment.
 */
export class Resync {
  readonly #parts: ResyncParts;
  readonly #touched = new Set<string>();
  #phase: 'idle' | 'reading' | 'comparable' = 'idle';
  #fresh: Fresh | undefined;
  #running: Promise<void> | undefined;

  constructor(parts: ResyncParts) {
    this.#parts = parts;
  }

  /** Begins, unless one is under way. `onReady` is called when there is something to compare. */
  start(onReady: () => void): void {
    if (this.#phase !== 'idle') return;
    this.#phase = 'reading';
    this.#touched.clear();
    this.#running = this.#recompute()
      .then((fresh) => {
        if (this.#phase !== 'reading') return;
        this.#fresh = fresh;
        this.#phase = 'comparable';
        onReady();
      })
      .catch((error: unknown) => {
        this.#end('failed');
        this.#parts.logger.warn({ error }, 'the configuration could not be recomputed');
      })
      .finally(() => {
        this.#running = undefined;
      });
  }

  /** Keys of what the feed has changed in the view, or has left out of it, and names of secrets that it has read anew. */
  note(keys: Iterable<string>): void {
    if (this.#phase !== 'idle') for (const key of keys) this.#touched.add(key);
  }

  /** The feed holds a revision back, or has begun anew: the view is not what the database holds, and is not to be. */
  giveUp(): void {
    if (this.#phase === 'comparable') this.#end('inconclusive');
    else if (this.#phase === 'reading') this.#phase = 'idle';
  }

  /** Compares, when there is something to compare. Only between two reads of the feed. Gives whether they differ. */
  async compare(pace: Pace): Promise<boolean> {
    const fresh = this.#fresh;
    const { view, secrets, logger, metrics } = this.#parts;
    const { head } = view;
    if (fresh === undefined || this.#phase !== 'comparable' || head === undefined) return false;
    if (head.epoch === fresh.head.epoch && head.revision < fresh.head.revision) return false;
    if (head.epoch !== fresh.head.epoch) {
      this.#end('inconclusive');
      return false;
    }
    const difference = await pace.run(differenceOf(view.resources, fresh.resources, true));
    const names = differingSecrets(secrets(), fresh.secrets);
    const keys = [...difference.keys(), ...names].filter((key) => !this.#touched.has(key));
    this.#end(keys.length === 0 ? 'same' : 'different');
    if (keys.length === 0) return false;
    metrics.resyncDifferences.inc(keys.length);
    logger.error(
      { count: keys.length, keys: keys.slice(0, SHOWN_MAX) },
      'what nodes get is not what the database holds; everything is read anew',
    );
    return true;
  }

  /** Resolves when no connection is open any more. */
  async stop(): Promise<void> {
    this.giveUp();
    await this.#running;
  }

  #end(outcome: string): void {
    this.#phase = 'idle';
    this.#fresh = undefined;
    this.#parts.metrics.resyncs.inc({ outcome });
  }

  async #recompute(): Promise<Fresh> {
    const ignore = (): void => {};
    const reader = new ConfigurationReader(this.#parts.databaseUrl, ignore, ignore);
    try {
      await reader.connect();
      const compilation = new Compilation();
      const pace = new Pace();
      const sink: RowSink = (rows) => compilation.add(rows, pace);
      const { head, secrets = [] } = await reader.read(undefined, sink);
      return { head, resources: compilation.resources, secrets };
    } finally {
      await reader.close().catch(ignore);
    }
  }
}
