import type { Arm, Strategy, StrategyInput } from './arm.ts';
import { hashText } from './hash.ts';
import { loadOf, outstandingOf } from './load.ts';
import { totalWeight } from './rank.ts';
import { rankByHash } from './sticky.ts';

/** Load of a target, as a multiple of its share of the whole, beyond which it is passed over. */
export const AFFINITY_LOAD_FACTOR = 1.25;

/**
 * Calls of one key whose first message begins alike go to the same target, whose provider has that beginning in its cache;
 * shares are those of the weights. A target with more than {@link AFFINITY_LOAD_FACTOR} times its share of the outstanding
 * tokens, this call included, is passed over (consistent hashing with bounded loads; Mirrokni, Thorup, Zadimoghaddam, 2018).
 */
export const promptCacheAffinity: Strategy = (arms, input, order) => {
  const prefix = input.promptPrefix?.() ?? '';
  const ranked = rankByHash(arms, hashText(`${input.facts.key.id}\n${prefix}`));
  const isOver = createLoadBound(arms, input);
  const loads = ranked.map(isOver);
  const lead = loads.indexOf(false);
  for (const [position, arm] of ranked.entries()) if (loads[position] === false) order.push(arm);
  for (const [position, arm] of ranked.entries()) if (loads[position] !== false) order.push(arm);
  return lead === 0 ? 'cache_affinity' : 'cache_spill';
};

function createLoadBound(arms: readonly Arm[], input: StrategyInput): (arm: Arm) => boolean {
  let tokens = loadOf(input.facts.request);
  for (const arm of arms) tokens += outstandingOf(arm, input);
  const boundOfWeight = (AFFINITY_LOAD_FACTOR * tokens) / totalWeight(arms);
  return (arm) => outstandingOf(arm, input) > boundOfWeight * arm.weight;
}
