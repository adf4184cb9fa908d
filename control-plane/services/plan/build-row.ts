import { createApplication, reviseApplication } from '../../domain/application.ts';
import { isSameContent } from '../../domain/canonical-json.ts';
import type { PlanDirection } from '../../domain/config-plan.ts';
import { invalid, invalidInput } from '../../domain/errors.ts';
import {
  checkConditions,
  completeConditions,
  type GrantProposal,
  isTightening,
  reviseGrant,
} from '../../domain/grant.ts';
import {
  applicationContent,
  grantContent,
  promptPolicyContent,
  routeContent,
} from '../../domain/plan/content.ts';
import type { ApplicationSpec } from '../../domain/plan/document.ts';
import type { PlanRows } from '../../domain/plan/row.ts';
import {
  createPromptPolicy,
  type PromptPolicyContext,
  type PromptPolicyDraft,
  revisePromptPolicy,
} from '../../domain/prompt-policy.ts';
import {
  isPromptPolicyTightening,
  isRouteTightening,
  onlyTightens,
} from '../../domain/review/tightening.ts';
import {
  createRoute,
  type RouteCatalog,
  type RouteDraft,
  reviseRoute,
} from '../../domain/route.ts';
import { createTenant } from '../../domain/tenant.ts';

/** Which row, and what it is judged by. */
export interface BuildContext<Row> {
  readonly id: string;
  readonly tenantId: string;
  /** Undefined for something new. */
  readonly row: Row | undefined;
  readonly editor: { readonly name: string; readonly now: Date };
}

/** What becomes of one row. `after` is the row itself when nothing changes. */
export interface Built<Row> {
  readonly after: Row;
  readonly direction: PlanDirection;
  /** What documents decide of it, with ids. */
  readonly content: object;
}

/** The request that made a grant is known when it is written. */
export const REQUEST_TO_COME = '';

export function buildTenant(
  name: string,
  { id, row, editor }: BuildContext<PlanRows['tenant']>,
): Built<PlanRows['tenant']> {
  const content = { name };
  if (row !== undefined) return { after: row, direction: 'none', content };
  return { after: createTenant(id, name, editor.now), direction: 'loosening', content };
}

/** Conditions of policies see all of an application: no edit is proven to tighten. */
export function buildApplication(
  { name, ...spec }: ApplicationSpec & { readonly name: string },
  { id, tenantId, row, editor }: BuildContext<PlanRows['application']>,
): Built<PlanRows['application']> {
  const content = applicationContent({ name, ...spec });
  if (row === undefined) {
    const after = createApplication(id, { ...content, tenantId }, editor.now);
    return { after, direction: 'loosening', content };
  }
  if (isSameContent(applicationContent(row), content))
    return { after: row, direction: 'none', content };
  return { after: reviseApplication(row, spec, editor), direction: 'loosening', content };
}

/** @throws DomainError VALIDATION_FAILED */
export function buildGrant(
  draft: GrantProposal,
  { id, tenantId, row, editor: { now } }: BuildContext<PlanRows['grant']>,
): Built<PlanRows['grant']> {
  const content = grantContent(draft);
  if (row !== undefined && isSameContent(grantContent(row), content))
    return { after: row, direction: 'none', content };
  const faults = checkConditions(draft, now);
  if (faults.length > 0) throw invalidInput(faults);
  const conditions = completeConditions(draft);
  if (row !== undefined) {
    const direction = isTightening(row, conditions) ? 'tightening' : 'loosening';
    return { after: reviseGrant(row, conditions, now), direction, content };
  }
  const made = { id, tenantId, version: 1, createdAt: now, updatedAt: now, revokedAt: null };
  const after = { ...content, ...made, changeRequestId: REQUEST_TO_COME };
  return { after, direction: 'loosening', content };
}

/** @throws DomainError VALIDATION_FAILED */
export function buildPromptPolicy(
  draft: Omit<PromptPolicyDraft, 'tenantId'>,
  {
    id,
    tenantId,
    row,
    editor: { now },
    named,
  }: BuildContext<PlanRows['prompt_policy']> & {
    readonly named: Omit<PromptPolicyContext, 'now'>;
  },
): Built<PlanRows['prompt_policy']> {
  const content = promptPolicyContent(draft);
  if (row === undefined) {
    const after = createPromptPolicy(id, { ...content, tenantId }, { now, ...named });
    return { after, direction: onlyTightens(content) ? 'tightening' : 'loosening', content };
  }
  if (isSameContent(promptPolicyContent(row), content))
    return { after: row, direction: 'none', content };
  const change = { ...content, appliesTo: content.appliesTo ?? null };
  const after = revisePromptPolicy(row, change, { now, ...named });
  const direction = isPromptPolicyTightening(row, content) ? 'tightening' : 'loosening';
  return { after, direction, content };
}

/** @throws DomainError VALIDATION_FAILED */
export function buildRoute(
  draft: Omit<RouteDraft, 'tenantId'>,
  {
    id,
    tenantId,
    row,
    editor: { now },
    catalog,
  }: BuildContext<PlanRows['route']> & { readonly catalog: RouteCatalog },
): Built<PlanRows['route']> {
  const content = routeContent(draft);
  if (row === undefined) {
    const after = createRoute(id, { ...draft, tenantId }, { now, catalog });
    return { after, direction: 'loosening', content };
  }
  const before = routeContent(row);
  if (isSameContent(before, content)) return { after: row, direction: 'none', content };
  if (before.operation !== content.operation)
    throw invalid(
      'operation',
      'What a route serves stays as it is; give another route a new name.',
    );
  const { operation: _operation, rules, ...change } = draft;
  // Rules that stay are not judged again, as in an edit by hand.
  const isRuled = !isSameContent(before.rules, content.rules);
  const judged = isRuled ? { ...change, rules } : change;
  const after = reviseRoute(row, judged, { now, catalog: isRuled ? catalog : undefined });
  const direction = isRouteTightening(before, content) ? 'tightening' : 'loosening';
  return { after, direction, content };
}
