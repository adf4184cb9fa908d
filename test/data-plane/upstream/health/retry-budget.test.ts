import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { RetryBudget } from '../../../../data-plane/upstream/health/retry-budget.ts';

function spendAll(budget: RetryBudget, nowMs: number): number {
  let count = 0;
  while (budget.spend(nowMs)) count += 1;
  return count;
}

test('a budget has thirty tokens at first, and three more each second', () => {
  const budget = new RetryBudget(0);
  expect(spendAll(budget, 0)).toBe(30);
  expect(spendAll(budget, 333)).toBe(0);
  expect(spendAll(budget, 334)).toBe(1);
  expect(spendAll(budget, 3_334)).toBe(9);
});

test('five calls earn a token', () => {
  const budget = new RetryBudget(0);
  spendAll(budget, 0);
  for (let count = 0; count < 100; count += 1) budget.earn();
  expect(spendAll(budget, 0)).toBeGreaterThanOrEqual(19);
  expect(spendAll(budget, 0)).toBe(0);
});

test('a budget never saves up more than thirty', () => {
  const budget = new RetryBudget(0);
  for (let count = 0; count < 1_000; count += 1) budget.earn();
  expect(spendAll(budget, 1_000_000)).toBe(30);
});

test('whatever the traffic, further attempts are at most 20 % of it, 3/s and the burst', () => {
  const step = fc.record({ waitMs: fc.nat(500), calls: fc.nat(20), tries: fc.nat(20) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 100 }), (steps) => {
      const budget = new RetryBudget(0);
      let nowMs = 0;
      let calls = 0;
      let spent = 0;
      for (const { waitMs, calls: more, tries } of steps) {
        nowMs += waitMs;
        calls += more;
        for (let count = 0; count < more; count += 1) budget.earn();
        for (let count = 0; count < tries; count += 1) if (budget.spend(nowMs)) spent += 1;
      }
      expect(spent).toBeLessThanOrEqual(30 + 0.2 * calls + (3 * nowMs) / 1_000 + 1e-6);
    }),
  );
});
