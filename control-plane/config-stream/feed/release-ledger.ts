import { ForkableMap } from '../../../proto/forkable-map.ts';
import { type CompiledResource, restoreResource } from '../../compile/compile-resource.ts';
import type { Pace } from '../../compile/pace.ts';
import type { Difference } from '../../compile/view-difference.ts';
import type { Head, StampedHead } from '../../storage/configuration/head.ts';
import type {
  AfterKey,
  ResourceVersionStore,
} from '../../storage/configuration/resource-version.ts';
import { resourceKey } from '../../storage/configuration.ts';
import { PLATFORM, type Storage, type Stores } from '../../storage/storage.ts';
import type { Logger } from '../../telemetry/logger.ts';

/** Rows and bytes of one statement. */
const BATCH = { rows: 500, bytes: 4 * 1_048_576 } as const;
const PAGE_ROWS = 2_000;
const RETRY_MS = { first: 500, max: 30_000 } as const;
const ACTOR = { name: 'system', authenticatedBy: 'system' } as const;

/** A view that nodes get, as it is noted. */
export interface Released {
  readonly head: StampedHead;
  readonly digest: Buffer;
  readonly resourceCount: number;
  readonly changed: Difference;
  /** The whole view, when it is not known what changed since it was noted last. */
  readonly whole: ForkableMap<CompiledResource> | undefined;
}

/** What the last release was made of. */
export interface RestoredRelease {
  readonly head: Head;
  /** Null when it was not noted. */
  readonly stamp: string | null;
  readonly digest: Buffer;
  readonly resources: ReadonlyMap<string, CompiledResource>;
}

/**
 * Writes down what was released and what was held, beside the feed: nodes never wait for it. One write at a time; what
 * comes meanwhile is written together. A write that fails is repeated until it is done; only the newest state of each
 * resource waits, so that what waits is never more than a view.
 */
export class ReleaseLedger {
  readonly #storage: Storage;
  readonly #logger: Logger;
  #waiting: Released | undefined;
  #holds: ((stores: Stores) => Promise<void>)[] = [];
  #running: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #failureCount = 0;
  #stopped = false;

  constructor(storage: Storage, logger: Logger) {
    this.#storage = storage;
    this.#logger = logger;
  }

  released(release: Released): void {
    this.#waiting = this.#waiting === undefined ? release : merge(this.#waiting, release);
    this.#start();
  }

  held(head: Head, good: Head | undefined, reasons: readonly string[]): void {
    // Of many that wait while the database is away, the newest is what operators need.
    this.#holds = [({ heldRevisions }) => heldRevisions.hold(head, good, reasons)];
    this.#start();
  }

  /** The last release with all its resources; undefined when there is none. */
  async restore(pace: Pace): Promise<RestoredRelease | undefined> {
    const last = await this.#storage.read(PLATFORM, ({ releases }) => releases.find());
    if (last === undefined) return undefined;
    const resources = new ForkableMap<CompiledResource>();
    const list = (after: AfterKey | undefined) =>
      this.#read((versions) => versions.listView(last, { after, limit: PAGE_ROWS }));
    for await (const page of pagesOf(list))
      for (const stored of page) {
        resources.set(resourceKey(stored.kind, stored.id), restoreResource(stored));
        if (pace.isDue) await pace.rest();
      }
    const { epoch, revision, stamp, digest } = last;
    return { head: { epoch, revision }, stamp, digest, resources };
  }

  /** Resolves when nothing waits any more, or a write has failed; nothing is written from then on. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  #start(): void {
    if (this.#running !== undefined || this.#timer !== undefined) return;
    this.#running = this.#write().finally(() => {
      this.#running = undefined;
    });
  }

  async #write(): Promise<void> {
    while (this.#waiting !== undefined || this.#holds.length > 0) {
      const release = this.#waiting;
      const holds = this.#holds;
      this.#waiting = undefined;
      this.#holds = [];
      try {
        for (const hold of holds) await this.#transact(hold);
        if (release !== undefined) await this.#writeRelease(release);
        this.#failureCount = 0;
      } catch (error) {
        this.#holds = this.#holds.length > 0 ? this.#holds : holds;
        this.#putBack(release);
        this.#retryLater(error);
        return;
      }
    }
  }

  #putBack(release: Released | undefined): void {
    if (release === undefined) return;
    this.#waiting = this.#waiting === undefined ? release : merge(release, this.#waiting);
  }

  #retryLater(error: unknown): void {
    this.#failureCount += 1;
    const delayMs = Math.min(RETRY_MS.first * 2 ** this.#failureCount, RETRY_MS.max);
    this.#logger.warn({ error, delayMs }, 'a release could not be noted; it is tried again');
    if (this.#stopped) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#start();
    }, delayMs);
    this.#timer.unref();
  }

  async #writeRelease({ head, digest, resourceCount, changed, whole }: Released): Promise<void> {
    const difference = whole === undefined ? changed : await this.#differenceTo(whole);
    for (const batch of batchesOf(difference)) {
      const removed = batch.flatMap(([key, resource]) =>
        resource === undefined ? [toAfterKey(key)] : [],
      );
      await this.#transact(async ({ resourceVersions }) => {
        await resourceVersions.putVersions(
          head,
          batch.flatMap(([, resource]) => resource ?? []),
        );
        await resourceVersions.putRemovals(head, removed);
      });
    }
    await this.#transact(async ({ releases, heldRevisions }) => {
      await releases.put({ ...head, digest, resourceCount });
      await heldRevisions.pass(head);
    });
  }

  /** What the newest notes lack or have too much. */
  async #differenceTo(whole: ForkableMap<CompiledResource>): Promise<Difference> {
    const difference: ForkableMap<CompiledResource | undefined> = whole.fork();
    const newest = { epoch: 2n ** 62n, revision: 0n };
    const list = (after: AfterKey | undefined) =>
      this.#read((versions) => versions.listViewNames(newest, { after, limit: PAGE_ROWS }));
    for await (const page of pagesOf(list))
      for (const { kind, id, version } of page) {
        const key = resourceKey(kind, id);
        const resource = whole.get(key);
        if (resource === undefined) difference.set(key, undefined);
        else if (resource.version.equals(version)) difference.delete(key);
      }
    return difference;
  }

  #read<T>(work: (versions: ResourceVersionStore) => Promise<T>): Promise<T> {
    return this.#storage.read(PLATFORM, ({ resourceVersions }) => work(resourceVersions));
  }

  async #transact(work: (stores: Stores) => Promise<void>): Promise<void> {
    await this.#storage.transaction(PLATFORM, ACTOR, work);
  }
}

/** Both in one: the newer head with the newest state of each resource. */
function merge(older: Released, newer: Released): Released {
  if (newer.whole !== undefined) return newer;
  const changed = new Map(older.changed);
  const whole = older.whole?.fork();
  for (const [key, resource] of newer.changed) {
    changed.set(key, resource);
    if (resource === undefined) whole?.delete(key);
    else whole?.set(key, resource);
  }
  return { ...newer, changed, whole };
}

async function* pagesOf<Row extends AfterKey>(
  list: (after: AfterKey | undefined) => Promise<readonly Row[]>,
): AsyncGenerator<readonly Row[]> {
  let after: AfterKey | undefined;
  for (;;) {
    const page = await list(after);
    yield page;
    if (page.length < PAGE_ROWS) return;
    after = page.at(-1);
  }
}

type Entry = readonly [string, CompiledResource | undefined];

function* batchesOf(difference: Difference): Generator<readonly Entry[]> {
  let batch: Entry[] = [];
  let bytes = 0;
  for (const entry of difference) {
    batch.push(entry);
    bytes += entry[1]?.body.length ?? 0;
    if (batch.length < BATCH.rows && bytes < BATCH.bytes) continue;
    yield batch;
    batch = [];
    bytes = 0;
  }
  yield batch;
}

function toAfterKey(key: string): AfterKey {
  const [kind = '', id = ''] = key.split('/');
  return { kind, id };
}
