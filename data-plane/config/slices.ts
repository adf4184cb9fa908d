import { setImmediate as nextTurn } from 'node:timers/promises';

/** Long work that offers a pause at each `yield`. Nothing else happens to its inputs meanwhile. */
export type SlicedWork<Result> = Generator<void, Result, void>;

/** A collection of garbage may come on top, and threads of V8 on the same core: all together hold up calls for 10 ms at most. */
const SLICE_MS = 2;

/** Runs work without a pause: for tests, and before a node serves. */
export function runAtOnce<Result>(work: SlicedWork<Result>): Result {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
}

/** Runs work in slices of 2 ms, between which calls are served. */
export async function runInSlices<Result>(work: SlicedWork<Result>): Promise<Result> {
  let sliceEndMs = performance.now() + SLICE_MS;
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
    if (performance.now() < sliceEndMs) continue;
    await nextTurn();
    sliceEndMs = performance.now() + SLICE_MS;
  }
}
