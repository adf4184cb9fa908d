import { canonicalJson } from '../canonical-json.ts';
import { invalid } from '../errors.ts';
import type { PriceDraft, TargetPrice, TokenPricesDraft } from '../price/price.ts';

type Amounts = { readonly [Field in keyof TokenPricesDraft]-?: string };

/** A price as a proposal has it: integers of nano-USD in decimal. Null: from the moment at which it is applied. */
export interface ProposedPrice extends Amounts {
  readonly effectiveFrom: string | null;
  readonly perRequest: string;
  readonly tiers: readonly (Amounts & { readonly inputTokensAbove: number })[];
}

/** The price in force, then those that are planned. */
export interface PriceContent {
  readonly prices: readonly ProposedPrice[];
}

/** What is reviewed of the prices of a target. What began before stays whatever is decided. */
export function priceContentOf(
  prices: readonly TargetPrice[],
  { now, isNew }: { readonly now: Date; readonly isNew: boolean },
): PriceContent {
  const inForce = prices.findLast(({ effectiveFrom }) => effectiveFrom < now);
  const planned = prices.filter(({ effectiveFrom }) => effectiveFrom >= now);
  const told = inForce === undefined ? planned : [inForce, ...planned];
  return { prices: told.map((price) => toProposed(price, isNew ? now : undefined)) };
}

/** The prices as `reviseTarget` and `createTarget` take them. */
export function priceDraftsOf({ prices }: PriceContent): readonly PriceDraft[] {
  return prices.map(({ effectiveFrom, perRequest, tiers, ...amounts }) => ({
    effectiveFrom: effectiveFrom === null ? undefined : new Date(effectiveFrom),
    ...readAmounts(amounts),
    perRequest: BigInt(perRequest),
    tiers: tiers.map(({ inputTokensAbove, ...tier }) => ({
      inputTokensAbove,
      ...readAmounts(tier),
    })),
  }));
}

/**
 * A planned price that the proposal takes away must not have begun meanwhile: it would stay, beside what was approved.
 *
 * @throws DomainError VALIDATION_FAILED
 */
export function requireStillPlanned(
  base: PriceContent | null,
  proposal: PriceContent,
  now: Date,
): void {
  const kept = new Set(proposal.prices.map(canonicalJson));
  const begun = base?.prices.find(
    (price) => new Date(price.effectiveFrom ?? now) <= now && !kept.has(canonicalJson(price)),
  );
  if (begun !== undefined)
    throw invalid(
      'changeRequestId',
      `The price of ${begun.effectiveFrom}, which this would take away, has begun; propose it anew.`,
    );
}

/** A new price that begins `atOnce` begins when it is applied, whenever that is. */
function toProposed(price: TargetPrice, atOnce: Date | undefined): ProposedPrice {
  const { effectiveFrom, perRequest, tiers, ...amounts } = price;
  const isAtOnce = effectiveFrom.getTime() === atOnce?.getTime();
  return {
    effectiveFrom: isAtOnce ? null : effectiveFrom.toISOString(),
    ...writeAmounts(amounts),
    perRequest: perRequest.toString(),
    tiers: tiers.map(({ inputTokensAbove, ...tier }) => ({
      inputTokensAbove,
      ...writeAmounts(tier),
    })),
  };
}

function writeAmounts(prices: Required<Readonly<Record<keyof Amounts, bigint>>>): Amounts {
  return {
    input: prices.input.toString(),
    output: prices.output.toString(),
    cachedRead: prices.cachedRead.toString(),
    cachedWrite: prices.cachedWrite.toString(),
    cachedWriteLong: prices.cachedWriteLong.toString(),
    reasoning: prices.reasoning.toString(),
  };
}

function readAmounts(amounts: Amounts): Required<Readonly<Record<keyof Amounts, bigint>>> {
  return {
    input: BigInt(amounts.input),
    output: BigInt(amounts.output),
    cachedRead: BigInt(amounts.cachedRead),
    cachedWrite: BigInt(amounts.cachedWrite),
    cachedWriteLong: BigInt(amounts.cachedWriteLong),
    reasoning: BigInt(amounts.reasoning),
  };
}
