import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { ChatRequest } from '../../../data-plane/inference.ts';
import {
  type AttemptLoad,
  BALANCER_LIMITS,
  Balancer,
} from '../../../data-plane/routing/balancer.ts';
import {
  FORGET_AFTER_MS,
  HALF_LIFE_MS,
  LatencyAverage,
} from '../../../data-plane/routing/latency-average.ts';
import { sampleTarget } from '../../policy/sample.ts';
import { chatRequest } from '../pipeline/snapshot-fixture.ts';

const a = sampleTarget('a');
const b = sampleTarget('b');
const requestOf = (outputTokensMax?: number): ChatRequest => ({ ...chatRequest, outputTokensMax });
const succeeded = (firstTokenMs: number) => ({
  verdict: 'succeeded',
  firstTokenMs,
  totalMs: firstTokenMs,
});

describe('outstanding tokens', () => {
  test('go up when an attempt starts and down when it ends, however it ends', () => {
    const balancer = new Balancer({ nowMs: () => 0 });
    const one = balancer.started(a, requestOf(50), 100);
    const other = balancer.started(a, requestOf(), 1_000);
    balancer.started(b, requestOf(), 1_000);
    expect(balancer.outstandingTokens('a')).toBe(150 + 1_256);
    balancer.ended(other, { verdict: 'timeout', firstTokenMs: 0, totalMs: 1 });
    expect(balancer.outstandingTokens('a')).toBe(150);
    expect(balancer.outstandingTokens('b')).toBe(1_256);
    balancer.ended(one, succeeded(5));
    expect(balancer.outstandingTokens('a')).toBe(0);
    expect(balancer.outstandingTokens('never seen')).toBe(0);
  });

  test('are what has started and not ended, in any order, of the same request too', () => {
    const step = fc.record({ target: fc.constantFrom(a, b), tokens: fc.nat(9_000), end: fc.nat() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const balancer = new Balancer({ nowMs: () => 0 });
        const open: { readonly id: string; readonly load: AttemptLoad }[] = [];
        for (const { target, tokens, end } of steps) {
          open.push({ id: target.id, load: balancer.started(target, chatRequest, tokens) });
          if (end % 2 === 0) balancer.ended(takeOut(open, end).load, succeeded(1));
          for (const { id } of [a, b]) {
            const held = open.filter((one) => one.id === id).map(({ load }) => load.tokens);
            expect(balancer.outstandingTokens(id)).toBe(held.reduce((sum, one) => sum + one, 0));
          }
        }
      }),
    );
  });
});

/** Takes one of them, which is there. */
function takeOut<Item>(items: Item[], draw: number): Item {
  const [taken] = items.splice(draw % items.length, 1);
  if (taken === undefined) throw new Error('there is none');
  return taken;
}

describe('the time to the first token', () => {
  test('is kept by size class, of attempts that had one', () => {
    const balancer = new Balancer({ nowMs: () => 0 });
    for (const [tokens, ms] of [
      [999, 10],
      [1_000, 20],
      [8_000, 30],
    ] as const) {
      balancer.ended(balancer.started(a, chatRequest, tokens), succeeded(ms));
    }
    const failed = balancer.started(a, chatRequest, 10);
    balancer.ended(failed, { verdict: 'server_error', firstTokenMs: 0, totalMs: 1 });
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

test('targets beyond the bound push out the one whose last attempt is oldest', () => {
  let nowMs = 0;
  const balancer = new Balancer({ nowMs: () => nowMs });
  const start = (id: string) => {
    nowMs += 1;
    return balancer.started(sampleTarget(id), chatRequest, 100);
  };
  const loads = Array.from({ length: BALANCER_LIMITS.targetsMax }, (_, n) => start(`t${n}`));
  start('t0');
  start('a');
  expect(balancer.outstandingTokens('t1')).toBe(0);
  expect(balancer.outstandingTokens('t0')).toBeGreaterThan(0);
  const forgotten = loads[1];
  if (forgotten !== undefined) balancer.ended(forgotten, succeeded(1));
  expect(balancer.latencyMs('t1', 'small')).toBeUndefined();
});

test('health is asked of whoever knows it', () => {
  const isHealthy = (id: string) => id !== 'a';
  const balancer = new Balancer({ nowMs: () => 0, isHealthy });
  expect([balancer.isHealthy('a'), balancer.isHealthy('b')]).toEqual([false, true]);
  expect(new Balancer({ nowMs: () => 0 }).isHealthy('a')).toBe(true);
});
