import { expect, test } from '@jest/globals';
import type { Limit } from '../../../policy/limit.ts';
import { Counter, limitOf } from './limit-fixture.ts';

/** What each of so many processes lets through at once. */
function admittedBy(nodeCount: number, limit: Limit): readonly number[] {
  return Array.from({ length: nodeCount }, (_, place) => {
    const counter = new Counter(limit);
    counter.place = { nodeCount, place };
    return counter.admitted(1_000);
  });
}

const sumOf = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count, 0);

test.each([1, 2, 3, 7, 40])(
  '%i processes together hold as many calls as the limit says',
  (nodeCount) => {
    const limit = limitOf({ measure: 'concurrent_requests', amount: 40, windowS: 0 });
    expect(sumOf(admittedBy(nodeCount, limit))).toBe(40);
  },
);

test('a process gives one request even where its part is less', () => {
  expect(admittedBy(4, limitOf({ amount: 2 }))).toEqual([1, 1, 1, 1]);
  const held = limitOf({ measure: 'concurrent_requests', amount: 2, windowS: 0 });
  expect(admittedBy(4, held)).toEqual([1, 1, 1, 1]);
});

test.each([2, 3, 12])(
  'over time %i processes give what the limit says and no more',
  (nodeCount) => {
    const limit = limitOf({ amount: 10, windowS: 10 });
    let admitted = 0;
    for (let place = 0; place < nodeCount; place += 1) {
      const counter = new Counter(limit);
      counter.place = { nodeCount, place };
      counter.admitted(100);
      for (let second = 0; second < 1_000; second += 1) {
        counter.nowMs += 1_000;
        admitted += counter.admitted(5);
      }
    }
    expect(admitted).toBeGreaterThanOrEqual(1_000 - nodeCount);
    expect(admitted).toBeLessThanOrEqual(1_000);
  },
);

test('a call that the whole limit allows goes where the part of the process would not', () => {
  const counter = new Counter(limitOf({ measure: 'tokens', amount: 1_000, windowS: 10 }));
  counter.place = { nodeCount: 10, place: 0 };
  const asking = { tokens: { input: 900, outputMax: 0 } };
  expect(counter.call(asking).refusal).toBeUndefined();
  expect(counter.call({ tokens: { input: 1, outputMax: 0 } }).refusal).toMatchObject({
    waitMs: 80_100,
  });
});

test('what was used stays used when others come and go', () => {
  const counter = new Counter(limitOf());
  expect(counter.admitted(4)).toBe(4);
  counter.place = { nodeCount: 2, place: 0 };
  expect(counter.admitted(10)).toBe(1);
  counter.place = { nodeCount: 1, place: 0 };
  expect(counter.admitted(10)).toBe(5);
});
