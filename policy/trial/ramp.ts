import type { RequestFacts } from '../fact.ts';
import type { RampStep, RoutingRamp } from '../route-part/ramp.ts';
import { type HashPair, hashText, unitOf } from '../strategy/hash.ts';
import { parseStickyKey, type StickyKey } from '../strategy/sticky.ts';
import { DEFAULT_STICKY_BY } from '../strategy/strategy.ts';

/** A ramp within a compiled rule. */
export interface CompiledRamp {
  /** See {@link rampIdOf}. */
  readonly id: string;
  readonly ramp: RoutingRamp;
  readonly keyOf: StickyKey;
  readonly hash: HashPair;
}

/** What a ramp says of a call. */
export interface RampTurn {
  readonly id: string;
  readonly ramp: RoutingRamp;
  /** Of the new target at this moment, by the steps alone. */
  readonly sharePermille: number;
  /** Whether it is halted, for all nodes or on this one: everybody stays with the old target. */
  readonly isHalted: boolean;
  /** Whether it is this caller's turn to be served by the new target. */
  readonly isTurn: boolean;
}

const PERMILLE = 1_000;

/**
 * Names a ramp by its place and all that it says: what was halted under a name stays so until the ramp says something else.
 */
export function rampIdOf(routeId: string, ruleName: string, ramp: RoutingRamp): string {
  const { bounds } = ramp;
  const said = [
    ramp.fromTargetId,
    ramp.toTargetId,
    ramp.stickyBy ?? DEFAULT_STICKY_BY,
    ramp.steps.map(({ atMs, sharePermille }) => [atMs, sharePermille]),
    bounds.windowMs,
    bounds.attemptsMin,
    bounds.failurePermilleMax,
    bounds.firstTokenMsMax ?? 0,
    bounds.firstTokenPercentMax ?? 0,
    bounds.totalMsMax ?? 0,
    bounds.totalPercentMax ?? 0,
  ];
  const { high, low } = hashText(JSON.stringify(said));
  return `${routeId}/${ruleName}/${hexOf(high)}${hexOf(low)}`;
}

/** The share of the new target at a moment. A function of the steps and the clock, so that nodes agree without a word. */
export function shareAt(steps: readonly RampStep[], nowMs: number): number {
  return steps.findLast(({ atMs }) => atMs <= nowMs)?.sharePermille ?? 0;
}

/** Makes a ramp ready for calls. */
export function compileRamp(routeId: string, ruleName: string, ramp: RoutingRamp): CompiledRamp {
  const { fromTargetId, toTargetId, stickyBy = DEFAULT_STICKY_BY } = ramp;
  return {
    id: rampIdOf(routeId, ruleName, ramp),
    ramp,
    keyOf: parseStickyKey(stickyBy) ?? (() => undefined),
    // Not of the steps: who came first stays first, whatever becomes of the plan.
    hash: hashText(`${routeId}\n${fromTargetId}\n${toTargetId}`),
  };
}

/**
 * Whose turn it is. A caller has a fixed place between 0 and 1 and comes over when the share passes it: as the share grows,
 * nobody who came over goes back. A call without the key has the place of its draw.
 */
export function takeTurn(
  { id, ramp, keyOf, hash }: CompiledRamp,
  call: { readonly facts: RequestFacts; readonly draw: number },
  isHaltedHere: boolean,
): RampTurn {
  const sharePermille = shareAt(ramp.steps, call.facts.time.unixMs);
  const isHalted = isHaltedHere || ramp.halted !== undefined;
  // A text of the draw, not the draw itself: the strategy of the rule uses that up.
  const key = keyOf(call.facts) || `${call.draw}`;
  const isTurn = !isHalted && unitOf(hashText(key), hash) * PERMILLE < sharePermille;
  return { id, ramp, sharePermille, isHalted, isTurn };
}

function hexOf(lane: number): string {
  return (lane >>> 0).toString(16).padStart(8, '0');
}
