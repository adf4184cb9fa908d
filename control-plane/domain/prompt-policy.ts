import { checkPromptPolicy } from '../../policy/check-prompt-policy.ts';
import type { PromptRule } from '../../policy/inspect/prompt-rule.ts';
import { type Fault, invalidInput } from './errors.ts';
import { checkSlug } from './name.ts';
import { type ArchivableRecord, newRecord, revise } from './record.ts';

export type { PromptRule } from '../../policy/inspect/prompt-rule.ts';

/** Inspections of what goes in, each with an action. */
export interface PromptPolicy extends ArchivableRecord {
  readonly tenantId: string;
  readonly name: string;
  readonly rules: readonly PromptRule[];
}

/** What the author of a prompt policy decides. */
export type PromptPolicyDraft = Pick<PromptPolicy, 'tenantId' | 'name' | 'rules'>;

/** What an edit may change; what is undefined stays. */
export interface PromptPolicyChange {
  readonly name?: string | undefined;
  readonly rules?: readonly PromptRule[] | undefined;
}

/** What a prompt policy is judged by: the time, and the routes of its tenant that are not archived, of those it names. */
export interface PromptPolicyContext {
  readonly now: Date;
  readonly routeIds: ReadonlySet<string>;
}

/** @throws DomainError VALIDATION_FAILED */
export function createPromptPolicy(
  id: string,
  draft: PromptPolicyDraft,
  context: PromptPolicyContext,
): PromptPolicy {
  return checked({ ...draft, ...newRecord(id, context.now) }, context);
}

/** @throws DomainError VALIDATION_FAILED */
export function revisePromptPolicy(
  policy: PromptPolicy,
  change: PromptPolicyChange,
  context: PromptPolicyContext,
): PromptPolicy {
  return checked(revise(policy, change, context.now), context);
}

/** Every route that the rules reroute to, once, in one order for all who lock them. */
export function rerouteIdsOf(rules: readonly PromptRule[]): readonly string[] {
  const ids = rules.flatMap(({ rerouteRouteId }) =>
    rerouteRouteId === undefined ? [] : [rerouteRouteId],
  );
  return [...new Set(ids)].toSorted();
}

/** A rule as it is stored: what means the same as its absence is absent, so that equal rules are equal JSON. */
export function normalisePromptRule(rule: PromptRule): PromptRule {
  const { name, detector, action, rerouteRouteId, kinds = [], minCount = 1, mode } = rule;
  const { message = '', contact = '' } = rule;
  return {
    name,
    detector,
    action,
    rerouteRouteId,
    ...(kinds.length > 0 && { kinds: [...new Set(kinds)].toSorted() }),
    ...(minCount !== 1 && { minCount }),
    ...(mode === 'monitor' && { mode }),
    ...(message !== '' && { message }),
    ...(contact !== '' && { contact }),
  };
}

function checked(draft: PromptPolicy, { routeIds }: PromptPolicyContext): PromptPolicy {
  const policy = { ...draft, rules: draft.rules.map(normalisePromptRule) };
  const faults: Fault[] = [
    ...checkSlug('name', policy.name),
    ...checkPromptPolicy(policy),
    ...policy.rules.flatMap(({ rerouteRouteId }, position) =>
      rerouteRouteId === undefined || routeIds.has(rerouteRouteId)
        ? []
        : [
            {
              path: `rules.${position}.rerouteRouteId`,
              message: 'There is no such route in this tenant.',
            },
          ],
    ),
  ];
  if (faults.length > 0) throw invalidInput(faults);
  return policy;
}
