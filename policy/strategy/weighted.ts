import type { Strategy } from './arm.ts';
import { drawPosition, leadWith } from './rank.ts';

/** The draw decides, in proportion to the weights; the others follow, heaviest first. */
export const weighted: Strategy = (arms, { draw }, order) => {
  leadWith(arms, drawPosition(arms, draw), order);
  return 'drawn';
};
