import type { Budget } from '../budget.ts';
import type { Limit } from '../limit.ts';

/** That a row is out of use, as content: to take a limit or a budget away allows more, and is reviewed. Absent while it is in use. */
interface Ending {
  readonly archived?: true;
}

/** What is reviewed of a limit. */
export type LimitContent = Ending &
  Pick<
    Limit,
    | 'name'
    | 'applicationId'
    | 'per'
    | 'workloads'
    | 'routeIds'
    | 'measure'
    | 'amount'
    | 'windowS'
    | 'monitor'
    | 'message'
  >;

/** What is reviewed of a budget; the amount is decimal. */
export type BudgetContent = Ending &
  Pick<
    Budget,
    | 'name'
    | 'applicationId'
    | 'per'
    | 'workloads'
    | 'modelIds'
    | 'period'
    | 'enforcement'
    | 'reservation'
    | 'whenUnreachable'
    | 'message'
  > & { readonly amountNanoUsd: string };

export function limitContentOf(limit: Limit): LimitContent {
  const { name, applicationId, per, workloads, routeIds, measure } = limit;
  const { amount, windowS, monitor, message } = limit;
  const about = { name, applicationId, per, workloads, routeIds };
  return { ...about, measure, amount, windowS, monitor, message, ...endingOf(limit) };
}

export function budgetContentOf(budget: Budget): BudgetContent {
  const { name, applicationId, per, workloads, modelIds, period } = budget;
  const { enforcement, reservation, whenUnreachable, message } = budget;
  return {
    ...{ name, applicationId, per, workloads, modelIds, period },
    amountNanoUsd: budget.amountNanoUsd.toString(),
    ...{ enforcement, reservation, whenUnreachable, message },
    ...endingOf(budget),
  };
}

function endingOf({ archivedAt }: Limit | Budget): Ending {
  return archivedAt === null ? {} : { archived: true };
}
