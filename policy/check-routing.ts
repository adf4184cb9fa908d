import { capabilitiesOf } from './capability.ts';
import type { RoutingCatalog } from './compile-routing.ts';
import { ConditionError, type ConditionScope, compileCondition } from './condition.ts';
import { findRuleNameFaults, type PolicyFault } from './policy-fault.ts';
import type { Operation, RoutingPolicy, RoutingRule, WeightedTarget } from './resource.ts';

/** Hard bounds of a routing policy. */
export const ROUTING_LIMITS = {
  rulesMax: 64,
  /** Members of the split and fallbacks together. */
  targetsPerRuleMax: 16,
  weightMax: 1_000_000,
} as const;

/**
 * Everything that is wrong with a routing policy, at once; empty when it may be saved. What passes
 * also compiles. A target may stand in the split and among the fallbacks, in each once.
 */
export function checkRoutingPolicy(
  policy: RoutingPolicy,
  operation: Operation,
  catalog: Pick<RoutingCatalog, 'targets' | 'models'>,
): readonly PolicyFault[] {
  const { rules } = policy;
  if (rules.length === 0) return [{ path: 'rules', message: 'A policy needs at least one rule.' }];
  if (rules.length > ROUTING_LIMITS.rulesMax) {
    const message = `A policy has at most ${ROUTING_LIMITS.rulesMax} rules.`;
    return [{ path: 'rules', message }];
  }
  const findTargetFault = createTargetCheck(operation, catalog);
  return [
    ...findRuleNameFaults(rules),
    ...rules.flatMap((rule, position) => checkRule(rule, `rules.${position}`, findTargetFault)),
  ];
}

/** What is wrong with a target, as a sentence; undefined when nothing is. */
type TargetCheck = (targetId: string) => string | undefined;

function createTargetCheck(
  operation: Operation,
  { targets, models }: Pick<RoutingCatalog, 'targets' | 'models'>,
): TargetCheck {
  return (targetId) => {
    const target = targets.get(targetId);
    if (target === undefined) return `There is no target "${targetId}".`;
    const model = models.get(target.modelId);
    if (model === undefined) return `The target "${target.name}" has no model.`;
    if (capabilitiesOf(target, model).includes(operation)) return undefined;
    return `The target "${target.name}" cannot do ${operation}: its capabilities lack it.`;
  };
}

function checkRule(rule: RoutingRule, path: string, findTargetFault: TargetCheck): PolicyFault[] {
  const targetCount = rule.split.length + rule.fallbackTargetIds.length;
  if (targetCount > ROUTING_LIMITS.targetsPerRuleMax) {
    const { targetsPerRuleMax } = ROUTING_LIMITS;
    const message = `A rule has at most ${targetsPerRuleMax} targets, fallbacks included.`;
    return [{ path: `${path}.split`, message }];
  }
  return [
    ...checkCondition(rule.when, 'request', `${path}.when`),
    ...checkCondition(rule.require, 'candidate', `${path}.require`),
    ...checkSplit(rule.split, `${path}.split`),
    ...checkTargetIds(
      rule.split.map(({ targetId }) => targetId),
      (position) => `${path}.split.${position}.targetId`,
      findTargetFault,
    ),
    ...checkTargetIds(
      rule.fallbackTargetIds,
      (position) => `${path}.fallbackTargetIds.${position}`,
      findTargetFault,
    ),
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

function checkTargetIds(
  targetIds: readonly string[],
  pathOf: (position: number) => string,
  findTargetFault: TargetCheck,
): PolicyFault[] {
  return targetIds.flatMap((targetId, position) => {
    const isRepeated = targetIds.indexOf(targetId) < position;
    const message = isRepeated
      ? `The target "${targetId}" is already listed.`
      : findTargetFault(targetId);
    return message === undefined ? [] : [{ path: pathOf(position), message }];
  });
}
