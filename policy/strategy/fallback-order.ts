import { type FallbackClass, fallbackClasses, type RoutingRule, type Target } from '../resource.ts';
import type { Candidate } from './candidate.ts';

/**
 * Targets by what went wrong with the attempt before: whoever sends takes the first of the list of that class that it has
 * not tried in this call, and gives up when there is none. All of them are kept candidates, so that every constraint holds
 * for them too. `error` and `rate_limit` hold the members of the split and the fallbacks of every rule; the other lists
 * hold only what the rule names for them. `budget`: the money or tokens for an attempt could not be reserved.
 */
export type FallbackOrders = { readonly [Class in FallbackClass]: readonly Target[] };

/** For each class the candidates that its rule names, in its order, members of the split left out. */
export type FallbackPlan = { readonly [Class in FallbackClass]: readonly Candidate[] };

/** Classes that `fallbackTargetIds`, and the split itself, are for. */
const plainClasses: ReadonlySet<FallbackClass> = new Set(['error', 'rate_limit']);
const none: readonly Target[] = [];

/** Whether the rule names fallbacks for classes of their own. */
export function isPlain({ fallbacksByClass = [] }: Pick<RoutingRule, 'fallbacksByClass'>): boolean {
  return fallbacksByClass.length === 0;
}

/** Resolves what a rule says of fallbacks: those of every kind first, then the lists of the class as they stand. */
export function planFallbacks(rule: RoutingRule, candidates: readonly Candidate[]): FallbackPlan {
  const byId = new Map(candidates.map((candidate) => [candidate.targetId, candidate]));
  const planOf = (one: FallbackClass): readonly Candidate[] => {
    const lists = (rule.fallbacksByClass ?? []).filter(({ on }) => on.includes(one));
    const ids = plainClasses.has(one) ? rule.fallbackTargetIds : [];
    const named = [...ids, ...lists.flatMap(({ targetIds }) => targetIds)];
    return [...new Set(named)].flatMap((id) => byId.get(id) ?? []);
  };
  const [error, rateLimit, contextWindow, contentPolicy, budget] = fallbackClasses.map(planOf);
  return {
    error: error ?? [],
    rate_limit: rateLimit ?? [],
    context_window: contextWindow ?? [],
    content_policy: contentPolicy ?? [],
    budget: budget ?? [],
  };
}

/** The orders of a rule whose fallbacks are for errors and rate limits alike. */
export function plainOrders(targets: readonly Target[]): FallbackOrders {
  return {
    error: targets,
    rate_limit: targets,
    context_window: none,
    content_policy: none,
    budget: none,
  };
}

/** Where there is nothing to try. */
export const noFallbacks: FallbackOrders = plainOrders(none);

/** The targets behind candidates. */
export function targetsOf(order: readonly Candidate[]): Target[] {
  const targets: Target[] = [];
  for (const { resolved } of order) if (resolved !== undefined) targets.push(resolved.target);
  return targets;
}
