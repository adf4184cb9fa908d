import type { PolicyFault } from '../policy-fault.ts';
import type { RoutingRule } from '../resource.ts';
import type { Hedge } from '../route-part/hedge.ts';

/** A hedge of a compiled rule. */
export interface HedgePlan extends Hedge {
  /** Of the rule, on every node and in every configuration the same: what has been spent is kept by it. */
  readonly key: string;
}

/** What a rule may say. The share is a hard cap: hedging is against the slow few, and never a second copy of the traffic. */
export const HEDGE_LIMITS: Readonly<
  Record<keyof Hedge, { readonly min: number; readonly max: number }>
> = {
  afterPercentile: { min: 50, max: 99 },
  floorMs: { min: 10, max: 60_000 },
  extraCallsPercentMax: { min: 1, max: 20 },
};

/** What holds where a rule does not say. */
export const hedgeDefaults: Hedge = { afterPercentile: 95, floorMs: 100, extraCallsPercentMax: 5 };

const fieldNames = Object.keys(HEDGE_LIMITS) as readonly (keyof Hedge)[];

/** Fields whose figures no rule may say. */
export function findOutOfBounds(hedge: Hedge): readonly (keyof Hedge)[] {
  return fieldNames.filter((name) => {
    const { min, max } = HEDGE_LIMITS[name];
    const value = hedge[name];
    return !Number.isInteger(value) || value < min || value > max;
  });
}

/** Everything that is wrong with the hedge of a rule. `path` is the dotted place of the rule. */
export function checkHedge(rule: RoutingRule, path: string): readonly PolicyFault[] {
  const { hedge } = rule;
  if (hedge === undefined) return [];
  const faults = findOutOfBounds(hedge).map((name) => {
    const { min, max } = HEDGE_LIMITS[name];
    const message = `It is a whole number from ${min} to ${max}.`;
    return { path: `${path}.hedge.${name}`, message };
  });
  if (countCandidates(rule) > 1) return faults;
  const message =
    'A hedge needs a second target: a member of the split with a weight, or a fallback for errors.';
  return [...faults, { path: `${path}.hedge`, message }];
}

/** Those that follow one another after an error. */
function countCandidates({ split, fallbackTargetIds, fallbacksByClass = [] }: RoutingRule): number {
  const members = split.filter(({ weight }) => weight > 0).map(({ targetId }) => targetId);
  const lists = fallbacksByClass.filter(({ on }) => on.includes('error'));
  const ofClass = lists.flatMap(({ targetIds }) => targetIds);
  return new Set([...members, ...fallbackTargetIds, ...ofClass]).size;
}
