import { type BudgetDraft, createBudget, reviseBudget } from '../../domain/budget.ts';
import { isSameContent } from '../../domain/canonical-json.ts';
import type { PlanDirection } from '../../domain/config-plan.ts';
import { invalid } from '../../domain/errors.ts';
import { createLimit, type LimitDraft, reviseLimit } from '../../domain/limit.ts';
import type { KindRow, PlanRows } from '../../domain/plan/row.ts';
import { type FieldJudgement, isProvenTightening } from '../../domain/review/judgement.ts';
import { budgetContentOf, limitContentOf } from '../../domain/review/spend-content.ts';
import { judgeBudget, judgeLimit } from '../../domain/review/spend-judgement.ts';
import type { BuildContext, Built } from './build-row.ts';

/** Never changed by documents: what counts, and for whom. */
const limitKept = ['applicationId', 'per', 'measure'] as const;
const budgetKept = ['applicationId', 'per', 'period'] as const;

/** @throws DomainError VALIDATION_FAILED */
export function buildLimit(
  draft: Omit<LimitDraft, 'tenantId'>,
  { id, tenantId, row, editor: { now } }: BuildContext<PlanRows['limit']>,
): Built<PlanRows['limit']> {
  // Names were found by the plan: what they mean is there.
  const named = { applicationIds: idsOf(draft.applicationId), routeIds: new Set(draft.routeIds) };
  const made = createLimit(id, { ...draft, tenantId }, { now, ...named });
  const content = limitContentOf(made);
  if (row === undefined) return { after: made, direction: 'tightening', content };
  const before = limitContentOf(row);
  if (isSameContent(before, content)) return { after: row, direction: 'none', content };
  requireKept(before, content, limitKept);
  const after = reviseLimit(row, content, { now, ...named });
  return { after, direction: directionOf(judgeLimit(before, content)), content };
}

/** @throws DomainError VALIDATION_FAILED */
export function buildBudget(
  draft: Omit<BudgetDraft, 'tenantId'>,
  { id, tenantId, row, editor: { now } }: BuildContext<PlanRows['budget']>,
): Built<PlanRows['budget']> {
  const named = { applicationIds: idsOf(draft.applicationId), modelIds: new Set(draft.modelIds) };
  const made = createBudget(id, { ...draft, tenantId }, { now, ...named });
  const content = budgetContentOf(made);
  if (row === undefined) return { after: made, direction: 'tightening', content };
  const before = budgetContentOf(row);
  if (isSameContent(before, content)) return { after: row, direction: 'none', content };
  requireKept(before, content, budgetKept);
  const { amountNanoUsd } = made;
  const after = reviseBudget(row, { ...content, amountNanoUsd }, { now, ...named });
  return { after, direction: directionOf(judgeBudget(before, content)), content };
}

/** What it comes to that a row goes: of limits and budgets it may allow more. */
export function directionOfEnd({ kind, row }: KindRow): PlanDirection {
  const end = { archived: true } as const;
  if (kind === 'limit') {
    const content = limitContentOf(row);
    return directionOf(judgeLimit(content, { ...content, ...end }));
  }
  if (kind !== 'budget') return 'tightening';
  const content = budgetContentOf(row);
  return directionOf(judgeBudget(content, { ...content, ...end }));
}

function directionOf(judgements: readonly FieldJudgement[]): PlanDirection {
  return isProvenTightening(judgements) ? 'tightening' : 'loosening';
}

function requireKept<Content extends object>(
  before: Content,
  after: Content,
  fields: readonly (keyof Content & string)[],
): void {
  const moved = fields.find((field) => before[field] !== after[field]);
  if (moved === undefined) return;
  throw invalid(moved, 'What counts, and for whom, stays as it is; give another one a new name.');
}

function idsOf(applicationId: string | null): ReadonlySet<string> {
  return new Set(applicationId === null ? [] : [applicationId]);
}
