import {
  type AccountCall,
  type AccountFilter,
  type AccountScope,
  includesOrAll,
  isAbout,
} from './account-part/account.ts';
import type { BudgetPeriod } from './account-part/period.ts';

/**
 * What follows when a budget is spent: nothing but notices and a fact that conditions see (`soft`), a refusal (`hard`), or the
 * route's fallbacks of the class `budget` and then a refusal (`downgrade`).
 */
export type BudgetEnforcement = 'soft' | 'hard' | 'downgrade';
/** What an attempt sets aside: the most that it may cost, or what nine of ten like it have cost. */
export type BudgetReservation = 'strict' | 'learned';
/** When the control plane cannot be asked: refuse, or go on with the node's part of what was left. */
export type BudgetOutage = 'deny' | 'share';

/** In the order in which people read them. */
export const budgetEnforcements: readonly BudgetEnforcement[] = ['soft', 'hard', 'downgrade'];
export const budgetReservations: readonly BudgetReservation[] = ['strict', 'learned'];
export const budgetOutages: readonly BudgetOutage[] = ['deny', 'share'];

/** How much somebody may spend in a period. Each budget that is about an attempt must have room for it. */
export interface Budget extends AccountFilter {
  readonly id: string;
  readonly tenantId: string;
  readonly name: string;
  readonly per: AccountScope;
  /** Empty means every model. */
  readonly modelIds: readonly string[];
  readonly period: BudgetPeriod;
  /** Nano-USD for each account and period; 0 lets nothing be spent. */
  readonly amountNanoUsd: bigint;
  readonly enforcement: BudgetEnforcement;
  readonly reservation: BudgetReservation;
  readonly whenUnreachable: BudgetOutage;
  /** What a caller that is refused should do or whom to ask; undefined for none. */
  readonly message: string | undefined;
  /** The grant whose monthly spend it is; undefined for every other budget. */
  readonly grantId: string | undefined;
}

/** Hard bounds, the same on both planes. */
export const BUDGET_BOUNDS = {
  /** A billion USD. */
  amountNanoUsdMax: 1_000_000_000_000_000_000n,
  workloadsMax: 50,
  modelsMax: 50,
  messageCharsMax: 300,
} as const;

/** What is looked at of an attempt. */
export interface BudgetedAttempt extends AccountCall {
  readonly modelId: string;
  /** The grant that it is made under; undefined where none was needed. */
  readonly grantId: string | undefined;
}

/** Whether the budget is about the attempt. Both must be of the same tenant. */
export function budgetApplies(budget: Budget, attempt: BudgetedAttempt): boolean {
  if (budget.grantId !== undefined) return budget.grantId === attempt.grantId;
  return isAbout(budget, attempt) && includesOrAll(budget.modelIds, attempt.modelId);
}
