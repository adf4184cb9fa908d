import { setImmediate as nextTurn } from 'node:timers/promises';

/** Milliseconds of work after which others get a turn. */
const SLICE_MS = 8;

/** When the slice ends that is under way. There is one: steps that follow one another without a pause are one stretch of work. */
let sliceEnd = 0;

/** Whoever reads much lets others have a turn now and then: nodes and callers wait for nobody's documents. */
export const turns = {
  /** Whether others have waited long enough. */
  get areDue(): boolean {
    return performance.now() >= sliceEnd;
  },

  async give(): Promise<void> {
    await nextTurn();
    sliceEnd = performance.now() + SLICE_MS;
  },
};

/** Calls the work for each item, with turns for others between them. */
export async function inTurns<Item, Result>(
  items: Iterable<Item>,
  work: (item: Item) => Result,
): Promise<Result[]> {
  const results = [];
  for (const item of items) {
    results.push(work(item));
    if (turns.areDue) await turns.give();
  }
  return results;
}
