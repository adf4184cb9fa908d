import type { RequestFacts } from '../fact.ts';
import { costNanoUsd, priceAt } from '../price.ts';
import type { Arm, Strategy } from './arm.ts';
import { rankWithDraw } from './rank.ts';

/** Output of a call that sets no bound, where a rule does not say. */
export const TYPICAL_OUTPUT_TOKENS = 512;

/**
 * The cheapest leads, by the price in force, the estimated input, and the output that the caller bounds or, without a
 * bound, the typical one. Equal ones share by weight. A target without a price comes last.
 */
export function createLowestCost(typicalOutputTokens = TYPICAL_OUTPUT_TOKENS): Strategy {
  return (arms, { facts, draw }, order) => {
    const scores = arms.map((arm) => expectedCost(arm, facts, typicalOutputTokens));
    rankWithDraw(arms, { scores, draw }, order);
    return scores.every((score) => score === Number.POSITIVE_INFINITY) ? 'drawn' : 'cheapest';
  };
}

/** Nano-USD, to compare with: the nearest number, infinite without a price. */
function expectedCost(
  { prices, outputTokensMax }: Arm,
  { request, time }: RequestFacts,
  typicalOutputTokens: number,
): number {
  const price = priceAt(prices, time.unixMs);
  if (price === undefined) return Number.POSITIVE_INFINITY;
  const wanted = request.maxOutputTokens || typicalOutputTokens;
  const bounded = outputTokensMax === 0 ? wanted : Math.min(wanted, outputTokensMax);
  const usage = {
    inputTokens: request.inputTokens,
    outputTokens: request.operation === 'chat' ? bounded : 0,
    cachedReadTokens: 0,
    cachedWriteTokens: 0,
    reasoningTokens: 0,
  };
  return Number(costNanoUsd(price, usage));
}
