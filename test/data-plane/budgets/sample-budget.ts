import type { Budget } from '../../../policy/budget.ts';

/** A budget of a thousand nano-USD a day for a tenant, with what a test says besides. */
export const sampleBudget = (change: Partial<Budget> = {}): Budget => ({
  id: 'budget-1',
  tenantId: 't1',
  name: 'tools',
  applicationId: undefined,
  per: 'all',
  workloads: [],
  modelIds: [],
  period: 'day',
  amountNanoUsd: 1_000n,
  enforcement: 'hard',
  reservation: 'strict',
  whenUnreachable: 'deny',
  message: undefined,
  grantId: undefined,
  ...change,
});
