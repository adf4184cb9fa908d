import type { RoutingRule } from '../resource.ts';
import type { LeadReason, Strategy } from '../strategy/arm.ts';
import type { Candidate, CandidateInput } from '../strategy/candidate.ts';
import type { FallbackPlan } from '../strategy/fallback-order.ts';
import { orderByRank } from '../strategy/tier.ts';
import { type CompiledRamp, compileRamp, type RampTurn, takeTurn } from './ramp.ts';

/** Why the new target of a ramp is dropped for callers that stay with the old one. */
export const rampReasons = ['ramp_waiting', 'ramp_halted'] as const;
export type RampReason = (typeof rampReasons)[number];

/** A ramp among the candidates of its rule. */
export interface RampPlace {
  readonly ramp: CompiledRamp;
  readonly from: Candidate;
  /** Has the weight, the tier and the hash of `from`, and stands right before it. */
  readonly to: Candidate;
  /** Members of the split for callers whose turn it is: with `to`. */
  readonly members: readonly Candidate[];
  /** Whether a fallback names `to`, so that it stands by for everybody. */
  readonly isFallback: boolean;
}

/** Finds the place of the ramp of a rule; undefined without one, and where the rule does not hold both of its targets. */
export function placeRamp(
  { name, ramp }: RoutingRule,
  routeId: string,
  {
    candidates,
    fallbacks,
  }: { readonly candidates: readonly Candidate[]; readonly fallbacks: FallbackPlan },
): RampPlace | undefined {
  if (ramp === undefined) return undefined;
  const from = candidates.find(({ targetId }) => targetId === ramp.fromTargetId);
  const to = candidates.find(({ targetId }) => targetId === ramp.toTargetId);
  if (from === undefined || to === undefined || to.position !== from.position - 1) return undefined;
  return {
    ramp: compileRamp(routeId, name, ramp),
    from,
    to,
    members: candidates.filter(({ weight }) => weight > 0),
    isFallback: Object.values(fallbacks).some((list) => list.includes(to)),
  };
}

/** What the ramp says of a call. */
export function turnOf({ ramp }: RampPlace, input: CandidateInput): RampTurn {
  return takeTurn(ramp, input, input.isRampHalted?.(ramp.id) ?? false);
}

/** Why a candidate that may be tried is left out by the ramp; undefined when it is not. */
export function findRampDrop(
  candidate: Candidate,
  { to, isFallback }: RampPlace,
  { isTurn, isHalted }: RampTurn,
): RampReason | undefined {
  if (candidate !== to || isTurn || isFallback) return undefined;
  return isHalted ? 'ramp_halted' : 'ramp_waiting';
}

/** Who is to be ordered, and how. */
export interface RampOrder {
  readonly strategy: Strategy;
  readonly place: RampPlace;
  readonly input: CandidateInput;
  readonly mayLead: (candidate: Candidate) => boolean;
}

/**
 * Orders the members for a caller whose turn it is: the strategy sees the new target in place of the old one, which
 * follows it at once. Where the new one may not lead, the old one stands where it always stood.
 */
export function orderInTurn(
  { strategy, place, input, mayLead }: RampOrder,
  order: Candidate[],
): LeadReason | 'ramp' | 'fallback' {
  const { from, to } = place;
  const isOver = mayLead(to);
  const arms = place.members.filter((one) => mayLead(one) && !(isOver && one === from));
  const chosen = orderByRank(strategy, arms, { input, order });
  if (!isOver) return chosen;
  if (mayLead(from)) order.splice(order.indexOf(to) + 1, 0, from);
  return order[0] === to ? 'ramp' : chosen;
}
