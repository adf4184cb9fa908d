import { describe, expect, test } from '@jest/globals';
import type { Model, Target } from '../../../policy/resource.ts';
import type { Timers } from '../../../policy/route-part/timers.ts';
import {
  classTimers,
  TIMER_LIMITS,
  type TimerClass,
  timersOf,
  totalTimeoutMsOf,
} from '../../../policy/timing/timer.ts';
import { sampleModel, sampleTarget } from '../sample.ts';

const plain = sampleModel('plain', { capabilities: ['chat', 'embedding'] });
const thinking = sampleModel('thinking', { capabilities: ['chat', 'embedding', 'reasoning'] });
const models = new Map([plain, thinking].map((model) => [model.id, model]));

test.each<['chat' | 'embedding', Model | undefined, TimerClass]>([
  ['chat', plain, 'chat'],
  ['chat', thinking, 'reasoning'],
  ['chat', undefined, 'chat'],
  ['embedding', plain, 'embedding'],
  ['embedding', thinking, 'embedding'],
  ['embedding', undefined, 'embedding'],
])('%s at a model is timed by its class', (operation, model, expected) => {
  expect(timersOf(operation, model)).toBe(classTimers[expected]);
});

describe('the whole call', () => {
  const targets = (...modelIds: readonly string[]): readonly Target[] =>
    modelIds.map((modelId) => sampleTarget('t', { modelId }));

  test.each<[string, number, readonly Target[], number]>([
    ['what the route says', 7, targets('thinking'), 7],
    ['the time of its class', 0, targets('plain', 'plain'), 300_000],
    ['the longest of the classes that it may meet', 0, targets('plain', 'thinking'), 600_000],
    ['the time of its operation without a target', 0, [], 300_000],
  ])('has %s', (_, totalTimeoutMs, of, expected) => {
    expect(totalTimeoutMsOf({ operation: 'chat', totalTimeoutMs }, of, models)).toBe(expected);
  });
});

test('the figures of each class could be written at a route, and no timer of one always cuts another', () => {
  for (const timers of Object.values(classTimers)) {
    for (const [name, timeoutMs] of Object.entries(timers)) {
      const { minMs, maxMs } = TIMER_LIMITS[name as keyof Timers];
      expect(timeoutMs).toBeGreaterThanOrEqual(minMs);
      expect(timeoutMs).toBeLessThanOrEqual(maxMs);
    }
    expect(timers.connectTimeoutMs).toBeLessThan(timers.firstTokenTimeoutMs);
    expect(timers.firstTokenTimeoutMs).toBeLessThan(timers.totalTimeoutMs);
  }
});
