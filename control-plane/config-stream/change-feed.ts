import { Compilation } from '../compile/compile-rows.ts';
import { Pace } from '../compile/pace.ts';
import type { Head, StampedHead } from '../storage/configuration/head.ts';
import { ConfigurationReader, type StoredSecret } from '../storage/configuration.ts';
import type { Storage } from '../storage/storage.ts';
import type { Logger } from '../telemetry/logger.ts';
import type { Metrics } from '../telemetry/metrics.ts';
import { EpochKeeper } from './feed/epoch-keeper.ts';
import { ReleaseLedger } from './feed/release-ledger.ts';
import { Releaser } from './feed/releaser.ts';
import { Resync } from './feed/resync.ts';
import { differingSecrets } from './feed/secret-difference.ts';
import type { PoolViews } from './pool-views.ts';

/** A notification is a hint that may be lost: the head is asked for this often all the same. */
const POLL_MS = 1_000;
const RECONNECT_MS = { first: 100, max: 5_000 } as const;
/** Everything is recomputed and compared this often. Source: architecture, section 3. */
const RESYNC_MS = 300_000;

export interface ChangeFeedParts {
  readonly databaseUrl: string;
  readonly views: PoolViews;
  readonly storage: Storage;
  readonly logger: Logger;
  readonly metrics: Metrics;
  /** Called after the view has moved, or the secrets have; says whether the secrets have. */
  readonly onMoved: (secretsMoved: boolean) => void;
  /** Time between two recomputations, in milliseconds; 300,000 when it is not given. */
  readonly resyncMs?: number;
  /** Time between two looks at the head that nothing hinted at; {@link POLL_MS} when it is not given. */
  readonly pollMs?: number;
}

/**
 * Keeps a view equal to the database: reads when a commit is hinted at, and each second whether or not. Losing the database
 * leaves the view as it is; it catches up by itself. One read at a time; many hints in a row cost one more read.
 */
export class ChangeFeed {
  readonly #parts: ChangeFeedParts;
  readonly #epochs: EpochKeeper;
  readonly #ledger: ReleaseLedger;
  readonly #releaser: Releaser;
  readonly #resync: Resync;
  #reader: ConfigurationReader | undefined;
  /** What the view holds; undefined when only everything will do. */
  #position: StampedHead | undefined;
  /** The last head that was looked at: it is in the view, or held back. */
  #seen: StampedHead | undefined;
  #isRepair = false;
  /** The first read is of everything: another build may compile the same rows to other bytes. */
  #wantsAll = true;
  #secrets: readonly StoredSecret[] = [];
  #timer: NodeJS.Timeout | undefined;
  #resyncTimer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #wantsAnother = false;
  #failureCount = 0;
  #stopped = false;

  constructor(parts: ChangeFeedParts) {
    this.#parts = parts;
    this.#epochs = new EpochKeeper(parts);
    this.#ledger = new ReleaseLedger(parts.storage, parts.logger);
    this.#releaser = new Releaser({ ...parts, ledger: this.#ledger });
    this.#resync = new Resync({
      ...parts,
      view: parts.views.whole,
      secrets: () => this.#secrets,
    });
  }

  /** Sealed under the master key, as they are stored. */
  get secrets(): readonly StoredSecret[] {
    return this.#secrets;
  }

  /** Resolves after the first read. @throws Error when the database cannot be read */
  async start(): Promise<void> {
    this.#running = this.#begin().finally(() => {
      this.#running = undefined;
    });
    await this.#running;
    // What was hinted at meanwhile has waited.
    this.#schedule(this.#wantsAnother ? 0 : this.#pollMs);
    this.#resyncTimer = setInterval(
      () => this.#resync.start(() => this.#wake()),
      this.#parts.resyncMs ?? RESYNC_MS,
    );
    this.#resyncTimer.unref();
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    clearInterval(this.#resyncTimer);
    await this.#running?.catch(() => {});
    await this.#reader?.close().catch(() => {});
    await this.#resync.stop();
    await this.#epochs.stop();
    await this.#ledger.stop();
  }

  get #pollMs(): number {
    return this.#parts.pollMs ?? POLL_MS;
  }

  /**
   * What a node says that it holds. When that is ahead of the view, this replica is late or history was lost. Before the first
   * read there is nothing to compare with but the database, and a node says it once a stream.
   */
  noteHeld(held: Head): void {
    const { head } = this.#parts.views.whole;
    if (head !== undefined && !isAfter(held, head)) return;
    this.#epochs.noteAhead(held);
    if (head !== undefined) this.#wake();
  }

  async #begin(): Promise<void> {
    this.#position = await this.#releaser.restore(new Pace());
    await this.#connect();
    await this.#read();
    // The history of the last release is another one: then the second read begins anew.
    if (this.#seen === undefined) await this.#read();
  }

  async #connect(): Promise<void> {
    const reader = new ConfigurationReader(
      this.#parts.databaseUrl,
      () => this.#wake(),
      () => this.#lose(reader),
    );
    try {
      await reader.connect();
      await reader.listen();
      // Another database may answer under the same name, as after a failover.
      await this.#epochs.settle();
    } catch (error) {
      await reader.close().catch(() => {});
      throw error;
    }
    this.#reader = reader;
  }

  async #drop(): Promise<void> {
    const reader = this.#reader;
    this.#reader = undefined;
    await reader?.close().catch(() => {});
  }

  #lose(reader: ConfigurationReader): void {
    if (this.#reader !== reader) return;
    this.#reader = undefined;
    this.#parts.logger.warn('the connection of the change feed is lost; nodes keep what they have');
    this.#schedule(RECONNECT_MS.first);
  }

  #schedule(delayMs: number): void {
    if (this.#stopped) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#wake(), delayMs);
  }

  #wake(): void {
    if (this.#stopped) return;
    if (this.#running !== undefined) {
      this.#wantsAnother = true;
      return;
    }
    this.#running = this.#catchUp().finally(() => {
      this.#running = undefined;
      if (!this.#wantsAnother) return;
      this.#wantsAnother = false;
      this.#wake();
    });
  }

  async #catchUp(): Promise<void> {
    try {
      if (this.#reader === undefined) await this.#connect();
      await this.#read();
      if (await this.#resync.compare(new Pace())) await this.#mend();
      this.#failureCount = 0;
      this.#schedule(this.#pollMs);
    } catch (error) {
      // A connection on which a read has failed may be dead without having said so.
      await this.#drop();
      this.#failureCount += 1;
      const delayMs = Math.min(RECONNECT_MS.first * 2 ** this.#failureCount, RECONNECT_MS.max);
      this.#parts.logger.warn({ error, delayMs }, 'the change feed could not read; it tries again');
      this.#schedule(delayMs);
    }
  }

  async #mend(): Promise<void> {
    this.#position = undefined;
    this.#seen = undefined;
    this.#isRepair = true;
    await this.#read();
  }

  async #read(): Promise<void> {
    const reader = this.#reader;
    if (reader === undefined) throw new Error('the change feed is not connected');
    const present = await reader.readHead();
    this.#parts.metrics.headSeenAt.set(Date.now() / 1_000);
    if (isSameHead(present, this.#seen)) return;
    const startedMs = performance.now();
    const pace = new Pace();
    const compilation = new Compilation();
    const read = await reader.read(
      this.#position,
      (rows) => this.#compile(compilation, rows, pace),
      this.#wantsAll,
    );
    this.#parts.metrics.readSeconds.observe((performance.now() - startedMs) / 1_000);
    if (read.historyReplaced && this.#position !== undefined) {
      await this.#epochs.replaced(read.head, this.#position);
      // Numbers of the old history mean nothing any more: everything is compared, under the new epoch.
      this.#position = undefined;
      this.#wantsAnother = true;
      return;
    }
    if (read.secrets !== undefined) this.#takeSecrets(read.secrets);
    const compiled = { read, compilation, isRepair: this.#isRepair };
    const { released, moved, difference } = await this.#releaser.offer(compiled, pace);
    this.#seen = read.head;
    if (released) {
      this.#position = read.head;
      this.#isRepair = false;
      this.#wantsAll = false;
      this.#resync.note(difference.keys());
      for (const { keys } of read.changes) this.#resync.note(keys);
    } else this.#resync.giveUp();
    if (moved || read.secrets !== undefined) this.#parts.onMoved(read.secrets !== undefined);
  }

  #takeSecrets(secrets: readonly StoredSecret[]): void {
    this.#resync.note(differingSecrets(this.#secrets, secrets));
    this.#secrets = secrets;
  }

  async #compile(
    compilation: Compilation,
    rows: Parameters<Compilation['add']>[0],
    pace: Pace,
  ): Promise<void> {
    const { metrics } = this.#parts;
    const startedMs = performance.now();
    await compilation.add(rows, pace);
    metrics.compileSeconds.observe((performance.now() - startedMs) / 1_000);
    metrics.readRows.inc(rows.length);
  }
}

function isAfter(left: Head, right: Head): boolean {
  return left.epoch === right.epoch ? left.revision > right.revision : left.epoch > right.epoch;
}

function isSameHead(left: StampedHead, right: StampedHead | undefined): boolean {
  return (
    left.epoch === right?.epoch && left.revision === right.revision && left.stamp === right.stamp
  );
}
