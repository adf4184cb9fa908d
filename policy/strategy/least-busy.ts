import type { Strategy } from './arm.ts';
import { outstandingOf } from './load.ts';
import { rankWithDraw } from './rank.ts';

/**
 * The one with the fewest outstanding tokens for its weight leads: twice the weight means twice the load. Those that are
 * equally busy share by weight.
 */
export const leastBusy: Strategy = (arms, input, order) => {
  const scores = arms.map((arm) => outstandingOf(arm, input) / arm.weight);
  rankWithDraw(arms, { scores, draw: input.draw }, order);
  return 'least_busy';
};
