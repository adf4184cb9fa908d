import { setImmediate as nextTurn } from 'node:timers/promises';

/** Milliseconds of work after which others get a turn: nodes and callers wait for nobody's plan. */
const SLICE_MS = 8;

/** Calls the work for each item, and lets others have a turn now and then. */
export async function inTurns<Item, Result>(
  items: Iterable<Item>,
  work: (item: Item) => Result,
): Promise<Result[]> {
  const results = [];
  let sliceEnd = performance.now() + SLICE_MS;
  for (const item of items) {
    results.push(work(item));
    if (performance.now() < sliceEnd) continue;
    await nextTurn();
    sliceEnd = performance.now() + SLICE_MS;
  }
  return results;
}
