import { capabilitiesOf } from './capability.ts';
import { checkChoice, checkRegions } from './check/choice.ts';
import { checkLeaves, type LeafCheck } from './check/leaf.ts';
import { checkRamp } from './check/ramp.ts';
import { checkShadow } from './check/shadow.ts';
import {
  ConditionError,
  type ConditionScope,
  compileCondition,
  measurePatterns,
} from './condition.ts';
import { findRuleNameFaults, type PolicyFault } from './policy-fault.ts';
import {
  type FallbackList,
  dataTerms as knownTerms,
  type Operation,
  type RoutingConstraints,
  type RoutingPolicy,
  type RoutingRule,
  type WeightedTarget,
} from './resource.ts';
import { checkHedge } from './timing/hedge.ts';

/** Hard bounds of a routing policy. */
export const ROUTING_LIMITS = {
  rulesMax: 64,
  /** Members of the split and fallbacks together. */
  targetsPerRuleMax: 16,
  /** Lists of fallbacks for classes of failures. */
  fallbackListsMax: 8,
  weightMax: 1_000_000,
  /**
   * States of all patterns together, those on candidates for each target that a rule may have. A caller chooses what they read:
   * with 256 characters they hold a node for some 60 ms at worst, and so do not stop the callers of others.
   */
  patternStatesMax: 4096,
} as const;

/** What a policy is judged by. */
export interface RoutingCheck extends LeafCheck {
  readonly operation: Operation;
}

/**
 * Everything that is wrong with a routing policy, at once; empty when it may be saved. What passes
 * also compiles. A target may stand in the split and in several lists of fallbacks, in each once; each list has a target
 * that could be tried, and each fallback is priced and granted. There is no way from a target back to a rule, so that fallbacks make no cycles.
 */
export function checkRoutingPolicy(
  policy: RoutingPolicy,
  check: RoutingCheck,
): readonly PolicyFault[] {
  const { rules } = policy;
  if (rules.length === 0) return [{ path: 'rules', message: 'A policy needs at least one rule.' }];
  if (rules.length > ROUTING_LIMITS.rulesMax) {
    const message = `A policy has at most ${ROUTING_LIMITS.rulesMax} rules.`;
    return [{ path: 'rules', message }];
  }
  const around = { ...check, findTargetFault: createTargetCheck(check) };
  const faults = [
    ...findRuleNameFaults(rules),
    ...checkConstraints(policy.constraints, 'constraints'),
    ...rules.flatMap((rule, position) => checkRule(rule, `rules.${position}`, around)),
  ];
  return faults.length > 0 ? faults : [...checkPatterns(rules), ...checkLeaves(policy, check)];
}

/** Of rules without a fault. */
function checkPatterns(rules: readonly RoutingRule[]): readonly PolicyFault[] {
  const { patternStatesMax, targetsPerRuleMax } = ROUTING_LIMITS;
  let states = 0;
  for (const { when, require } of rules) {
    states += measurePatterns(when, 'request');
    states += measurePatterns(require, 'candidate') * targetsPerRuleMax;
  }
  if (states <= patternStatesMax) return [];
  const message = `The patterns of all rules together need ${states} states, of at most ${patternStatesMax}: shorten them, or compare without a pattern.`;
  return [{ path: 'rules', message }];
}

/** What is wrong with a target, as a sentence; undefined when nothing is. */
type TargetCheck = (targetId: string) => string | undefined;

interface RuleCheck extends RoutingCheck {
  readonly findTargetFault: TargetCheck;
}

function createTargetCheck({ operation, targets, models }: RoutingCheck): TargetCheck {
  return (targetId) => {
    const target = targets.get(targetId);
    if (target === undefined) return `There is no target "${targetId}".`;
    const model = models.get(target.modelId);
    if (model === undefined) return `The target "${target.name}" has no model.`;
    if (capabilitiesOf(target, model).includes(operation)) return undefined;
    return `The target "${target.name}" cannot do ${operation}: its capabilities lack it.`;
  };
}

function checkRule(rule: RoutingRule, path: string, check: RuleCheck): readonly PolicyFault[] {
  const { split, fallbackTargetIds, fallbacksByClass = [] } = rule;
  const { targetsPerRuleMax, fallbackListsMax } = ROUTING_LIMITS;
  const inLists = fallbacksByClass.map(({ targetIds }) => targetIds.length);
  const targetCount = split.length + Math.max(fallbackTargetIds.length, ...inLists);
  if (targetCount > targetsPerRuleMax) {
    const message = `A rule has at most ${targetsPerRuleMax} targets, fallbacks included.`;
    return [{ path: `${path}.split`, message }];
  }
  if (fallbacksByClass.length > fallbackListsMax) {
    const message = `A rule has at most ${fallbackListsMax} lists of fallbacks.`;
    return [{ path: `${path}.fallbacksByClass`, message }];
  }
  const splitList = {
    targetIds: split.map(({ targetId }) => targetId),
    path: `${path}.split`,
    field: '.targetId',
  };
  return [
    ...checkCondition(rule.when, 'request', `${path}.when`),
    ...checkCondition(rule.require, 'candidate', `${path}.require`),
    ...checkConstraints(rule.constraints, `${path}.constraints`),
    ...checkSplit(split, `${path}.split`),
    ...checkChoice(rule, { path, ...check }),
    ...checkHedge(rule, path),
    ...checkTargets(splitList, check),
    ...checkTargets(
      { targetIds: fallbackTargetIds, path: `${path}.fallbackTargetIds`, field: '' },
      check,
    ),
    ...fallbacksByClass.flatMap((list, position) =>
      checkFallbackList(list, `${path}.fallbacksByClass.${position}`, check),
    ),
    ...checkRamp(rule, path),
    ...checkShadow(rule.shadow, `${path}.shadow`, check),
  ];
}

function checkCondition(source: string, scope: ConditionScope, path: string): PolicyFault[] {
  try {
    compileCondition(source, scope);
    return [];
  } catch (thrown) {
    if (!(thrown instanceof ConditionError)) throw thrown;
    const { message, line, column } = thrown;
    return [{ path, message, line, column }];
  }
}

function checkSplit(split: readonly WeightedTarget[], path: string): PolicyFault[] {
  if (split.length === 0)
    return [{ path, message: 'A rule needs at least one target to split to.' }];
  const { weightMax } = ROUTING_LIMITS;
  const faults = split.flatMap(({ weight }, position) =>
    Number.isInteger(weight) && weight >= 0 && weight <= weightMax
      ? []
      : [
          {
            path: `${path}.${position}.weight`,
            message: `A weight is a whole number from 0 to ${weightMax}.`,
          },
        ],
  );
  if (split.every(({ weight }) => weight === 0)) {
    faults.push({ path, message: 'At least one weight must be greater than 0.' });
  }
  return faults;
}

function checkFallbackList(
  { on, targetIds }: FallbackList,
  path: string,
  check: RuleCheck,
): readonly PolicyFault[] {
  const faults: PolicyFault[] = [];
  if (on.length === 0 || new Set(on).size !== on.length)
    faults.push({ path: `${path}.on`, message: 'A list names one class or several, each once.' });
  if (targetIds.length === 0)
    faults.push({ path: `${path}.targetIds`, message: 'A list needs at least one target.' });
  return [...faults, ...checkTargets({ targetIds, path: `${path}.targetIds`, field: '' }, check)];
}

interface TargetList {
  readonly targetIds: readonly string[];
  readonly path: string;
  /** What follows the position in the path of an entry. */
  readonly field: string;
}

function checkTargets(
  { targetIds, path, field }: TargetList,
  { findTargetFault }: RuleCheck,
): readonly PolicyFault[] {
  return targetIds.flatMap((targetId, position) => {
    const isRepeated = targetIds.indexOf(targetId) < position;
    const message = isRepeated
      ? `The target "${targetId}" is already listed.`
      : findTargetFault(targetId);
    return message === undefined ? [] : [{ path: `${path}.${position}${field}`, message }];
  });
}

/** Everything that is wrong with constraints, of a rule or of a route. */
export function checkConstraints(
  constraints: RoutingConstraints | undefined,
  path: string,
): readonly PolicyFault[] {
  if (constraints === undefined) return [];
  const { regions, dataTerms } = constraints;
  const isSet =
    new Set(dataTerms).size === dataTerms.length &&
    dataTerms.every((term) => knownTerms.includes(term));
  const message = `A promise is one of ${knownTerms.join(', ')}, and is named once.`;
  return [
    ...checkRegions(regions, `${path}.regions`),
    ...(isSet ? [] : [{ path: `${path}.dataTerms`, message }]),
  ];
}
