import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { FullQueue } from '../../../../control-plane/config-stream/push/full-queue.ts';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

test('25 go at once, the others follow in the order in which they came', () => {
  const queue = new FullQueue();
  const started: number[] = [];
  const leave = Array.from({ length: 30 }, (_, index) => queue.enter(() => started.push(index)));
  jest.advanceTimersByTime(1);
  expect(started).toHaveLength(25);
  expect(queue.length).toBe(5);
  leave[3]?.();
  leave[3]?.();
  expect(started.at(-1)).toBe(25);
  expect(started).toHaveLength(26);
});

test('who leaves while waiting is not started', () => {
  const queue = new FullQueue();
  const started: string[] = [];
  const leave = queue.enter(() => started.push('gone'));
  queue.enter(() => started.push('stays'));
  leave();
  jest.advanceTimersByTime(1);
  expect(started).toEqual(['stays']);
});

test('a node that stopped reading loses its place after 5 s', () => {
  const queue = new FullQueue();
  for (let index = 0; index < 25; index += 1) queue.enter(() => undefined);
  let started = false;
  queue.enter(() => {
    started = true;
  });
  jest.advanceTimersByTime(4_900);
  expect(started).toBe(false);
  jest.advanceTimersByTime(200);
  expect(started).toBe(true);
});
