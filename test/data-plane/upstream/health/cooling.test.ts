import { expect, test } from '@jest/globals';
import { Cooling } from '../../../../data-plane/upstream/health/cooling.ts';

test('a target is left alone for as long as it says, at most for five minutes', () => {
  const cooling = new Cooling();
  expect(cooling.isCooling(0)).toBe(false);
  cooling.limited(7, 1_000);
  expect(cooling.isCooling(7_999)).toBe(true);
  expect(cooling.isCooling(8_000)).toBe(false);
  cooling.limited(86_400, 10_000);
  expect(cooling.untilMs).toBe(310_000);
});

test('a target that does not say is left alone for a second, then twice as long, at most for half a minute', () => {
  const cooling = new Cooling();
  const pausesMs: number[] = [];
  let nowMs = 0;
  for (let count = 0; count < 7; count += 1) {
    cooling.limited(count % 2 === 0 ? undefined : 0, nowMs);
    pausesMs.push(cooling.untilMs - nowMs);
    nowMs = cooling.untilMs;
  }
  expect(pausesMs).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
  cooling.good(nowMs);
  cooling.limited(undefined, nowMs);
  expect(cooling.untilMs - nowMs).toBe(1_000);
});

test('many calls that hear so at once count once', () => {
  const cooling = new Cooling();
  for (let count = 0; count < 50; count += 1) cooling.limited(undefined, count);
  expect(cooling.untilMs).toBe(1_000);
  expect(cooling.sinceMs).toBe(0);
});

test('what was sent before a pause neither ends nor shortens it', () => {
  const cooling = new Cooling();
  cooling.limited(10, 0);
  cooling.good(1);
  cooling.limited(2, 2);
  expect(cooling.untilMs).toBe(10_000);
});
