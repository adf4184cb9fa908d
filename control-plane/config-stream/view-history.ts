import type { Head } from '../storage/configuration/head.ts';

/**
 * Place in the history of a view: grows by one with each remembered change. It means nothing to
 * other replicas, and never goes back, whatever happens to epochs and revisions.
 */
export type Mark = number;

/** Changes that are remembered; a node that is further behind gets everything. */
const ENTRIES_MAX = 2_000;
/** Changed keys that are remembered in all: a bulk import must not fill the memory. */
const KEYS_MAX = 500_000;

/** Keys of one step: it is made in one go, in about 5 ms. Who is behind by more gets everything, which is made in slices. */
const STEP_KEYS_MAX = 10_000;

/** One change of the view. */
export interface HistoryEntry {
  /** Position after it. */
  readonly head: Head;
  /** Keys `kind/id` whose resources it changed. */
  readonly keys: readonly string[];
  /** Digest of the view after it; undefined inside a read of several revisions. */
  readonly digest: Buffer | undefined;
  /** Those of the keys with which it took away what somebody may do: of API keys and grants. */
  readonly revoked: readonly string[];
  /** Unix milliseconds of its commit, or of the oldest that was read with it. */
  readonly commitMs: number;
}

/** The recent past of a view: a ring of its changes, found by mark. */
export class ViewHistory {
  #entries: HistoryEntry[] = [];
  #first: Mark;
  #keyCount = 0;
  /** Keys up to each entry, since the first that ever was. */
  #totals: number[] = [];
  #total = 0;

  /** Takes the mark of its first change. */
  constructor(first: Mark) {
    this.#first = first;
  }

  /** Mark of the newest change; one less than the first before there is any. */
  get newest(): Mark {
    return this.#first + this.#entries.length - 1;
  }

  push(entry: HistoryEntry): void {
    this.#entries.push(entry);
    this.#keyCount += entry.keys.length;
    this.#total += entry.keys.length;
    this.#totals.push(this.#total);
    while (this.#entries.length > ENTRIES_MAX || this.#isHeavy()) this.#dropOldest();
  }

  /** Whether what changed after that mark is all remembered, and makes a step. */
  remembers(mark: Mark): boolean {
    const isKnown = mark >= this.#first - 1 && mark >= 1 && mark <= this.newest;
    return isKnown && this.#keysSince(mark) <= STEP_KEYS_MAX;
  }

  at(mark: Mark): HistoryEntry | undefined {
    return this.#entries[mark - this.#first];
  }

  /** Changes after the mark, oldest first. */
  since(mark: Mark): readonly HistoryEntry[] {
    return this.#entries.slice(Math.max(0, mark - this.#first + 1));
  }

  /** The newest mark at which the view was at that position with that digest. */
  find(held: Head, digest: Uint8Array): Mark | undefined {
    const index = this.#entries.findLastIndex(
      ({ head, digest: known }) =>
        head.revision === held.revision &&
        head.epoch === held.epoch &&
        known?.equals(digest) === true,
    );
    return index < 0 ? undefined : this.#first + index;
  }

  #keysSince(mark: Mark): number {
    return this.#total - (this.#totals[mark - this.#first] ?? this.#total - this.#keyCount);
  }

  #isHeavy(): boolean {
    return this.#keyCount > KEYS_MAX && this.#entries.length > 1;
  }

  #dropOldest(): void {
    const [oldest] = this.#entries.splice(0, 1);
    this.#totals.shift();
    this.#keyCount -= oldest?.keys.length ?? 0;
    this.#first += 1;
  }
}
