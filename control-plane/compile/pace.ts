import { setImmediate as nextTurn } from 'node:timers/promises';

/**
 * With the page of rows that is parsed between two slices this holds up heartbeats for less than 10 ms. Slices on the one thread, not
 * a worker: 1,000 keys compile in 5.2 ms, and to send their rows to a worker and take the resources back keeps this thread
 * busy for 3.2 ms of them (Node.js 20).
 */
const SLICE_MS = 5;

/** Long work that offers a pause at each `yield`. */
export type SlicedWork<Result> = Generator<void, Result, void>;

/** Runs work without a pause: where nobody waits, or it is little. */
export function runAtOnce<Result>(work: SlicedWork<Result>): Result {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}

/** Keeps long work in slices of at most 5 ms, between which everything else goes on. */
export class Pace {
  readonly #nowMs: () => number;
  #sliceEndMs: number;

  /** `nowMs` is a clock that never goes back, in milliseconds. */
  constructor(nowMs: () => number = () => performance.now()) {
    this.#nowMs = nowMs;
    this.#sliceEndMs = nowMs() + SLICE_MS;
  }

  /** Whether a slice is at its end: then {@link rest} is due. */
  get isDue(): boolean {
    return this.#nowMs() >= this.#sliceEndMs;
  }

  /** Gives the others their turn, and begins a slice. */
  async rest(): Promise<void> {
    await nextTurn();
    this.#sliceEndMs = this.#nowMs() + SLICE_MS;
  }

  /** Runs sliced work to its end. */
  async run<Result>(work: SlicedWork<Result>): Promise<Result> {
    for (;;) {
      const step = work.next();
      if (step.done === true) return step.value;
      if (this.isDue) await this.rest();
    }
  }
}
