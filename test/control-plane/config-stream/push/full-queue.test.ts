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
  const places = Array.from({ length: 30 }, (_, index) => queue.enter(() => started.push(index)));
  jest.advanceTimersByTime(1);
  expect(started).toHaveLength(25);
  expect(queue.length).toBe(5);
  places[3]?.leave();
  places[3]?.leave();
  expect(started.at(-1)).toBe(25);
  expect(started).toHaveLength(26);
});

test('who leaves while waiting is not started', () => {
  const queue = new FullQueue();
  const started: string[] = [];
  const place = queue.enter(() => started.push('gone'));
  queue.enter(() => started.push('stays'));
  place.leave();
  jest.advanceTimersByTime(1);
  expect(started).toEqual(['stays']);
});

test('a node that takes nothing for 5 s loses its place; one that is slow keeps it', () => {
  const queue = new FullQueue();
  const places = Array.from({ length: 25 }, () => queue.enter(() => undefined));
  let started = false;
  queue.enter(() => {
    started = true;
  });
  jest.advanceTimersByTime(4_900);
  for (const place of places) place.moved();
  jest.advanceTimersByTime(4_900);
  for (const place of places.slice(1)) place.moved();
  expect(started).toBe(false);
  jest.advanceTimersByTime(200);
  expect(started).toBe(true);
});
