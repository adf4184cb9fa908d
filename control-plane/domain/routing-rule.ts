import type {
  FallbackList,
  RoutingChoice,
  RoutingConstraints,
  RoutingRule,
  WeightedTarget,
} from '../../policy/resource.ts';
import type { RampHalted, RoutingRamp } from '../../policy/route-part/ramp.ts';
import { rampIdOf } from '../../policy/trial/ramp.ts';

/** A rule as it is stored: what means the same as its absence is absent, so that equal rules are equal JSON. */
export function normaliseRule(rule: RoutingRule): RoutingRule {
  const choice = rule.choice && normaliseChoice(rule.choice);
  const constraints = normaliseConstraints(rule.constraints);
  const fallbacksByClass: readonly FallbackList[] = rule.fallbacksByClass ?? [];
  return {
    name: rule.name,
    when: rule.when,
    require: rule.require,
    ...(choice && { choice }),
    ...(constraints && { constraints }),
    split: rule.split.map(normaliseMember),
    fallbackTargetIds: rule.fallbackTargetIds,
    ...(fallbacksByClass.length > 0 && { fallbacksByClass }),
    ...(rule.hedge && { hedge: rule.hedge }),
    ...(rule.ramp && { ramp: normaliseRamp(rule.ramp) }),
    ...(rule.shadow && { shadow: rule.shadow }),
  };
}

function normaliseRamp({ stickyBy, bounds, halted, ...ramp }: RoutingRamp): RoutingRamp {
  const { firstTokenMsMax, firstTokenPercentMax, totalMsMax, totalPercentMax, ...rest } = bounds;
  return {
    ...ramp,
    ...(stickyBy !== undefined && { stickyBy }),
    bounds: {
      ...rest,
      ...(firstTokenMsMax !== undefined && { firstTokenMsMax }),
      ...(firstTokenPercentMax !== undefined && { firstTokenPercentMax }),
      ...(totalMsMax !== undefined && { totalMsMax }),
      ...(totalPercentMax !== undefined && { totalPercentMax }),
    },
    ...(halted && { halted }),
  };
}

/** Constraints that demand nothing are none. */
export function normaliseConstraints(
  constraints: RoutingConstraints | null | undefined,
): RoutingConstraints | undefined {
  if (!constraints) return undefined;
  const { regions, dataTerms } = constraints;
  return regions.length + dataTerms.length === 0 ? undefined : { regions, dataTerms };
}

/** Choosing by weight alone is what a rule without a choice does. */
function normaliseChoice(choice: RoutingChoice): RoutingChoice | undefined {
  const { strategy, within, stickyBy, regions, typicalOutputTokens } = choice;
  const rest = {
    ...(within !== undefined && { within }),
    ...(stickyBy !== undefined && { stickyBy }),
    ...(regions !== undefined && regions.length > 0 && { regions }),
    ...(typicalOutputTokens !== undefined && { typicalOutputTokens }),
  };
  if (strategy === 'weighted' && Object.keys(rest).length === 0) return undefined;
  return { strategy, ...rest };
}

function normaliseMember({ targetId, weight, tier = 0 }: WeightedTarget): WeightedTarget {
  return tier === 0 ? { targetId, weight } : { targetId, weight, tier };
}

/** New rules in place of those of a route: a ramp that says the same as before stays halted if it was. */
export function keepHalts(
  { id, rules: before }: { readonly id: string; readonly rules: readonly RoutingRule[] },
  rules: readonly RoutingRule[],
): readonly RoutingRule[] {
  const halts = new Map<string, RampHalted>();
  for (const { name, ramp } of before)
    if (ramp?.halted !== undefined) halts.set(rampIdOf(id, name, ramp), ramp.halted);
  return rules.map((rule) => {
    const { ramp } = rule;
    if (ramp === undefined) return rule;
    const kept: RoutingRamp = {
      ...ramp,
      halted: halts.get(rampIdOf(id, rule.name, ramp)) ?? ramp.halted,
    };
    return { ...rule, ramp: kept };
  });
}
