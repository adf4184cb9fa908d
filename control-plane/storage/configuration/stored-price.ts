import type { TargetPrice } from '../../domain/price/price.ts';
import type { StoredPrice, StoredTokenPrices } from './row.ts';

type TokenPrices = Omit<TargetPrice, 'effectiveFrom' | 'perRequest' | 'tiers'>;
type PriceTier = TargetPrice['tiers'][number];

/** Prices as the column `target.prices` has them; what is absent there by rule is left out. */
export function toStoredPrices(prices: readonly TargetPrice[]): readonly StoredPrice[] {
  return prices.map(({ effectiveFrom, perRequest, tiers, ...tokens }) => ({
    effectiveFrom: effectiveFrom.toISOString(),
    ...toStoredTokens(tokens),
    perRequest: perRequest.toString(),
    ...(tiers.length > 0 && {
      tiers: tiers.map(({ inputTokensAbove, ...rest }) => ({
        inputTokensAbove,
        ...toStoredTokens(rest),
      })),
    }),
  }));
}

export function fromStoredPrices(stored: readonly StoredPrice[]): readonly TargetPrice[] {
  return stored.map(({ effectiveFrom, perRequest, tiers = [], ...tokens }) => ({
    effectiveFrom: new Date(effectiveFrom),
    ...readTokenPrices(tokens),
    perRequest: BigInt(perRequest),
    tiers: tiers.map(readPriceTier),
  }));
}

/** Decimal strings, as the column and the wire have them. */
export function readTokenPrices(stored: StoredTokenPrices): TokenPrices {
  return {
    input: BigInt(stored.input),
    output: BigInt(stored.output),
    cachedRead: BigInt(stored.cachedRead),
    cachedWrite: BigInt(stored.cachedWrite),
    cachedWriteLong: BigInt(stored.cachedWriteLong ?? stored.cachedWrite),
    reasoning: BigInt(stored.reasoning),
  };
}

export function readPriceTier({
  inputTokensAbove,
  ...tokens
}: StoredTokenPrices & { readonly inputTokensAbove: number }): PriceTier {
  return { inputTokensAbove, ...readTokenPrices(tokens) };
}

function toStoredTokens(prices: TokenPrices): StoredTokenPrices {
  return {
    input: prices.input.toString(),
    output: prices.output.toString(),
    cachedRead: prices.cachedRead.toString(),
    cachedWrite: prices.cachedWrite.toString(),
    ...(prices.cachedWriteLong !== prices.cachedWrite && {
      cachedWriteLong: prices.cachedWriteLong.toString(),
    }),
    reasoning: prices.reasoning.toString(),
  };
}
