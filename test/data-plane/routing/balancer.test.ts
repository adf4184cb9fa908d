import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { ChatRequest } from '../../../data-plane/inference.ts';
import { BALANCER_LIMITS, Balancer } from '../../../data-plane/routing/balancer.ts';
import {
  FORGET_AFTER_MS,
  HALF_LIFE_MS,
  LatencyAverage,
} from '../../../data-plane/routing/latency-average.ts';
import { sampleTarget } from '../../policy/sample.ts';
import { chatRequest } from '../pipeline/snapshot-fixture.ts';

const a = sampleTarget('a');
const b = sampleTarget('b');
/** A request of its own, of about so many input tokens. */
const requestOf = (inputTokens: number, outputTokensMax?: number): ChatRequest => ({
  ...chatRequest,
  messages: [{ role: 'user', content: 'x'.repeat(Math.max(0, inputTokens - 7) * 4) }],
  outputTokensMax,
});
const succeeded = (firstTokenMs: number) => ({ verdict: 'succeeded', firstTokenMs });

describe('outstanding tokens', () => {
  test('go up when an attempt starts and down when it ends, however it ends', () => {
    const balancer = new Balancer({ nowMs: () => 0 });
    const [one, other] = [requestOf(100, 50), requestOf(1_000)];
    balancer.started(a, one);
    balancer.started(a, other);
    balancer.started(b, other);
    expect(balancer.outstandingTokens('a')).toBe(150 + 1_256);
    balancer.ended(a, other, { verdict: 'timeout', firstTokenMs: 0 });
    expect(balancer.outstandingTokens('a')).toBe(150);
    expect(balancer.outstandingTokens('b')).toBe(1_256);
    balancer.ended(a, one, succeeded(5));
    expect(balancer.outstandingTokens('a')).toBe(0);
    expect(balancer.outstandingTokens('never seen')).toBe(0);
  });

  test('are 0 after any walk in which all that started has ended, once or more often', () => {
    const requests = [1, 2, 3].map((size) => requestOf(size * 100));
    const step = fc.record({
      target: fc.constantFrom(a, b),
      request: fc.constantFrom(...requests),
      isStart: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const balancer = new Balancer({ nowMs: () => 0 });
        const open = new Map<string, number>();
        for (const { target, request, isStart } of steps) {
          const key = `${target.id}/${requests.indexOf(request)}`;
          if (isStart) balancer.started(target, request);
          else balancer.ended(target, request, succeeded(1));
          if (isStart) open.set(key, 1);
          else open.delete(key);
          const ofTarget = [...open.keys()].filter((one) => one.startsWith(target.id)).length;
          expect(balancer.outstandingTokens(target.id) > 0).toBe(ofTarget > 0);
        }
        for (const request of requests)
          for (const target of [a, b]) balancer.ended(target, request, succeeded(1));
        expect([balancer.outstandingTokens('a'), balancer.outstandingTokens('b')]).toEqual([0, 0]);
      }),
    );
  });
});

describe('the time to the first token', () => {
  test('is kept by size class, of attempts that had one', () => {
    const balancer = new Balancer({ nowMs: () => 0 });
    for (const [tokens, ms] of [
      [999, 10],
      [1_000, 20],
      [8_000, 30],
    ] as const) {
      const request = requestOf(tokens);
      balancer.started(a, request);
      balancer.ended(a, request, succeeded(ms));
    }
    const failed = requestOf(10);
    balancer.started(a, failed);
    balancer.ended(a, failed, { verdict: 'server_error', firstTokenMs: 0 });
    const read = (['small', 'medium', 'large'] as const).map((one) => balancer.latencyMs('a', one));
    expect(read).toEqual([10, 20, 30]);
    expect(balancer.latencyMs('b', 'small')).toBeUndefined();
  });

  test('counts a sample half after ten seconds', () => {
    const average = new LatencyAverage();
    average.add(100, 0);
    average.add(400, HALF_LIFE_MS);
    // Weights 1/2 and 1.
    expect(average.read(HALF_LIFE_MS)).toBeCloseTo(300);
  });

  test('is the plain mean of samples that come at once', () => {
    const average = new LatencyAverage();
    for (const ms of [100, 200, 600]) average.add(ms, 7);
    expect(average.read(7)).toBeCloseTo(300);
  });

  test('is forgotten after a minute, so that a target is tried again', () => {
    const average = new LatencyAverage();
    expect(average.read(0)).toBeUndefined();
    average.add(5_000, 0);
    expect(average.read(FORGET_AFTER_MS)).toBe(5_000);
    expect(average.read(FORGET_AFTER_MS + 1)).toBeUndefined();
    average.add(100, FORGET_AFTER_MS + 1);
    expect(average.read(FORGET_AFTER_MS + 1)).toBe(100);
  });

  test('stays within its samples, whatever comes when', () => {
    const sample = fc.tuple(fc.integer({ min: 1, max: 60_000 }), fc.nat(30_000));
    fc.assert(
      fc.property(fc.array(sample, { minLength: 1 }), (samples) => {
        const average = new LatencyAverage();
        let nowMs = 0;
        for (const [ms, laterMs] of samples) {
          nowMs += laterMs;
          average.add(ms, nowMs);
        }
        const all = samples.map(([ms]) => ms);
        expect(average.read(nowMs)).toBeGreaterThanOrEqual(Math.min(...all) - 1e-6);
        expect(average.read(nowMs)).toBeLessThanOrEqual(Math.max(...all) + 1e-6);
      }),
    );
  });
});

test('targets beyond the bound push out the one that was idle for longest', () => {
  const balancer = new Balancer({ nowMs: () => 0 });
  const request = requestOf(100);
  for (let n = 0; n < BALANCER_LIMITS.targetsMax; n += 1)
    balancer.started(sampleTarget(`t${n}`), request);
  balancer.ended(sampleTarget('t0'), request, succeeded(1));
  balancer.started(sampleTarget('t0'), request);
  balancer.started(a, request);
  expect(balancer.outstandingTokens('t1')).toBe(0);
  expect(balancer.outstandingTokens('t0')).toBeGreaterThan(0);
  balancer.ended(sampleTarget('t1'), request, succeeded(1));
  expect(balancer.latencyMs('t1', 'small')).toBeUndefined();
});

test('health is asked of whoever knows it', () => {
  const isHealthy = (id: string) => id !== 'a';
  const balancer = new Balancer({ nowMs: () => 0, isHealthy });
  expect([balancer.isHealthy('a'), balancer.isHealthy('b')]).toEqual([false, true]);
  expect(new Balancer({ nowMs: () => 0 }).isHealthy('a')).toBe(true);
});
