import { coversSettings } from '../../../policy/inspect/settings/cover-settings.ts';
import { coversAttachment } from '../../../policy/prompt-part/attachment.ts';
import { coversExceptions } from '../../../policy/prompt-part/rule-exception.ts';
import { canonicalJson, isSameContent } from '../canonical-json.ts';
import type { PromptPolicyDraft, PromptRule } from '../prompt-policy.ts';
import type { RouteDraft, RoutingConstraints, RoutingRule } from '../route.ts';

/**
 * Whether the new route sends no call anywhere that the old one would not have sent it: everything is as it was, but for
 * fallbacks, hedges and shadows that are gone, and constraints that are narrower. What cannot be proven so is a loosening.
 */
export function isRouteTightening(
  from: Omit<RouteDraft, 'tenantId'>,
  to: Omit<RouteDraft, 'tenantId'>,
): boolean {
  const { rules: oldRules, constraints: oldConstraints, ...oldRest } = from;
  const { rules: newRules, constraints: newConstraints, ...newRest } = to;
  return (
    isSameContent(oldRest, newRest) &&
    narrowsConstraints(oldConstraints ?? undefined, newConstraints ?? undefined) &&
    oldRules.length === newRules.length &&
    newRules.every((rule, position) => isRuleTightening(oldRules[position], rule))
  );
}

/**
 * Whether whatever the old policy finds, the new one finds with the same consequence or a block: each rule is still there,
 * or one that blocks at least what it is about, and rules beside them block or only watch. What callers are told does not matter.
 * What a rule leaves alone, it left alone before, and no shorter: an exception ends by itself, so that to end it sooner allows nothing new.
 * It applies wherever it did, and to more only when all of its rules block or watch.
 */
export function isPromptPolicyTightening(
  from: Omit<PromptPolicyDraft, 'tenantId'>,
  to: Omit<PromptPolicyDraft, 'tenantId'>,
): boolean {
  const kept = new Set(from.rules.map(comparable));
  const finds = (rule: PromptRule) =>
    to.rules.some(
      (other) =>
        (comparable(other) === comparable(rule) || blocksAll(other, rule)) &&
        coversExceptions(rule.exceptions, other.exceptions),
    );
  return (
    from.name === to.name &&
    from.rules.every(finds) &&
    to.rules.every(
      (rule) => onlyStops(rule) || kept.has(comparable(rule)) || isStricter(rule, from.rules),
    ) &&
    appliesNoLess(from, to)
  );
}

/** Whether a new policy lets calls go on as they would without it, or stops them. */
export function onlyTightens({ rules, appliesTo }: Pick<PromptPolicyDraft, 'rules' | 'appliesTo'>) {
  return !appliesTo || rules.every(onlyStops);
}

/** A rule that asks an outside detector does more: it sends what callers say elsewhere. */
function onlyStops({ detector, action, mode }: PromptRule): boolean {
  return detector !== 'outside' && (action === 'block' || mode === 'monitor');
}

/** Whether a rule sends no more elsewhere than one of the others did before it, and blocks all that that one was about. */
function isStricter(rule: PromptRule, others: readonly PromptRule[]): boolean {
  const sendsNoMore = ({ direction = 'input' }: PromptRule) =>
    direction === 'both' || direction === (rule.direction ?? 'input');
  return (
    rule.detector === 'outside' &&
    others.some((other) => sendsNoMore(other) && blocksAll(rule, other))
  );
}

function appliesNoLess(
  from: Pick<PromptPolicyDraft, 'appliesTo'>,
  to: Pick<PromptPolicyDraft, 'rules' | 'appliesTo'>,
): boolean {
  const [before, after] = [from.appliesTo ?? undefined, to.appliesTo ?? undefined];
  return (
    coversAttachment(after, before) &&
    (coversAttachment(before, after) || to.rules.every(onlyStops))
  );
}

function isRuleTightening(from: RoutingRule | undefined, to: RoutingRule): boolean {
  if (from === undefined) return false;
  const { fallbackTargetIds: oldFallbacks, constraints: oldConstraints, ...oldRest } = from;
  const { fallbackTargetIds: newFallbacks, constraints: newConstraints, ...newRest } = to;
  const rest = {
    ...newRest,
    hedge: newRest.hedge ?? oldRest.hedge,
    shadow: newRest.shadow ?? oldRest.shadow,
  };
  return (
    isSameContent(oldRest, rest) &&
    newFallbacks.every((id) => oldFallbacks.includes(id)) &&
    narrowsConstraints(oldConstraints, newConstraints)
  );
}

/** An empty list demands nothing; more regions allow more, more terms less. */
function narrowsConstraints(
  from: RoutingConstraints | undefined,
  to: RoutingConstraints | undefined,
): boolean {
  const [oldRegions, newRegions] = [from?.regions ?? [], to?.regions ?? []];
  const isNearer =
    oldRegions.length === 0 ||
    (newRegions.length > 0 && newRegions.every((region) => oldRegions.includes(region)));
  const terms: readonly string[] = to?.dataTerms ?? [];
  return isNearer && (from?.dataTerms ?? []).every((term) => terms.includes(term));
}

/** Whether a rule blocks every call that the other one is about. */
function blocksAll(rule: PromptRule, other: PromptRule): boolean {
  const { detector, action, kinds, direction = 'input', parts, minCount = 1, mode } = rule;
  const hasKinds =
    kinds === undefined || other.kinds?.every((kind) => kinds.includes(kind)) === true;
  const hasParts =
    parts === undefined || other.parts?.every((part) => parts.includes(part)) === true;
  const looksBothWays = direction === 'both' || direction === (other.direction ?? 'input');
  return (
    detector === other.detector &&
    rule.outsideDetectorId === other.outsideDetectorId &&
    failsNoLooser(rule, other) &&
    action === 'block' &&
    mode !== 'monitor' &&
    hasKinds &&
    looksBothWays &&
    coversSettings(rule, other) &&
    hasParts &&
    minCount <= (other.minCount ?? 1) &&
    (rule.minScore ?? 0) <= (other.minScore ?? 0)
  );
}

/** Whether a call that the detector could not look at goes on only where it did under the other rule. */
function failsNoLooser(rule: PromptRule, other: PromptRule): boolean {
  return (
    rule.onFailure !== 'open' || (other.onFailure === 'open' && rule.timeoutMs === other.timeoutMs)
  );
}

function comparable({
  name: _name,
  message: _message,
  contact: _contact,
  exceptions: _exceptions,
  ...rule
}: PromptRule): string {
  return canonicalJson(rule);
}
