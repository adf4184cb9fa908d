import { expect, test } from '@jest/globals';
import { Compilation } from '../../../control-plane/compile/compile-rows.ts';
import { Pace, type SlicedWork } from '../../../control-plane/compile/pace.ts';

/** Turns that everything else gets while the work goes on. */
async function turnsDuring(work: Promise<unknown>): Promise<number> {
  let turns = 0;
  let isDone = false;
  const count = (): void => {
    turns += 1;
    if (!isDone) setImmediate(count);
  };
  setImmediate(count);
  await work;
  isDone = true;
  return turns;
}

/** A clock that only the work moves: how busy the machine is does not matter. */
let nowMs = 0;

function* busyFor(totalMs: number): SlicedWork<string> {
  const endMs = nowMs + totalMs;
  for (; nowMs < endMs; nowMs += 1) yield;
  return 'done';
}

test('long work gives everything else its turn, many times, and then its result', async () => {
  const work = new Pace(() => nowMs).run(busyFor(100));
  expect(await turnsDuring(work)).toBeGreaterThan(8);
  expect(await work).toBe('done');
});

test('short work is done at once', async () => {
  expect(await turnsDuring(new Pace(() => nowMs).run(busyFor(0)))).toBeLessThan(2);
});

test('many rows are compiled with pauses, and a malformed one does not stop the others', async () => {
  const compilation = new Compilation();
  const rows = Array.from({ length: 50_000 }, (_, index) => ({
    kind: 'tenant' as const,
    id: `t${index}`,
    row: { id: `t${index}`, name: `tenant-${index}`, suspended: false },
  }));
  const broken = { kind: 'route' as const, id: 'broken', row: { id: 'broken', rules: 'none' } };
  const work = compilation.add([broken as never, ...rows], new Pace());
  expect(await turnsDuring(work)).toBeGreaterThan(3);
  expect(compilation.resources.size).toBe(50_001);
  expect(compilation.resources.get('route/broken')).toBeUndefined();
  expect(compilation.faults).toEqual(['The row of route/broken is malformed.']);
});
