import { checkPromptPolicy } from '../../policy/check-prompt-policy.ts';
import { promptParts } from '../../policy/inspect/inspected-text.ts';
import type { PromptRule } from '../../policy/inspect/prompt-rule.ts';
import { normaliseSettings } from '../../policy/inspect/settings/detector-settings.ts';
import type { Attachment } from '../../policy/prompt-part/attachment.ts';
import { type Fault, invalidInput } from './errors.ts';
import { checkSlug } from './name.ts';
import { checkExceptions, normaliseExceptions } from './prompt/rule-exception.ts';
import { type ArchivableRecord, newRecord, revise } from './record.ts';

export type { PromptRule } from '../../policy/inspect/prompt-rule.ts';
export type { DetectorSettings } from '../../policy/inspect/settings/detector-settings.ts';
export {
  takeReleasedSettings,
  takeSettings,
} from '../../policy/inspect/settings/given-settings.ts';
export { plainKind } from '../../policy/inspect/settings/look.ts';
export type { SizeLimits } from '../../policy/inspect/size/size.ts';
export type { WordList } from '../../policy/inspect/words/denied-words.ts';
export type { Attachment } from '../../policy/prompt-part/attachment.ts';

/** Inspections of what goes in, each with an action. */
export interface PromptPolicy extends ArchivableRecord {
  readonly tenantId: string;
  readonly name: string;
  readonly rules: readonly PromptRule[];
  /** Calls that it judges besides those of routes that name it; null for none. */
  readonly appliesTo: Attachment | null;
}

/** What the author of a prompt policy decides. */
export type PromptPolicyDraft = Pick<PromptPolicy, 'tenantId' | 'name' | 'rules'> & {
  /** Absent means null. */
  readonly appliesTo?: Attachment | null | undefined;
};

/** What an edit may change; what is undefined stays. */
export interface PromptPolicyChange {
  readonly name?: string | undefined;
  readonly rules?: readonly PromptRule[] | undefined;
  readonly appliesTo?: Attachment | null | undefined;
}

/** A kind is cut off here when people are told of it. */
const KIND_SHOWN_MAX = 40;

/** What a prompt policy is judged by: the time, and what of its tenant is not archived, of what it names. */
export interface PromptPolicyContext {
  readonly now: Date;
  readonly routeIds: ReadonlySet<string>;
  readonly applicationIds: ReadonlySet<string>;
  /** Who may answer for exceptions. */
  readonly ownerIds: ReadonlySet<string>;
  /** Kinds of its outside detectors that are not archived, by id; absent for none. */
  readonly outsideKinds?: ReadonlyMap<string, readonly string[]> | undefined;
}

/** @throws DomainError VALIDATION_FAILED */
export function createPromptPolicy(
  id: string,
  draft: PromptPolicyDraft,
  context: PromptPolicyContext,
): PromptPolicy {
  const { appliesTo = null } = draft;
  return checked({ ...draft, appliesTo, ...newRecord(id, context.now) }, context);
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

/** Every outside detector that the rules ask, likewise. */
export function outsideDetectorIdsOf(rules: readonly PromptRule[]): readonly string[] {
  return [...new Set(rules.flatMap(({ outsideDetectorId }) => outsideDetectorId ?? []))].toSorted();
}

/** A rule as it is stored: what means the same as its absence is absent, so that equal rules are equal JSON. */
export function normalisePromptRule(rule: PromptRule): PromptRule {
  const { name, detector, action, rerouteRouteId, kinds = [], minCount = 1, mode } = rule;
  const { direction = 'input', parts = [], restore, message = '', contact = '' } = rule;
  const { outsideDetectorId = '', onFailure, timeoutMs, minScore } = rule;
  const exceptions = normaliseExceptions(rule.exceptions);
  const settings = rule.settings && normaliseSettings(rule.settings);
  return {
    name,
    detector,
    ...(outsideDetectorId !== '' && { outsideDetectorId }),
    action,
    rerouteRouteId,
    ...(kinds.length > 0 && { kinds: [...new Set(kinds)].toSorted() }),
    ...(settings !== undefined && { settings }),
    ...(direction !== 'input' && { direction }),
    ...(parts.length > 0 && { parts: promptParts.filter((part) => parts.includes(part)) }),
    ...(minCount !== 1 && { minCount }),
    ...(minScore !== undefined && { minScore }),
    ...(onFailure === 'open' && { onFailure }),
    ...(timeoutMs !== undefined && { timeoutMs }),
    ...(mode === 'monitor' && { mode }),
    ...(restore && { restore }),
    ...(message !== '' && { message }),
    ...(contact !== '' && { contact }),
    ...(exceptions && { exceptions }),
  };
}

/** An attachment as it is stored: equal ones are equal JSON. */
export function normaliseAttachment(attachment: Attachment | null | undefined): Attachment | null {
  if (!attachment) return null;
  const { everywhere, applicationIds, workloads } = attachment;
  const once = (words: readonly string[]) => [...new Set(words)].toSorted();
  return { everywhere, applicationIds: once(applicationIds), workloads: once(workloads) };
}

function checked(draft: PromptPolicy, context: PromptPolicyContext): PromptPolicy {
  const { routeIds, applicationIds, outsideKinds } = context;
  const policy = {
    ...draft,
    rules: draft.rules.map(normalisePromptRule),
    appliesTo: normaliseAttachment(draft.appliesTo),
  };
  const faults: Fault[] = [
    ...checkSlug('name', policy.name),
    ...checkPromptPolicy({
      rules: policy.rules.map((rule, position) => ({
        ...rule,
        // In the order in which they were given, which paths tell.
        settings: draft.rules[position]?.settings,
      })),
      appliesTo: policy.appliesTo ?? undefined,
    }),
    ...checkAttached(policy.appliesTo, applicationIds),
    ...checkExceptions(policy.rules, context),
    ...policy.rules.flatMap((rule, position) => checkOutside(rule, position, outsideKinds)),
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

function checkOutside(
  { outsideDetectorId, kinds = [] }: PromptRule,
  position: number,
  outsideKinds: PromptPolicyContext['outsideKinds'],
): readonly Fault[] {
  if (outsideDetectorId === undefined) return [];
  const known = outsideKinds?.get(outsideDetectorId);
  if (known === undefined) {
    const message = 'There is no such outside detector in this tenant.';
    return [{ path: `rules.${position}.outsideDetectorId`, message }];
  }
  const unknown = kinds.find((kind) => !known.includes(kind));
  if (unknown === undefined) return [];
  const message = `The detector is not registered with "${unknown.slice(0, KIND_SHOWN_MAX)}".`;
  return [{ path: `rules.${position}.kinds`, message }];
}

function checkAttached(
  attachment: Attachment | null,
  applicationIds: ReadonlySet<string>,
): readonly Fault[] {
  if (attachment === null) return [];
  const faults: Fault[] = [];
  for (const [position, id] of attachment.applicationIds.entries())
    if (!applicationIds.has(id)) {
      const path = `appliesTo.applicationIds.${position}`;
      faults.push({ path, message: 'There is no such application in this tenant.' });
    }
  for (const [position, workload] of attachment.workloads.entries())
    faults.push(...checkSlug(`appliesTo.workloads.${position}`, workload));
  return faults;
}
