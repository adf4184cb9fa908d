import { expect, test } from '@jest/globals';
import type { Budget } from '../../../../policy/budget.ts';
import type { RoutingRule } from '../../../../policy/resource.ts';
import { openDesk } from '../../budgets/desk-fixture.ts';
import { sampleBudget } from '../../budgets/sample-budget.ts';
import { makeCall } from '../call-fixture.ts';
import { useProviderPair } from '../provider-fixture.ts';
import {
  application,
  chatRequest,
  providersAt,
  routeOver,
  snapshotOf,
  targetOf,
} from '../snapshot-fixture.ts';

/*
 * Goal: what is left of budgets decides where calls go.
 * Method: real sockets; a node whose desk hears of a control plane what a test says.
 */

const pair = useProviderPair();

/** Target 0 and target 1 behind one route, with the rules that a test makes of that route's own. */
function gatewayOver(
  budgets: readonly Budget[],
  rulesOf: (rule: RoutingRule, other: RoutingRule) => readonly RoutingRule[],
  remainingNanoUsd = 1_000n,
) {
  const { desk } = openDesk({ remainingNanoUsd, authorisedNanoUsd: 0n });
  const targets = [targetOf(0), targetOf(1)];
  const [rule, other] = targets.map((target) => routeOver([target]).policy.rules[0]);
  if (rule === undefined || other === undefined) throw new Error('a route has rules');
  const gateway = pair.gatewayOver(
    snapshotOf({
      budgets,
      targets,
      providers: providersAt([pair.first.baseUrl, pair.second.baseUrl]),
      routes: [{ ...routeOver(targets), policy: { rules: rulesOf(rule, other) } }],
    }),
    {},
    undefined,
    { budgets: desk, routing: { budgets: desk } },
  );
  return { gateway, desk };
}

test('a rule may ask how much is left', async () => {
  const budgets = [sampleBudget({ enforcement: 'soft' })];
  const when = 'budget.leftPerMille < 500 && budget.leftNanoUsd < 500';
  const rulesOf = (rule: RoutingRule, other: RoutingRule) => [
    { ...other, name: 'frugal', when },
    rule,
  ];
  const { gateway, desk } = gatewayOver(budgets, rulesOf, 400n);
  expect((await makeCall(gateway, chatRequest)).head?.targetName).toBe('target-0');
  desk.tick();
  expect((await makeCall(gateway, chatRequest)).head?.targetName).toBe('target-1');
  const unbudgeted = gatewayOver([], rulesOf, 400n);
  expect((await makeCall(unbudgeted.gateway, chatRequest)).head?.targetName).toBe('target-0');
});

test('a budget that is spent and downgrades leads to the fallbacks for it, and the decision says so', async () => {
  const downgrading = sampleBudget({ enforcement: 'downgrade' });
  const rulesOf = (rule: RoutingRule, other: RoutingRule) => {
    const targetIds = other.split.map(({ targetId }) => targetId);
    return [{ ...rule, fallbacksByClass: [{ on: ['budget' as const], targetIds }] }];
  };
  const { gateway } = gatewayOver([downgrading], rulesOf);
  expect((await makeCall(gateway, chatRequest)).head?.targetName).toBe('target-1');
  expect(pair.first.requests).toEqual([]);
  const decision = gateway.records[0]?.decision;
  expect(decision?.candidates).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ targetId: targetOf(0).id, reason: 'budget' }),
    ]),
  );
  const hard = gatewayOver([{ ...downgrading, enforcement: 'hard' }], rulesOf);
  expect((await makeCall(hard.gateway, chatRequest)).error?.code).toBe('budget_exhausted');
  const both = gatewayOver([downgrading, sampleBudget({ id: 'cap' })], rulesOf);
  expect((await makeCall(both.gateway, chatRequest)).error?.code).toBe('budget_exhausted');
});

test('a call pays what its usage event says, once, and gives back the rest', async () => {
  const budget = sampleBudget({ enforcement: 'soft', amountNanoUsd: 10_000_000_000n });
  const { gateway, desk } = gatewayOver([budget], (rule) => [rule], budget.amountNanoUsd);
  await makeCall(gateway, chatRequest);
  const cost = Number(gateway.records[0]?.usageEvents?.[0]?.costNanoUsd);
  expect(cost).toBeGreaterThan(0);
  const { id: applicationId } = application;
  const holder = { applicationId, apiKeyId: undefined };
  const call = { applicationId, workload: 'default' };
  const { leftNanoUsd } = desk.leftOf({ budgets: [budget], holder, call });
  expect(leftNanoUsd).toBe(Number(budget.amountNanoUsd) - cost);
});
