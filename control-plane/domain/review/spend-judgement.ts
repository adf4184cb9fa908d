import { type Direction, type FieldJudgement, judgeBy } from './judgement.ts';
import type { BudgetContent, LimitContent } from './spend-content.ts';

const neutral = () => 'neutral' as const;

const judgeLimitFields = judgeBy<LimitContent>({
  name: neutral,
  message: neutral,
  workloads: widens,
  routeIds: widens,
  amount: (from, to) => tighterWhen(to < from),
  // More time for as many: fewer in each second.
  windowS: (from, to) => tighterWhen(to > from),
  monitor: (_from, to) => tighterWhen(!to),
});

const judgeBudgetFields = judgeBy<BudgetContent>({
  name: neutral,
  message: neutral,
  workloads: widens,
  modelIds: widens,
  amountNanoUsd: (from, to) => tighterWhen(BigInt(to) < BigInt(from)),
  enforcement: (from, to) => tighterWhen(rankOf(to) > rankOf(from)),
  reservation: (_from, to) => tighterWhen(to === 'strict'),
  whenUnreachable: (_from, to) => tighterWhen(to === 'deny'),
});

/** How a limit differs. One that refuses nothing, monitored or archived, can only become tighter. */
export function judgeLimit(from: LimitContent, to: LimitContent): readonly FieldJudgement[] {
  const judgements = judgeLimitFields(from, to);
  const isFree = from.monitor || from.archived === true;
  if (!isFree) return judgements;
  const direction = to.monitor || to.archived === true ? 'neutral' : 'tightening';
  return judgements.map(({ field }) => ({ field, direction }));
}

/** How a budget differs. A soft one is seen by conditions, and counts as any other. */
export function judgeBudget(from: BudgetContent, to: BudgetContent): readonly FieldJudgement[] {
  const judgements = judgeBudgetFields(from, to);
  if (from.archived !== true) return judgements;
  return judgements.map(({ field }) => ({ field, direction: 'tightening' }));
}

/** Soft, downgrade, hard. */
function rankOf(enforcement: BudgetContent['enforcement']): number {
  const order: readonly BudgetContent['enforcement'][] = ['soft', 'downgrade', 'hard'];
  return order.indexOf(enforcement);
}

/** About more calls: an empty list is about all of them. */
function widens(from: readonly string[], to: readonly string[]): Direction {
  return tighterWhen(to.length === 0 || (from.length > 0 && from.every((one) => to.includes(one))));
}

function tighterWhen(isTighter: boolean): Direction {
  return isTighter ? 'tightening' : 'loosening';
}
