import type { RequestFacts } from '../fact.ts';
import type { Price } from '../resource.ts';
import type { Signals } from '../signal.ts';
import type { HashPair } from './hash.ts';

/** A member of a split as strategies see it. */
export interface Arm {
  readonly targetId: string;
  /** Above 0. */
  readonly weight: number;
  /** Of the target's id, with the route. */
  readonly hash: HashPair;
  /** Oldest first. */
  readonly prices: readonly Price[];
  /** Of the model; 0 when unknown. */
  readonly outputTokensMax: number;
}

/** What a strategy may look at. */
export interface StrategyInput {
  readonly facts: RequestFacts;
  /** In [0, 1). */
  readonly draw: number;
  /** Undefined when nothing is known of any target. */
  readonly signals?: Signals | undefined;
  /** How the first message begins; asked only by the strategy that looks at it. */
  readonly promptPrefix?: (() => string) | undefined;
}

/** Why the first of an order leads. */
export const leadReasons = [
  'drawn',
  'sticky',
  'cheapest',
  'faster',
  'least_busy',
  'cache_affinity',
  'cache_spill',
] as const;
export type LeadReason = (typeof leadReasons)[number];

/**
 * Appends each of the arms to `order` once, the one to try first in front. There is at least one arm, the heaviest comes
 * first, and all may be tried. Pure: equal arguments give equal orders.
 */
export type Strategy = <One extends Arm>(
  arms: readonly One[],
  input: StrategyInput,
  order: One[],
) => LeadReason;
