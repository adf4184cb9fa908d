import { expect, test } from '@jest/globals';
import { findDeadline, firstContentTimeoutMs } from '../../../data-plane/upstream/attempt-time.ts';

const clock = { unixMs: () => 50_000, monotonicMs: () => 7_000 };

test.each([
  ['its route says', undefined, 7_000, false],
  ['the caller says less', 49_000, 6_000, true],
  ['the caller says more', 90_000, 7_000, false],
  ['the caller says the same', 50_000, 7_000, false],
])('a call ends when %s', (_, deadlineAtMs, atMs, isCallers) => {
  const time = { receivedAtMs: 48_000, deadlineAtMs };
  expect(findDeadline(time, 2_000, clock)).toEqual({ atMs, isCallers });
});

const left = { leftMs: 600_000, furtherCount: 2 };

test.each([
  ['a stream has its own time', 500, true, 500],
  ['a whole reply has its share of the time left', 500, false, 200_000],
  ['a whole reply has at least that time', 400_000, false, 400_000],
])('%s', (_, firstTokenTimeoutMs, stream, expected) => {
  expect(firstContentTimeoutMs({ firstTokenTimeoutMs, stream, ...left })).toBe(expected);
});

test('the last target has all of the time left for a whole reply', () => {
  const input = { firstTokenTimeoutMs: 30_000, stream: false, leftMs: 90_000, furtherCount: 0 };
  expect(firstContentTimeoutMs(input)).toBe(90_000);
});
