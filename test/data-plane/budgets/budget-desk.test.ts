import { describe, expect, test } from '@jest/globals';
import type { BudgetDesk } from '../../../data-plane/budgets/budget-desk.ts';
import type { Budget } from '../../../policy/budget.ts';
import { noBudgetFacts } from '../../../policy/fact.ts';
import { call, charged, holder, openDesk } from './desk-fixture.ts';
import { sampleBudget } from './sample-budget.ts';

/*
 * Goal: what attempts set aside, pay and get back, and what conditions see of it.
 * Method: the desk of a node beside a control plane that is a function, and a clock that tests move.
 */

describe('what is left, as conditions see it', () => {
  const leftOf = (desk: BudgetDesk, budgets: readonly Budget[]) =>
    desk.leftOf({ budgets, holder, call });

  test('is the least of what is about the call, and full where nothing was heard or nothing applies', () => {
    const { desk, world } = openDesk({ remainingNanoUsd: 250n });
    const small = sampleBudget({ enforcement: 'soft' });
    expect(leftOf(desk, [small])).toEqual({ leftNanoUsd: 1_000, leftPerMille: 1_000 });
    desk.tick();
    expect(leftOf(desk, [small])).toEqual({ leftNanoUsd: 250, leftPerMille: 250 });
    const large = sampleBudget({ id: 'large', amountNanoUsd: 100_000n });
    expect(leftOf(desk, [large, small])).toEqual({ leftNanoUsd: 250, leftPerMille: 250 });
    world.nowMs += 1_000;
    desk.tick();
    expect(leftOf(desk, [large, small])).toEqual({ leftNanoUsd: 250, leftPerMille: 2 });
    const others = [
      sampleBudget({ modelIds: ['m1'], amountNanoUsd: 0n }),
      sampleBudget({ grantId: 'g1', amountNanoUsd: 0n }),
      sampleBudget({ workloads: ['code'], amountNanoUsd: 0n }),
      sampleBudget({ applicationId: 'a2', amountNanoUsd: 0n }),
    ];
    expect(leftOf(desk, others)).toEqual(noBudgetFacts);
    const none = sampleBudget({ id: 'none', amountNanoUsd: 0n });
    expect(leftOf(desk, [none])).toEqual({ leftNanoUsd: 0, leftPerMille: 0 });
  });

  test('is asked for again and again, though no call spends anything', () => {
    const { desk, world } = openDesk({ remainingNanoUsd: 0n });
    const budget = sampleBudget({ enforcement: 'soft' });
    for (let second = 0; second < 200; second += 1) {
      leftOf(desk, [budget]);
      world.nowMs += 1_000;
      desk.tick();
      expect(leftOf(desk, [budget]).leftNanoUsd).toBe(0);
    }
    expect(world.askedCount).toBeGreaterThanOrEqual(20);
  });

  test('is less by what this node has spent since', () => {
    const { desk, spend, hear } = openDesk();
    const budget = sampleBudget();
    hear(budget);
    const charge = charged(spend(budget, 400n));
    desk.settle(charge, 300n, { endedAtMs: 0, isAnswer: true });
    expect(leftOf(desk, [budget])).toEqual({ leftNanoUsd: 700, leftPerMille: 700 });
  });
});
