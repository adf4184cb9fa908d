import { costNanoUsd } from '../price.ts';
import type { Price } from '../resource.ts';

/** Tokens of an attempt that has not ended; each count is the most that it may come to. */
export interface TokensAtMost {
  readonly inputTokens: number;
  readonly outputTokens: number;
}

/**
 * The most that so many tokens may cost, in nano-USD: every token at the highest price that it may come to, be it input that is
 * written to a cache, output that is reasoning, or an input that comes into another tier.
 */
export function largestCostNanoUsd(
  price: Price,
  { inputTokens, outputTokens }: TokensAtMost,
): bigint {
  return costNanoUsd(dearest(price), {
    inputTokens,
    outputTokens,
    cachedReadTokens: 0,
    cachedWriteTokens: 0,
    reasoningTokens: 0,
  });
}

function dearest(price: Price): Price {
  let { input, output } = price;
  for (const rates of [price, ...(price.tiers ?? [])]) {
    input = larger(input, larger(rates.input, larger(rates.cachedWrite, rates.cachedWriteLong)));
    input = larger(input, rates.cachedRead);
    output = larger(output, larger(rates.output, rates.reasoning));
  }
  return { ...price, input, output, tiers: undefined };
}

function larger(one: bigint, other: bigint): bigint {
  return one > other ? one : other;
}
