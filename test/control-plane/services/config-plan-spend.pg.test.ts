import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ReviewRequired } from '../../../control-plane/services/review/review-required.ts';
import { failureOf } from '../../support/failure.ts';
import { call, type Management, openManagement } from '../../support/management.ts';
import { changesOf, PlanningHouse } from './config-plan-house.ts';

/*
 * Goal: documents make, tighten, loosen and take away limits and budgets as their mutations do, and by the same rules.
 * Method: as in config-plan; every field is asked for in config-plan-document.
 */
let management: Management;
let house: PlanningHouse;
beforeAll(async () => {
  management = await openManagement(6);
  house = await PlanningHouse.open(management);
});
afterAll(async () => {
  await management?.[Symbol.asyncDispose]();
});

type Document = readonly [kind: string, name: string, spec: object];

const limit = (name: string, change: object = {}) =>
  [
    'Limit',
    name,
    { per: 'all', measure: 'requests', amount: 60, windowSeconds: 60, ...change },
  ] as const;
const budget = (name: string, change: object = {}) => {
  const money = { per: 'all', period: 'month', amountNanoUsd: '5000000000', enforcement: 'hard' };
  return ['Budget', name, { ...money, ...change }] as const;
};
const plan = (...documents: readonly Document[]) =>
  house.plan(house.write(...documents), { owner: 'spend', prune: true });

test('they are made and tightened at once, and what is said again is as it is', async () => {
  const first = await plan(limit('burst', { workloads: ['b', 'a'] }), budget('month'));
  expect(first.actions).toMatchObject([
    { verb: 'create', kind: 'limit', direction: 'tightening', permission: 'limit:write' },
    { verb: 'create', kind: 'budget', direction: 'tightening', permission: 'budget:write' },
  ]);
  await house.apply(first);
  const same = await plan(limit('burst', { workloads: ['a', 'b'] }), budget('month'));
  expect(changesOf(same)).toEqual([]);
  const tighter = await plan(
    limit('burst', { workloads: ['a', 'b'], amount: 30 }),
    budget('month', { amountNanoUsd: '4000000000' }),
  );
  expect(tighter.actions).toMatchObject([
    { verb: 'update', direction: 'tightening', paths: ['amount'] },
    { verb: 'update', direction: 'tightening', paths: ['amountNanoUsd'] },
  ]);
  await house.apply(tighter);
});

test('what they count stays as it is', async () => {
  await house.apply(await plan(limit('kept')));
  expect(await failureOf(() => plan(limit('kept', { per: 'api_key' })))).toMatchObject({
    faults: [{ path: 'documents.0.spec.per' }],
  });
});

test('more than before, and the end of one, become one request where a rule demands it', async () => {
  await house.apply(
    await plan(limit('raised'), budget('ended'), limit('watched', { monitor: true })),
  );
  for (const kind of ['limit', 'budget'] as const)
    await management.services.approvalRules.create(management.admin, call('createApprovalRule'), {
      tenantId: house.approval.tenant.id,
      kind,
      quorum: 1,
      roles: [],
    });
  const unwatched = await plan(limit('raised'), budget('ended'));
  expect(unwatched.actions.filter(({ verb }) => verb === 'delete')).toMatchObject([
    { name: 'watched', direction: 'tightening' },
  ]);
  await house.apply(unwatched);
  const ended = await plan(limit('raised'));
  expect(ended.actions).toContainEqual(
    expect.objectContaining({ verb: 'delete', name: 'ended', direction: 'loosening' }),
  );
  const raised = await plan(limit('raised', { amount: 61 }), budget('ended'));
  for (const loosening of [ended, raised])
    await expect(house.apply(loosening)).rejects.toBeInstanceOf(ReviewRequired);
});
