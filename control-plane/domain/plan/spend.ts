import type { AccountScope } from '../../../policy/account-part/account.ts';
import type { Budget, BudgetDraft } from '../budget.ts';
import type { Limit, LimitDraft } from '../limit.ts';

/** What a document of a limit says; a list that is absent holds for everything. */
export interface LimitSpec {
  /** Name of the application; absent means every one of the tenant. */
  readonly application?: string | undefined;
  readonly per: AccountScope;
  readonly workloads?: readonly string[] | undefined;
  /** Names. */
  readonly routes?: readonly string[] | undefined;
  readonly measure: Limit['measure'];
  readonly amount: number;
  readonly windowSeconds?: number | undefined;
  readonly monitor?: boolean | undefined;
  readonly message?: string | undefined;
}

/** The same of a budget. */
export interface BudgetSpec {
  /** Name of the application; absent means every one of the tenant. */
  readonly application?: string | undefined;
  readonly per: AccountScope;
  readonly workloads?: readonly string[] | undefined;
  /** Names. */
  readonly models?: readonly string[] | undefined;
  readonly period: Budget['period'];
  /** Decimal. */
  readonly amountNanoUsd: string;
  readonly enforcement: Budget['enforcement'];
  readonly reservation?: Budget['reservation'] | undefined;
  readonly whenUnreachable?: Budget['whenUnreachable'] | undefined;
  readonly message?: string | undefined;
}

/** What a document decides of a limit besides its name. */
export type PlannedLimit = Omit<LimitDraft, 'tenantId' | 'name'>;
/** The same of a budget. */
export type PlannedBudget = Omit<BudgetDraft, 'tenantId' | 'name'>;

/** Names of what rows refer to, by id. */
interface SpendNames {
  readonly application: ReadonlyMap<string, string>;
  readonly route: ReadonlyMap<string, string>;
  readonly model: ReadonlyMap<string, string>;
}

/** The row as a document would say it. */
export function limitSpec(limit: Limit, names: SpendNames): LimitSpec {
  const { applicationId, per, workloads, routeIds, measure } = limit;
  const { amount, windowS, monitor, message } = limit;
  return {
    ...(applicationId !== null && { application: nameOf(names.application, applicationId) }),
    per,
    ...(workloads.length > 0 && { workloads }),
    ...(routeIds.length > 0 && { routes: routeIds.map((id) => nameOf(names.route, id)) }),
    measure,
    amount,
    ...(windowS > 0 && { windowSeconds: windowS }),
    ...(monitor && { monitor }),
    ...(message !== '' && { message }),
  };
}

/** The row as a document would say it. */
export function budgetSpec(budget: Budget, names: SpendNames): BudgetSpec {
  const { applicationId, per, workloads, modelIds, period, amountNanoUsd } = budget;
  const { enforcement, reservation, whenUnreachable, message } = budget;
  return {
    ...(applicationId !== null && { application: nameOf(names.application, applicationId) }),
    per,
    ...(workloads.length > 0 && { workloads }),
    ...(modelIds.length > 0 && { models: modelIds.map((id) => nameOf(names.model, id)) }),
    period,
    amountNanoUsd: amountNanoUsd.toString(),
    enforcement,
    ...(reservation !== 'strict' && { reservation }),
    ...(whenUnreachable !== 'deny' && { whenUnreachable }),
    ...(message !== '' && { message }),
  };
}

/** Finds ids of what documents name; `path` is in the spec. */
export interface SpendReferences {
  readonly application: (name: string, path: string) => string;
  readonly route: (name: string, path: string) => string;
  readonly model: (name: string, path: string) => string;
}

/** What the document means. */
export function readLimitSpec(spec: LimitSpec, find: SpendReferences): PlannedLimit {
  const { application, routes = [], workloads = [], windowSeconds = 0 } = spec;
  const { per, measure, amount, monitor = false, message = '' } = spec;
  return {
    applicationId: application === undefined ? null : find.application(application, 'application'),
    routeIds: routes.map((name, at) => find.route(name, `routes.${at}`)),
    ...{ per, workloads, measure, amount, windowS: windowSeconds, monitor, message },
  };
}

/** What the document means. */
export function readBudgetSpec(spec: BudgetSpec, find: SpendReferences): PlannedBudget {
  const { application, models = [], workloads = [], per, period, amountNanoUsd } = spec;
  const { enforcement, reservation = 'strict', whenUnreachable = 'deny', message = '' } = spec;
  return {
    applicationId: application === undefined ? null : find.application(application, 'application'),
    modelIds: models.map((name, at) => find.model(name, `models.${at}`)),
    amountNanoUsd: BigInt(amountNanoUsd),
    ...{ per, workloads, period, enforcement, reservation, whenUnreachable, message },
  };
}

function nameOf(names: ReadonlyMap<string, string>, id: string): string {
  return names.get(id) ?? id;
}
