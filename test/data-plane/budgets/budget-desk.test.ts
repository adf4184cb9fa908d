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

describe('what is set aside', () => {
  const settled = { endedAtMs: 0, isAnswer: true };

  test('is given back when the attempt has ended, and what it cost is gone', () => {
    const { desk, spend, hear } = openDesk();
    const budget = sampleBudget();
    hear(budget);
    const first = charged(spend(budget, 900n));
    expect(spend(budget, 200n)).toMatchObject({ why: 'unheard' });
    desk.settle(first, 100n, settled);
    expect(spend(budget, 901n)).toMatchObject({ why: 'unheard' });
    desk.settle(charged(spend(budget, 900n)), 0n, settled);
    expect(charged(spend(budget, 900n)).lines).toHaveLength(1);
  });

  test('is what nine of ten have cost, for a budget that learns; all that it may cost for a strict one', () => {
    const { desk, spend, hear } = openDesk();
    const learned = sampleBudget({ id: 'learned', reservation: 'learned' });
    const strict = sampleBudget({ id: 'strict' });
    hear(learned);
    hear(strict);
    for (let count = 0; count < 60; count += 1) {
      const charge = charged(spend(sampleBudget({ id: 'soft', enforcement: 'soft' }), 500n));
      desk.settle(charge, 50n, settled);
    }
    const asideOf = (budget: Budget) => charged(spend(budget, 500n)).lines[0]?.reservedNanoUsd;
    expect(asideOf(strict)).toBe(500n);
    expect(asideOf(learned)).toBeGreaterThanOrEqual(50n);
    expect(asideOf(learned)).toBeLessThan(100n);
  });

  test('ends with what was lent, 30 s after it was asked for', () => {
    const { world, spend, hear } = openDesk();
    const budget = sampleBudget();
    hear(budget);
    world.isReachable = false;
    world.nowMs = 29_999;
    expect(charged(spend(budget, 900n)).lines).toHaveLength(1);
    world.nowMs = 30_000;
    expect(spend(budget, 1n)).toMatchObject({ why: 'unheard' });
  });

  test('goes on without the control plane by its part of what was left, where the budget shares', () => {
    const { desk, world, spend, hear } = openDesk({ holderCount: 4, authorisedNanoUsd: 0n });
    const sharing = sampleBudget({ id: 'sharing', whenUnreachable: 'share' });
    const denying = sampleBudget({ id: 'denying' });
    hear(sharing);
    hear(denying);
    world.isReachable = false;
    world.nowMs = 40_000;
    desk.tick();
    expect(charged(spend(sharing, 250n)).lines).toHaveLength(1);
    expect(spend(sharing, 1n)).toMatchObject({ why: 'unheard' });
    expect(spend(denying, 1n)).toMatchObject({ why: 'unheard' });
  });

  test('is for the grant that the attempt is made under, and for no other', () => {
    const { spend } = openDesk();
    const ofGrant = sampleBudget({ grantId: 'g1', amountNanoUsd: 0n });
    const attempt = { ...call, modelId: 'm1', grantId: 'g2' };
    expect(charged(spend(ofGrant, 10n, { attempt })).lines).toEqual([]);
    expect(spend(ofGrant, 10n, { attempt: { ...attempt, grantId: 'g1' } })).toMatchObject({
      why: 'unheard',
      budget: { grantId: 'g1' },
    });
  });
});
