import type { PriceTier, TokenPrices } from '../../../policy/catalog-part/price-tier.ts';
import type { Price } from '../../../policy/resource.ts';
import { canonicalJson, isSameContent } from '../canonical-json.ts';
import type { Fault } from '../errors.ts';
import { checkMoment } from '../time.ts';

/** Those that have begun stay, so this is how often the price of one target may change. */
export const PRICES_MAX = 64;
export const PRICE_TIERS_MAX = 4;
/** A million USD per million tokens; keeps the cost of any attempt within a bigint column. */
export const PRICE_NANO_USD_MAX = 10n ** 15n;
/** The largest context that a tier can begin after; larger than any window that a vendor offers. */
const TIER_TOKENS_MAX = 100_000_000;

/** Nano-USD per million tokens, in force from a moment on. */
export interface TargetPrice extends TokenPrices, Pick<Price, 'perRequest'> {
  readonly effectiveFrom: Date;
  /** For large contexts, smallest first; empty for none. */
  readonly tiers: readonly PriceTier[];
}

/** Prices of tokens as their author writes them. Undefined: cached like input, reasoning like output. */
export interface TokenPricesDraft {
  readonly input: bigint;
  readonly output: bigint;
  readonly cachedRead?: bigint | undefined;
  readonly cachedWrite?: bigint | undefined;
  readonly cachedWriteLong?: bigint | undefined;
  readonly reasoning?: bigint | undefined;
}

/** A price as its author writes it. Undefined: from now on; 0 a request; no tiers. */
export interface PriceDraft extends TokenPricesDraft {
  readonly effectiveFrom?: Date | undefined;
  readonly perRequest?: bigint | undefined;
  readonly tiers?: readonly PriceTierDraft[] | undefined;
}

export interface PriceTierDraft extends TokenPricesDraft {
  readonly inputTokensAbove: number;
}

/** The draft with what it leaves out. */
export function completePrice(draft: PriceDraft, now: Date): TargetPrice {
  const { effectiveFrom, perRequest, tiers = [] } = draft;
  return {
    effectiveFrom: effectiveFrom ?? now,
    ...completeTokenPrices(draft),
    perRequest: perRequest ?? 0n,
    tiers: tiers.map((tier) => ({
      inputTokensAbove: tier.inputTokensAbove,
      ...completeTokenPrices(tier),
    })),
  };
}

/** Faults of the prices that an author gives, in the order in which they are given. */
export function checkPrices(prices: readonly TargetPrice[]): readonly Fault[] {
  if (prices.length === 0 || prices.length > PRICES_MAX)
    return [{ path: 'prices', message: `A target has 1 to ${PRICES_MAX} prices.` }];
  const faults: Fault[] = prices.flatMap(({ effectiveFrom, tiers, ...amounts }, position) => [
    ...checkMoment(`prices.${position}.effectiveFrom`, effectiveFrom),
    ...checkAmounts(`prices.${position}`, amounts),
    ...checkTiers(`prices.${position}.tiers`, tiers),
  ]);
  const moments = new Set(prices.map(({ effectiveFrom }) => effectiveFrom.getTime()));
  if (moments.size !== prices.length)
    faults.push({ path: 'prices', message: 'Two prices begin at the same moment.' });
  return faults;
}

/** Faults of given prices that have begun before `now` and are not held exactly so: what calls were charged at stays. */
export function checkBegun(
  held: readonly TargetPrice[],
  given: readonly TargetPrice[],
  now: Date,
): readonly Fault[] {
  const known = new Set(held.map(canonicalJson));
  return given.flatMap((price, position) => {
    if (price.effectiveFrom >= now || known.has(canonicalJson(price))) return [];
    const message = 'A price that has begun stays as it is; let a new one begin now or later.';
    return [{ path: `prices.${position}.effectiveFrom`, message }];
  });
}

/** What is held with the planned prices replaced by those that are given; those that have begun stay. Oldest first. */
export function replacePlanned(
  held: readonly TargetPrice[],
  given: readonly TargetPrice[],
  now: Date,
): readonly TargetPrice[] {
  const begun = held.filter(({ effectiveFrom }) => effectiveFrom < now);
  const planned = given.filter(({ effectiveFrom }) => effectiveFrom >= now);
  return oldestFirst([...begun, ...planned]);
}

/**
 * The prices by which calls cost from `now` on what they would cost by the prices of an earlier time. Those that have
 * begun stay: where another one would be in force, it begins anew.
 */
export function restorePrices(
  held: readonly TargetPrice[],
  then: readonly TargetPrice[],
  now: Date,
): readonly TargetPrice[] {
  const inForce = held.findLast(({ effectiveFrom }) => effectiveFrom < now);
  const wanted = then.findLast(({ effectiveFrom }) => effectiveFrom <= now);
  const planned = then.filter(({ effectiveFrom }) => effectiveFrom >= now);
  const isKept = wanted === undefined || planned.includes(wanted) || isAlike(wanted, inForce);
  const renewed = isKept ? [] : [{ ...wanted, effectiveFrom: now }];
  return replacePlanned(held, [...renewed, ...planned], now);
}

/** Whether both charge the same, whenever they begin. */
export function isAlike(one: TargetPrice, other: TargetPrice | undefined): boolean {
  if (other === undefined) return false;
  const { effectiveFrom } = one;
  return isSameContent(one, { ...other, effectiveFrom });
}

export function oldestFirst(prices: readonly TargetPrice[]): readonly TargetPrice[] {
  return prices.toSorted(
    (one, other) => one.effectiveFrom.getTime() - other.effectiveFrom.getTime(),
  );
}

/** Cached tokens cost what input costs (kept for an hour, what others written cost) and reasoning what output costs, unless they have a price. */
function completeTokenPrices({ input, output, ...rest }: TokenPricesDraft): TokenPrices {
  return {
    input,
    output,
    cachedRead: rest.cachedRead ?? input,
    cachedWrite: rest.cachedWrite ?? input,
    cachedWriteLong: rest.cachedWriteLong ?? rest.cachedWrite ?? input,
    reasoning: rest.reasoning ?? output,
  };
}

function checkTiers(path: string, tiers: readonly PriceTier[]): readonly Fault[] {
  if (tiers.length > PRICE_TIERS_MAX)
    return [{ path, message: `A price has at most ${PRICE_TIERS_MAX} tiers.` }];
  let previous = 0;
  return tiers.flatMap(({ inputTokensAbove, ...amounts }, position) => {
    const faults = [...checkAmounts(`${path}.${position}`, amounts)];
    const isInRange = Number.isInteger(inputTokensAbove) && inputTokensAbove <= TIER_TOKENS_MAX;
    if (!isInRange || inputTokensAbove <= previous)
      faults.push({
        path: `${path}.${position}.inputTokensAbove`,
        message: `Tiers begin after 1 to ${TIER_TOKENS_MAX} input tokens, smallest first.`,
      });
    previous = inputTokensAbove;
    return faults;
  });
}

function checkAmounts(path: string, amounts: Readonly<Record<string, bigint>>): readonly Fault[] {
  return Object.entries(amounts)
    .filter(([, amount]) => amount < 0n || amount > PRICE_NANO_USD_MAX)
    .map(([field]) => ({
      path: `${path}.${field}`,
      message: `A price is from 0 to ${PRICE_NANO_USD_MAX} nano-USD.`,
    }));
}
