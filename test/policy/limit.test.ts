import { describe, expect, test } from '@jest/globals';
import { accountOf } from '../../policy/account-part/account.ts';
import { periodAt } from '../../policy/account-part/period.ts';
import { type Budget, budgetApplies } from '../../policy/budget.ts';
import { type Limit, limitApplies } from '../../policy/limit.ts';

const limit: Limit = {
  id: 'limit-1',
  tenantId: 'a',
  name: 'burst',
  applicationId: undefined,
  per: 'all',
  workloads: [],
  routeIds: [],
  measure: 'requests',
  amount: 1,
  windowS: 1,
  monitor: false,
  message: undefined,
};
const budget: Budget = {
  id: 'budget-1',
  tenantId: 'a',
  name: 'monthly',
  applicationId: undefined,
  per: 'all',
  workloads: [],
  modelIds: [],
  period: 'month',
  amountNanoUsd: 1n,
  enforcement: 'hard',
  reservation: 'strict',
  whenUnreachable: 'deny',
  message: undefined,
  grantId: undefined,
};
const call = { applicationId: 'app', workload: 'chat', routeId: 'route' };
const attempt = { applicationId: 'app', workload: 'chat', modelId: 'large', grantId: 'grant' };

describe('which calls a limit or a budget is about', () => {
  test.each<[string, Partial<Limit>, boolean]>([
    ['every call where it names nothing', {}, true],
    ['calls of its application', { applicationId: 'app' }, true],
    ['no calls of another application', { applicationId: 'other' }, false],
    ['calls of its workloads', { workloads: ['code', 'chat'] }, true],
    ['no calls of other workloads', { workloads: ['code'] }, false],
    ['calls of its routes', { routeIds: ['route'] }, true],
    ['no calls of other routes', { routeIds: ['other'] }, false],
  ])('a limit: %s', (_, change, expected) => {
    expect(limitApplies({ ...limit, ...change }, call)).toBe(expected);
  });

  test.each<[string, Partial<Budget>, boolean]>([
    ['every attempt where it names nothing', {}, true],
    ['attempts at its models', { modelIds: ['large'] }, true],
    ['no attempts at other models', { modelIds: ['small'] }, false],
    ['no attempts of another application', { applicationId: 'other' }, false],
    ['attempts under its grant', { grantId: 'grant', workloads: ['none'] }, true],
    ['no attempts under another grant', { grantId: 'other' }, false],
  ])('a budget: %s', (_, change, expected) => {
    expect(budgetApplies({ ...budget, ...change }, attempt)).toBe(expected);
  });

  test('a budget of a grant is about no attempt that needed none', () => {
    const free = { ...attempt, grantId: undefined };
    expect(budgetApplies({ ...budget, grantId: 'grant' }, free)).toBe(false);
  });
});

test('a call without a key counts for its application where keys have accounts', () => {
  const keyed = { applicationId: 'app', apiKeyId: 'key' };
  expect(accountOf('all', keyed)).toBe('');
  expect(accountOf('application', keyed)).toBe('app');
  expect(accountOf('api_key', keyed)).toBe('key');
  expect(accountOf('api_key', { ...keyed, apiKeyId: undefined })).toBe('app');
});

test.each([
  ['day', '2028-02-29T23:59:59.999Z', '2028-02-29', '2028-03-01'],
  ['week', '2026-11-29T12:00:00Z', '2026-11-23', '2026-11-30'],
  ['week', '2026-11-30T00:00:00Z', '2026-11-30', '2026-12-07'],
  ['week', '2027-01-01T00:00:00Z', '2026-12-28', '2027-01-04'],
  ['month', '2026-12-31T23:59:59.999Z', '2026-12-01', '2027-01-01'],
  ['month', '2028-02-10T00:00:00Z', '2028-02-01', '2028-03-01'],
] as const)('a %s that holds %s begins on %s and ends before %s', (period, at, start, end) => {
  expect(periodAt(period, Date.parse(at))).toEqual({
    startMs: Date.parse(start),
    endMs: Date.parse(end),
  });
});
