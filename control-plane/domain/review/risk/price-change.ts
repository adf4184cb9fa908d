import { costNanoUsd } from '../../../../policy/price.ts';
import type { Price } from '../../../../policy/resource.ts';
import { completePrice, type TargetPrice } from '../../price/price.ts';
import { type PriceContent, priceDraftsOf } from '../price-content.ts';

/** What was used of a target, in tokens and attempts. Input includes cached tokens, output includes reasoning. */
export interface UsedTokens {
  readonly attempts: bigint;
  readonly inputTokens: bigint;
  readonly outputTokens: bigint;
  readonly cachedReadTokens: bigint;
  readonly cachedWriteTokens: bigint;
  readonly cachedWriteLongTokens: bigint;
  readonly reasoningTokens: bigint;
}

/** How prices change. */
export interface PriceChange {
  /** Some price begins or ceases to be free, or changes by more than half of what it was. */
  readonly isSteep: boolean;
  /** Nano-USD that the same usage would cost more, at worst; negative for less, undefined when it cannot be told. */
  readonly costChange: bigint | undefined;
}

type Rates = Pick<
  TargetPrice,
  'input' | 'output' | 'cachedRead' | 'cachedWrite' | 'cachedWriteLong' | 'reasoning'
>;

/** Compares the price in force with the last one that is proposed. */
export function comparePrices(
  base: PriceContent,
  proposal: PriceContent,
  used: UsedTokens | undefined,
): PriceChange {
  const [from, to] = [readPrices(base).at(0), readPrices(proposal).at(-1)];
  if (from === undefined || to === undefined) return { isSteep: true, costChange: undefined };
  const [old, next] = [ratesOf(from), ratesOf(to)];
  const isAlike =
    old.length === next.length &&
    from.tiers.every((tier, at) => tier.inputTokensAbove === to.tiers[at]?.inputTokensAbove);
  if (!isAlike) return { isSteep: true, costChange: undefined };
  const isSteep =
    isSteepStep(from.perRequest, to.perRequest) ||
    next.some((rates, at) => isAnySteep(old[at] ?? rates, rates));
  if (used === undefined) return { isSteep, costChange: undefined };
  const changes = next.map((rates, at) => costOf(rates, used) - costOf(old[at] ?? rates, used));
  const perRequest = (to.perRequest - from.perRequest) * used.attempts;
  const worst = changes.reduce((most, one) => (one > most ? one : most));
  return { isSteep, costChange: worst + perRequest };
}

/** Whether some tokens of a new target cost nothing: no budget would ever end. */
export function isFree(content: PriceContent): boolean {
  return readPrices(content).some((price) =>
    ratesOf(price).some(({ input, output }) => input === 0n || output === 0n),
  );
}

function readPrices(content: PriceContent): readonly TargetPrice[] {
  return priceDraftsOf(content).map((draft) => completePrice(draft, new Date(0)));
}

/** Those without a tier first. */
function ratesOf(price: TargetPrice): readonly Rates[] {
  return [price, ...price.tiers];
}

function isAnySteep(old: Rates, next: Rates): boolean {
  return (
    isSteepStep(old.input, next.input) ||
    isSteepStep(old.output, next.output) ||
    isSteepStep(old.cachedRead, next.cachedRead) ||
    isSteepStep(old.cachedWrite, next.cachedWrite) ||
    isSteepStep(old.cachedWriteLong, next.cachedWriteLong) ||
    isSteepStep(old.reasoning, next.reasoning)
  );
}

function isSteepStep(old: bigint, next: bigint): boolean {
  const step = next > old ? next - old : old - next;
  return step * 2n > old || (old > 0n && next === 0n);
}

/** As if all tokens were charged at these rates. */
function costOf(rates: Rates, used: UsedTokens): bigint {
  const price: Price = { ...rates, effectiveFromMs: 0, perRequest: 0n };
  return costNanoUsd(price, {
    inputTokens: Number(used.inputTokens),
    outputTokens: Number(used.outputTokens),
    cachedReadTokens: Number(used.cachedReadTokens),
    cachedWriteTokens: Number(used.cachedWriteTokens),
    cachedWriteLongTokens: Number(used.cachedWriteLongTokens),
    reasoningTokens: Number(used.reasoningTokens),
  });
}
