import type { RoutingRule } from '../resource.ts';
import { rampIdOf } from '../trial/ramp.ts';

/**
 * The rules with each ramp that `known` does not have at its end: calls of the past came before its first step, and would show
 * nothing of it.
 */
export function endNewRamps(
  routeId: string,
  rules: readonly RoutingRule[],
  known: readonly RoutingRule[],
): readonly RoutingRule[] {
  const idsOf = (one: RoutingRule) => (one.ramp ? [rampIdOf(routeId, one.name, one.ramp)] : []);
  const ids = new Set(known.flatMap(idsOf));
  return rules.map((rule) => {
    const last = rule.ramp?.steps.at(-1);
    if (rule.ramp === undefined || last === undefined) return rule;
    if (idsOf(rule).some((id) => ids.has(id))) return rule;
    return { ...rule, ramp: { ...rule.ramp, steps: [{ ...last, atMs: 0 }] } };
  });
}
