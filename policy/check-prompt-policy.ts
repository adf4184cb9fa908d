import { findRuleNameFaults, type PolicyFault } from './policy-fault.ts';
import type { PromptPolicy, PromptRule } from './resource.ts';

/** Hard bounds of a prompt policy. */
export const PROMPT_POLICY_LIMITS = { rulesMax: 32 } as const;

/**
 * Everything that is wrong with a prompt policy, at once; empty when it may be saved. Whether a
 * named route exists is for the caller to know.
 */
export function checkPromptPolicy({ rules }: Pick<PromptPolicy, 'rules'>): readonly PolicyFault[] {
  if (rules.length === 0) return [{ path: 'rules', message: 'A policy needs at least one rule.' }];
  if (rules.length > PROMPT_POLICY_LIMITS.rulesMax) {
    const message = `A policy has at most ${PROMPT_POLICY_LIMITS.rulesMax} rules.`;
    return [{ path: 'rules', message }];
  }
  return [...findRuleNameFaults(rules), ...rules.flatMap(findRouteFaults)];
}

function findRouteFaults({ action, rerouteRouteId }: PromptRule, position: number): PolicyFault[] {
  const path = `rules.${position}.rerouteRouteId`;
  const hasRoute = rerouteRouteId !== undefined && rerouteRouteId !== '';
  if (action === 'reroute' && !hasRoute) {
    return [{ path, message: 'A rule that reroutes names the route that takes the call.' }];
  }
  if (action === 'block' && hasRoute) {
    return [{ path, message: 'A rule that blocks has no route.' }];
  }
  return [];
}
