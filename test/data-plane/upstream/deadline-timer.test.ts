import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { DeadlineTimer } from '../../../data-plane/upstream/deadline-timer.ts';

let expiredAtMs: number[] = [];
let timer: DeadlineTimer;

beforeEach(() => {
  jest.useFakeTimers();
  expiredAtMs = [];
  const startMs = Date.now();
  const monotonicMs = (): number => Date.now() - startMs;
  timer = new DeadlineTimer(monotonicMs, { expired: () => expiredAtMs.push(monotonicMs()) });
});

afterEach(() => {
  jest.useRealTimers();
});

test('fires once at its deadline', () => {
  timer.set(100);
  jest.advanceTimersByTime(99);
  expect(expiredAtMs).toEqual([]);
  jest.advanceTimersByTime(1_000);
  expect(expiredAtMs).toEqual([100]);
});

test('moves later without a new system timer, and earlier with one', () => {
  timer.set(100);
  expect(jest.getTimerCount()).toBe(1);
  const setTimer = jest.spyOn(globalThis, 'setTimeout');
  for (let deadlineMs = 101; deadlineMs <= 500; deadlineMs += 1) timer.set(deadlineMs);
  expect(setTimer).not.toHaveBeenCalled();
  jest.advanceTimersByTime(300);
  expect(expiredAtMs).toEqual([]);
  timer.set(350);
  jest.advanceTimersByTime(1_000);
  expect(expiredAtMs).toEqual([350]);
  expect(jest.getTimerCount()).toBe(0);
});

test('does not fire after it was cleared, and can be set again', () => {
  timer.set(100);
  timer.clear();
  jest.advanceTimersByTime(1_000);
  expect(expiredAtMs).toEqual([]);
  timer.set(1_200);
  jest.advanceTimersByTime(200);
  expect(expiredAtMs).toEqual([1_200]);
});

test('a deadline in the past fires at once', () => {
  timer.set(-5);
  jest.advanceTimersByTime(1);
  expect(expiredAtMs).toHaveLength(1);
});
