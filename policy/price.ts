import type { PriceTier } from './catalog-part/price-tier.ts';
import type { Price } from './resource.ts';

/**
 * Tokens of one attempt as the provider counts them: input includes cached, output includes
 * reasoning.
 */
export interface BilledUsage {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly cachedReadTokens: number;
  readonly cachedWriteTokens: number;
  /** Those of `cachedWriteTokens` that are kept for an hour; none when absent. */
  readonly cachedWriteLongTokens?: number;
  readonly reasoningTokens: number;
}

const tokensPerUnit = 1_000_000n;

/**
 * The price in force: the last that has begun. Undefined before the first, or when there is none.
 */
export function priceAt(prices: readonly Price[], nowMs: number): Price | undefined {
  return prices.findLast(({ effectiveFromMs }) => effectiveFromMs <= nowMs);
}

/** The tier that an attempt of so many input tokens falls into; undefined when the price itself holds. */
export function tierAt({ tiers }: Price, inputTokens: number): PriceTier | undefined {
  return tiers?.findLast(({ inputTokensAbove }) => inputTokens > inputTokensAbove);
}

/**
 * Nano-USD of one attempt: ceil(sum(tokens x price) / 10^6) + the price of a request, rounded up
 * once. Above the bound of a tier, all tokens are charged at the prices of the tier. Cached input is charged at its own prices instead of that of input, reasoning instead of
 * that of output. Counts that are negative or not finite count as 0, fractions round up; parts
 * beyond their total are cut to it (reads before writes), so that no report of a provider makes a
 * cost negative.
 */
export function costNanoUsd(price: Price, usage: BilledUsage): bigint {
  const input = toTokens(usage.inputTokens);
  const cachedRead = atMost(toTokens(usage.cachedReadTokens), input);
  const cachedWrite = atMost(toTokens(usage.cachedWriteTokens), input - cachedRead);
  const cachedWriteLong = atMost(toTokens(usage.cachedWriteLongTokens ?? 0), cachedWrite);
  const output = toTokens(usage.outputTokens);
  const reasoning = atMost(toTokens(usage.reasoningTokens), output);
  const rates = tierAt(price, usage.inputTokens) ?? price;
  const millionfold =
    (input - cachedRead - cachedWrite) * rates.input +
    cachedRead * rates.cachedRead +
    (cachedWrite - cachedWriteLong) * rates.cachedWrite +
    cachedWriteLong * rates.cachedWriteLong +
    (output - reasoning) * rates.output +
    reasoning * rates.reasoning;
  return (millionfold + tokensPerUnit - 1n) / tokensPerUnit + price.perRequest;
}

function toTokens(count: number): bigint {
  return Number.isFinite(count) && count > 0 ? BigInt(Math.ceil(count)) : 0n;
}

function atMost(count: bigint, bound: bigint): bigint {
  return count < bound ? count : bound;
}
