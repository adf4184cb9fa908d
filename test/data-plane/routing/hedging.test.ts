import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Balancer } from '../../../data-plane/routing/balancer.ts';
import { HedgeBudget } from '../../../data-plane/routing/hedge-budget.ts';
import { Hedging } from '../../../data-plane/routing/hedging.ts';
import { RECENT_FIGURES, RecentFigures } from '../../../data-plane/routing/recent-figures.ts';
import { chatRequest, streamRequest, targetOf } from '../pipeline/snapshot-fixture.ts';

const small = { request: streamRequest, inputTokens: 10 };

describe('the budget of a rule', () => {
  test('never allows more extra attempts than its share of the calls so far, in whatever order they come', () => {
    const step = fc.record({
      calls: fc.integer({ min: 0, max: 200 }),
      wanted: fc.nat({ max: 30 }),
    });
    const percent = fc.integer({ min: 1, max: 20 });
    fc.assert(
      fc.property(percent, fc.array(step, { maxLength: 60 }), (share, steps) => {
        const budget = new HedgeBudget();
        let calls = 0;
        let extra = 0;
        for (const one of steps) {
          for (let count = 0; count < one.calls; count += 1) budget.earn(share);
          calls += one.calls;
          let inARow = 0;
          for (; inARow < one.wanted && budget.isEnough; inARow += 1) budget.spend();
          extra += inARow;
          expect(inARow).toBeLessThanOrEqual(10);
          expect(extra * 100).toBeLessThanOrEqual(calls * share);
        }
      }),
    );
  });

  test('gives all of its share when it is asked for each call', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 0, max: 2_000 }),
        (share, calls) => {
          const budget = new HedgeBudget();
          let extra = 0;
          for (let count = 0; count < calls; count += 1) {
            budget.earn(share);
            if (!budget.isEnough) continue;
            budget.spend();
            extra += 1;
          }
          expect(extra).toBe(Math.floor((calls * share) / 100));
        },
      ),
    );
  });

  test('is kept by the rule, and apart from that of others', () => {
    const hedging = new Hedging({ percentileMs: () => 50 });
    const plan = { key: 'r1\nall', afterPercentile: 95, floorMs: 1, extraCallsPercentMax: 50 };
    const other = { ...plan, key: 'r1\nother' };
    for (let count = 0; count < 2; count += 1) hedging.begin({ ...plan }, targetOf(0), small);
    expect([hedging.allows({ ...plan }), hedging.allows(other)]).toEqual([true, false]);
    hedging.spend(plan);
    expect(hedging.allows(plan)).toBe(false);
  });
});

describe('recent times', () => {
  const filled = (times: readonly number[], nowMs = 0): RecentFigures => {
    const recent = new RecentFigures();
    for (const time of times) recent.add(time, nowMs);
    return recent;
  };
  const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

  test.each([
    [50, 95, 48],
    [100, 95, 95],
    [100, 50, 50],
    [100, 99, 99],
  ])('of 1 to %i ms have a percentile %i by nearest rank: %i', (count, percentile, expected) => {
    expect(filled(upTo(count).toReversed()).percentile(percentile, 0)).toBe(expected);
  });

  test('that are too few have none', () => {
    expect(filled(upTo(RECENT_FIGURES.countMin - 1)).percentile(95, 0)).toBeUndefined();
  });

  test('are forgotten when they are old, or when there are newer ones', () => {
    const recent = filled(upTo(100));
    expect(recent.percentile(95, RECENT_FIGURES.ageMsMax)).toBe(95);
    expect(recent.percentile(95, RECENT_FIGURES.ageMsMax + 1_000)).toBeUndefined();
    for (let count = 0; count < RECENT_FIGURES.countMax; count += 1) recent.add(7, 0);
    expect(recent.percentile(99, 0)).toBe(7);
  });
});

describe('a balancer that is asked for percentiles', () => {
  const target = targetOf(0);
  const learn = (outcome: { verdict: string; firstTokenMs: number; totalMs: number }) => {
    const balancer = new Balancer({ nowMs: () => 0 });
    balancer.percentileMs(target, small, 95);
    for (let count = 0; count < 60; count += 1) {
      balancer.ended(balancer.started(target, streamRequest, 10), outcome);
    }
    return balancer;
  };

  test('knows them of calls of the same size and kind only', () => {
    const balancer = learn({ verdict: 'succeeded', firstTokenMs: 30, totalMs: 900 });
    expect(balancer.percentileMs(target, small, 95)).toBe(30);
    expect(balancer.percentileMs(target, { ...small, request: chatRequest }, 95)).toBeUndefined();
    expect(balancer.percentileMs(target, { ...small, inputTokens: 1_000 }, 95)).toBeUndefined();
    expect(balancer.percentileMs(targetOf(1), small, 95)).toBeUndefined();
  });

  test.each([
    ['outrun', 900],
    ['timeout', 900],
    ['cancelled', undefined],
    ['server_error', undefined],
  ])('takes what ended as %s without content for %s ms', (verdict, expected) => {
    const balancer = learn({ verdict, firstTokenMs: 0, totalMs: 900 });
    expect(balancer.percentileMs(target, small, 95)).toBe(expected);
  });

  test('remembers nothing before it is asked', () => {
    const balancer = new Balancer({ nowMs: () => 0 });
    for (let count = 0; count < 60; count += 1) {
      const load = balancer.started(target, streamRequest, 10);
      balancer.ended(load, { verdict: 'succeeded', firstTokenMs: 30, totalMs: 30 });
    }
    expect(balancer.percentileMs(target, small, 95)).toBeUndefined();
  });
});
