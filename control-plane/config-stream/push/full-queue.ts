/**
 * Full updates that are written at once. 1 MB to 1,000 nodes took 2.1 s and 191 MB so, 4.5 s and
 * 1,180 MB unthrottled.
 */
const SLOTS = 25;
/** A node that takes nothing for so long gives its place to the next; it may go on beside them. */
const STILL_MAX_MS = 5_000;

/** A place in the queue. */
export interface QueuePlace {
  /** The node has taken a part. */
  moved(): void;
  /** Gives up the place, or the wait for one; again does nothing. */
  leave(): void;
}

interface Waiter {
  readonly start: () => void;
  timer: NodeJS.Timeout | undefined;
}

/** Lets 25 full updates go at once; the others wait in the order in which they came. */
export class FullQueue {
  readonly #waiting = new Set<Waiter>();
  readonly #active = new Set<Waiter>();

  /** Those that wait. */
  get length(): number {
    return this.#waiting.size;
  }

  /** `start` is called when there is a place, in a later turn at the earliest. */
  enter(start: () => void): QueuePlace {
    const waiter: Waiter = { start, timer: undefined };
    this.#waiting.add(waiter);
    setImmediate(() => this.#admit());
    return { moved: () => waiter.timer?.refresh(), leave: () => this.#leave(waiter) };
  }

  #admit(): void {
    for (const waiter of this.#waiting) {
      if (this.#active.size >= SLOTS) return;
      this.#waiting.delete(waiter);
      this.#active.add(waiter);
      waiter.timer = setTimeout(() => this.#leave(waiter), STILL_MAX_MS);
      waiter.start();
    }
  }

  #leave(waiter: Waiter): void {
    clearTimeout(waiter.timer);
    waiter.timer = undefined;
    this.#waiting.delete(waiter);
    if (this.#active.delete(waiter)) this.#admit();
  }
}
