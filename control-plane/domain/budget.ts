import { BUDGET_BOUNDS, type Budget as PolicyBudget } from '../../policy/budget.ts';
import { type Fault, invalidInput } from './errors.ts';
import { type ArchivableRecord, newRecord, revise } from './record.ts';
import { checkCounted, checkNamed } from './tenant/counted-calls.ts';

/** How much somebody may spend in a period. What a grant may spend is no row of its own. */
export interface Budget
  extends ArchivableRecord,
    Omit<PolicyBudget, 'id' | 'applicationId' | 'message' | 'grantId'> {
  /** Null means every application of the tenant. It stays for good, as its accounts and its period do. */
  readonly applicationId: string | null;
  /** Empty for none. */
  readonly message: string;
}

/** What the author of a budget decides. */
export type BudgetDraft = Omit<Budget, keyof ArchivableRecord>;

/** What an edit may change; what is undefined stays. */
export interface BudgetChange {
  readonly name?: string | undefined;
  readonly workloads?: readonly string[] | undefined;
  readonly modelIds?: readonly string[] | undefined;
  readonly amountNanoUsd?: bigint | undefined;
  readonly enforcement?: Budget['enforcement'] | undefined;
  readonly reservation?: Budget['reservation'] | undefined;
  readonly whenUnreachable?: Budget['whenUnreachable'] | undefined;
  readonly message?: string | undefined;
}

/** Applications of its tenant and models that it may name. */
export interface BudgetContext {
  readonly now: Date;
  readonly applicationIds: ReadonlySet<string>;
  readonly modelIds: ReadonlySet<string>;
}

/** @throws DomainError VALIDATION_FAILED */
export function createBudget(id: string, draft: BudgetDraft, context: BudgetContext): Budget {
  return checked({ ...draft, ...newRecord(id, context.now) }, context);
}

/** @throws DomainError VALIDATION_FAILED */
export function reviseBudget(budget: Budget, change: BudgetChange, context: BudgetContext): Budget {
  return checked(revise(budget, change, context.now), context);
}

function checkAmount(path: string, amountNanoUsd: bigint): readonly Fault[] {
  const { amountNanoUsdMax } = BUDGET_BOUNDS;
  if (amountNanoUsd >= 0n && amountNanoUsd <= amountNanoUsdMax) return [];
  return [{ path, message: `Write 0 to ${amountNanoUsdMax} nano-USD, which is a billion USD.` }];
}

/** Sets are kept in one order, so that equal budgets are equal JSON. */
function checked(draft: Budget, { applicationIds, modelIds }: BudgetContext): Budget {
  const budget = {
    ...draft,
    workloads: draft.workloads.toSorted(),
    modelIds: draft.modelIds.toSorted(),
  };
  const { modelsMax } = BUDGET_BOUNDS;
  const faults = [
    ...checkCounted(budget, applicationIds, BUDGET_BOUNDS),
    ...checkNamed(budget.modelIds, {
      path: 'modelIds',
      noun: 'model',
      known: modelIds,
      max: modelsMax,
    }),
    ...checkAmount('amount', budget.amountNanoUsd),
  ];
  if (faults.length > 0) throw invalidInput(faults);
  return budget;
}
