import { expect, test } from '@jest/globals';
import { planRestart } from '../../../data-plane/workers/restart-policy.ts';

/** Delays after deaths in a row, each after so many milliseconds of life. */
function delaysAfter(lives: readonly number[]): readonly (number | undefined)[] {
  let count = 0;
  return lives.map((livedMs) => {
    const { quickDeathCount, delayMs } = planRestart(count, { livedMs, drained: false });
    count = quickDeathCount;
    return delayMs;
  });
}

test('each quick death doubles the wait, and the sixth ends the trying', () => {
  expect(delaysAfter([0, 9_000, 0, 10, 0, 0])).toEqual([50, 100, 200, 400, 800, undefined]);
});

test('a steady life begins the count anew', () => {
  expect(delaysAfter([0, 0, 0, 0, 0, 10_000, 0])).toEqual([50, 100, 200, 400, 800, 50, 100]);
});

test('who was drained alone comes back at once, and it counts for nothing', () => {
  expect(planRestart(5, { livedMs: 0, drained: true })).toEqual({ quickDeathCount: 5, delayMs: 0 });
});
