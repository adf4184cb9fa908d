import type { BudgetDraft } from '../../control-plane/domain/budget.ts';
import type { LimitDraft } from '../../control-plane/domain/limit.ts';
import { freshName } from './catalog.ts';
import type { Approval } from './grant.ts';
import { call, type Management } from './management.ts';

/** A limit of 60 requests a minute for all calls of a tenant. */
export function limitDraft(tenantId: string, change: Partial<LimitDraft> = {}): LimitDraft {
  return {
    tenantId,
    name: freshName('limit'),
    applicationId: null,
    per: 'all',
    workloads: [],
    routeIds: [],
    measure: 'requests',
    amount: 60,
    windowS: 60,
    monitor: false,
    message: '',
    ...change,
  };
}

/** A hard budget of 5 USD a month for all attempts of a tenant. */
export function budgetDraft(tenantId: string, change: Partial<BudgetDraft> = {}): BudgetDraft {
  return {
    tenantId,
    name: freshName('budget'),
    applicationId: null,
    per: 'all',
    workloads: [],
    modelIds: [],
    period: 'month',
    amountNanoUsd: 5_000_000_000n,
    enforcement: 'hard',
    reservation: 'strict',
    whenUnreachable: 'deny',
    message: '',
    ...change,
  };
}

/** Ids of a limit and a budget of the application. */
export async function createSpend(
  { services, admin }: Management,
  { tenant, application, model }: Pick<Approval, 'tenant' | 'application' | 'model'>,
): Promise<{ readonly limit: string; readonly budget: string }> {
  const applicationId = application.id;
  const limit = limitDraft(tenant.id, { applicationId });
  const budget = budgetDraft(tenant.id, { applicationId, modelIds: [model.id] });
  const made = await services.limits.create(admin, call('createLimit'), limit);
  const allowed = await services.budgets.create(admin, call('createBudget'), budget);
  return { limit: made.value.id, budget: allowed.value.id };
}
