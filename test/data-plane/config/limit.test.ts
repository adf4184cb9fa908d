import { expect, test } from '@jest/globals';
import { resource, type TestResource } from '../../support/configuration.ts';
import { build, built, good, receive, replaced } from './snapshot-fixture.ts';

/** Goal: a node holds limits and budgets as they were written, and what is none holds its tenant back. */
const limit = (change: object = {}): TestResource =>
  resource(
    'limit',
    { id: 'limit-a', tenantId: 'a' },
    {
      tenantId: 'a',
      name: 'burst',
      applicationId: 'application-a',
      per: 'api_key',
      workloads: ['chat'],
      routeIds: ['route-a'],
      measure: 'requests',
      amount: 60,
      windowS: 60,
      message: 'Ask the platform team.',
      ...change,
    },
  );
const budget = (change: object = {}): TestResource =>
  resource(
    'budget',
    { id: 'budget-a', tenantId: 'a' },
    {
      tenantId: 'a',
      name: 'monthly',
      per: 'all',
      modelIds: ['model-1'],
      period: 'month',
      amountNanoUsd: '1000000000000000000',
      enforcement: 'hard',
      reservation: 'strict',
      whenUnreachable: 'deny',
      ...change,
    },
  );

test('limits and budgets of a tenant are held by name, and no other tenant has them', () => {
  const second = resource(
    'limit',
    { id: 'limit-0', tenantId: 'a' },
    { tenantId: 'a', name: 'all', per: 'all', measure: 'concurrent_requests', amount: 4 },
  );
  const { snapshot, heldBack } = built(receive([...good, limit(), second, budget()]));
  expect(heldBack.size).toBe(0);
  expect(snapshot.limits.get('b')).toBeUndefined();
  expect(snapshot.limits.get('a')).toEqual([
    {
      id: 'limit-0',
      tenantId: 'a',
      name: 'all',
      applicationId: undefined,
      per: 'all',
      workloads: [],
      routeIds: [],
      measure: 'concurrent_requests',
      amount: 4,
      windowS: 0,
      monitor: false,
      message: undefined,
    },
    {
      id: 'limit-a',
      tenantId: 'a',
      name: 'burst',
      applicationId: 'application-a',
      per: 'api_key',
      workloads: ['chat'],
      routeIds: ['route-a'],
      measure: 'requests',
      amount: 60,
      windowS: 60,
      monitor: false,
      message: 'Ask the platform team.',
    },
  ]);
  expect(snapshot.budgets.get('a')).toMatchObject([
    { name: 'monthly', amountNanoUsd: 10n ** 18n, grantId: undefined },
  ]);
});

test('what is archived is gone with the next revision, what is changed is another', () => {
  const before = built(receive([...good, limit(), budget()]));
  const changed = replaced([...good, limit()], limit({ amount: 30 }));
  const { snapshot } = built(receive(changed, 2n), before);
  expect(snapshot.limits.get('a')).toMatchObject([{ amount: 30 }]);
  expect(snapshot.budgets.size).toBe(0);
  expect(before.snapshot.budgets.size).toBe(1);
});

test.each<[string, TestResource]>([
  ['a limit of nothing', limit({ amount: 0 })],
  ['a limit that no number holds', limit({ amount: '18446744073709551615' })],
  ['a limit without a window', limit({ windowS: 0 })],
  ['a limit of two days', limit({ windowS: 172_800 })],
  ['calls at a time in a window', limit({ measure: 'concurrent_requests' })],
  ['a measure that nobody knows', limit({ measure: 'images' })],
  ['a count for each week day', limit({ per: 'weekday' })],
  ['a limit for a missing application', limit({ applicationId: 'none' })],
  ['a limit that says that it is of another tenant', limit({ tenantId: 'b' })],
  ['a message as long as a book', limit({ message: 'x'.repeat(301) })],
  ['a budget beyond all money', budget({ amountNanoUsd: '1000000000000000001' })],
  ['a budget for ever', budget({ period: 'eternity' })],
  ['a budget that is enforced in a way that nobody knows', budget({ enforcement: 'gently' })],
  ['a budget that sets aside in a way that nobody knows', budget({ reservation: 'guess' })],
  ['a budget whose outage nobody knows', budget({ whenUnreachable: 'allow' })],
])('%s holds back its tenant, and no other', (_, bad) => {
  const result = build(receive([...good, bad]));
  if (result.kind !== 'built') throw new Error('the whole was rejected');
  expect([...result.built.heldBack.keys()]).toEqual(['a']);
});
