import type { PriceDraft, PriceTierDraft, TokenPricesDraft } from './price.ts';

/** An amount of USD as a list prints it: decimal text, and other amounts for inputs above a number of tokens. */
export interface PublishedAmount {
  readonly base: string;
  readonly tiers: readonly { readonly inputTokensAbove: number; readonly amount: string }[];
}

/** What a list says of a time: amounts by the list's own words. */
export interface PublishedPrice {
  /** Undefined where the list names no beginning. */
  readonly startsAt: Date | undefined;
  /** Whether it holds at some hours of the day only. */
  readonly isOfSomeHours: boolean;
  readonly amounts: Readonly<Record<string, PublishedAmount>>;
}

/** A model in a list of prices that somebody publishes. */
export interface PublishedModel {
  readonly vendor: string;
  readonly model: string;
  /** Name and version of the list. */
  readonly list: string;
  /** Where the list has it from. */
  readonly sources: readonly string[];
  /** What the list remarks, for the reviewer. */
  readonly comment: string | null;
  /** Of several that have begun the last one holds. */
  readonly prices: readonly PublishedPrice[];
}

/** Prices as they would be from now on, or why they cannot be taken over. */
export type Conversion =
  | { readonly drafts: readonly PriceDraft[]; readonly leftOut: readonly string[] }
  | { readonly refusal: string };

const NANO_DIGITS = 9;
const DECIMAL = /^(\d+)(?:\.(\d+))?(?:e([+-]?\d{1,3}))?$/i;

/** Word of the list -> field of a price. USD per million tokens each. */
const tokenFields = {
  input_mtok: 'input',
  output_mtok: 'output',
  cache_read_mtok: 'cachedRead',
  cache_write_mtok: 'cachedWrite',
  cache_write_1h_mtok: 'cachedWriteLong',
  output_reasoning_mtok: 'reasoning',
} as const satisfies Readonly<Record<string, keyof TokenPricesDraft>>;
/** USD for a thousand requests. */
const REQUESTS = 'requests_kcount';
const THOUSAND_DIGITS = 3;

/**
 * Integer of 10^-`digits` units, from decimal text and by shifting its digits alone: no arithmetic of fractions. Undefined when it
 * is no such number, or not whole in that unit.
 */
export function toUnits(text: string, digits: number): bigint | undefined {
  const [, whole, fraction = '', exponent = '0'] = DECIMAL.exec(text) ?? [];
  if (whole === undefined) return undefined;
  const significant = `${whole}${fraction}`;
  const shift = Number(exponent) - fraction.length + digits;
  if (shift >= 0) return BigInt(significant.padEnd(significant.length + shift, '0'));
  const dropped = significant.slice(shift);
  if (!/^0*$/.test(dropped)) return undefined;
  return BigInt(significant.slice(0, shift) || '0');
}

/**
 * The price that holds at `now`, without a beginning: it begins when it is accepted; then those that begin later. Refused when
 * an amount is not a whole number of nano-USD, or when a price depends on the hour.
 */
export function convertPublished({ prices }: PublishedModel, now: Date): Conversion {
  const inForce = prices.findLast(({ startsAt }) => startsAt === undefined || startsAt <= now);
  const later = prices.filter(({ startsAt }) => startsAt !== undefined && startsAt > now);
  const wanted = inForce === undefined ? later : [{ ...inForce, startsAt: undefined }, ...later];
  if (wanted.length === 0) return { refusal: 'The list has no price for it.' };
  if (wanted.some(({ isOfSomeHours }) => isOfSomeHours))
    return { refusal: 'Its price depends on the hour of the day, which prices here do not.' };
  const drafts: PriceDraft[] = [];
  const leftOut = new Set<string>();
  for (const price of wanted) {
    const draft = toDraft(price);
    if (typeof draft === 'string') return { refusal: draft };
    drafts.push(draft);
    for (const word of Object.keys(price.amounts))
      if (!Object.hasOwn(tokenFields, word) && word !== REQUESTS) leftOut.add(word);
  }
  return { drafts, leftOut: [...leftOut].toSorted() };
}

/** A sentence where it cannot be taken over. */
function toDraft({ startsAt, amounts }: PublishedPrice): PriceDraft | string {
  if (amounts['input_mtok'] === undefined) return 'The list has no price for tokens of input.';
  const bounds = Object.keys(tokenFields).flatMap((word) =>
    (amounts[word]?.tiers ?? []).map(({ inputTokensAbove }) => inputTokensAbove),
  );
  const tiers: PriceTierDraft[] = [];
  for (const inputTokensAbove of [...new Set(bounds)].toSorted((one, other) => one - other)) {
    const tokens = toTokenPrices(amounts, inputTokensAbove);
    if (typeof tokens === 'string') return tokens;
    tiers.push({ inputTokensAbove, ...tokens });
  }
  const tokens = toTokenPrices(amounts, 0);
  if (typeof tokens === 'string') return tokens;
  const { base: requests = '0' } = amounts[REQUESTS] ?? {};
  const perRequest = toUnits(requests, NANO_DIGITS - THOUSAND_DIGITS);
  if (perRequest === undefined) return inexact(REQUESTS, requests);
  return { effectiveFrom: startsAt, ...tokens, perRequest, tiers };
}

/** At an input of one token more than the bound. Models without output (embeddings) have it for nothing. */
function toTokenPrices(
  amounts: PublishedPrice['amounts'],
  inputTokensAbove: number,
): TokenPricesDraft | string {
  const prices: Partial<Record<keyof TokenPricesDraft, bigint>> = {};
  for (const [word, field] of Object.entries(tokenFields)) {
    const amount = amounts[word];
    if (amount === undefined) continue;
    const tier = amount.tiers.findLast((one) => one.inputTokensAbove <= inputTokensAbove);
    const text = tier?.amount ?? amount.base;
    const units = toUnits(text, NANO_DIGITS);
    if (units === undefined) return inexact(word, text);
    prices[field] = units;
  }
  return { ...prices, input: prices.input ?? 0n, output: prices.output ?? 0n };
}

function inexact(word: string, text: string): string {
  return `${word} of ${text} USD is no whole number of nano-USD; set this price by hand.`;
}
