import { expect, test } from '@jest/globals';
import { findDeadline, firstContentTimeoutMs } from '../../../data-plane/upstream/attempt-time.ts';
import type { Model } from '../../../policy/resource.ts';
import { model } from '../pipeline/snapshot-fixture.ts';

const clock = { unixMs: () => 50_000, monotonicMs: () => 7_000 };
const thinking: Model = { ...model, capabilities: ['chat', 'reasoning'] };

test.each([
  ['the route says', 2_000, undefined, 9_000 - 2_000 + 0, false],
  ['a route says none: ten minutes', 0, undefined, 7_000 + 598_000, false],
  ['the caller says less', 2_000, 49_000, 6_000, true],
  ['the caller says more', 2_000, 90_000, 7_000, false],
  ['the caller says the same', 2_000, 50_000, 7_000, false],
])('a call ends when %s', (_, totalTimeoutMs, deadlineAtMs, atMs, isCallers) => {
  const time = { receivedAtMs: 48_000, deadlineAtMs };
  expect(findDeadline(time, { totalTimeoutMs }, clock)).toEqual({ atMs, isCallers });
});

const left = { leftMs: 600_000, furtherCount: 2 };

test.each([
  ['a stream has the time of its route', 500, model, true, 500],
  ['a stream has 30 s when its route says none', 0, model, true, 30_000],
  ['a stream of a model that thinks has 120 s then', 0, thinking, true, 120_000],
  ['a stream of an unknown model has 30 s then', 0, undefined, true, 30_000],
  ['a whole reply has its share of the time left', 500, model, false, 200_000],
  ['a whole reply has at least the time of its route', 400_000, model, false, 400_000],
])('%s', (_, firstTokenTimeoutMs, of, stream, expected) => {
  const route = { firstTokenTimeoutMs };
  expect(firstContentTimeoutMs({ route, model: of, stream, ...left })).toBe(expected);
});

test('the last target has all of the time left for a whole reply', () => {
  const input = { route: { firstTokenTimeoutMs: 0 }, model, stream: false, leftMs: 90_000 };
  expect(firstContentTimeoutMs({ ...input, furtherCount: 0 })).toBe(90_000);
});
