/**
 * An iterator whose `return` ends it at once, also while it waits for something that may never come: a generator alone
 * would end at its next `yield`. The outer signal ends it too.
 */
export function untilReturn<Item>(
  outer: AbortSignal,
  start: (signal: AbortSignal) => AsyncGenerator<Item, void, undefined>,
): AsyncIterableIterator<Item> {
  const stop = new AbortController();
  const inner = start(AbortSignal.any([outer, stop.signal]));
  const iterator: AsyncIterableIterator<Item> = {
    [Symbol.asyncIterator]: () => iterator,
    next: () => inner.next(),
    return: () => {
      stop.abort();
      return inner.return(undefined);
    },
  };
  return iterator;
}
