import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { PriceDraft } from '../../../control-plane/domain/price/price.ts';
import {
  convertPublished,
  type PublishedModel,
  type PublishedPrice,
  toUnits,
} from '../../../control-plane/domain/price/published.ts';
import { proposePrices } from '../../../control-plane/domain/price-proposal.ts';
import { createTarget, reviseTarget } from '../../../control-plane/domain/target.ts';
import { targetDraft } from '../../support/catalog.ts';

const now = new Date('2030-01-01T00:00:00Z');
const onDay = (day: number) => new Date(now.getTime() + day * 86_400_000);

const amount = (base: string, tiers: readonly (readonly [number, string])[] = []) => ({
  base,
  tiers: tiers.map(([inputTokensAbove, text]) => ({ inputTokensAbove, amount: text })),
});
const usual: PublishedPrice = {
  startsAt: undefined,
  isOfSomeHours: false,
  amounts: { input_mtok: amount('2.5'), output_mtok: amount('10') },
};
const listing = (...prices: readonly Partial<PublishedPrice>[]): PublishedModel => ({
  vendor: 'vendor',
  model: 'gpt',
  list: 'list 1',
  sources: [],
  comment: null,
  prices: prices.map((price) => ({ ...usual, ...price })),
});

describe('decimal text', () => {
  test.each([
    ['0.15', 150_000_000n],
    ['1e-7', 100n],
    ['1.5e+2', 150_000_000_000n],
    ['0', 0n],
    ['0.0000000010', 1n],
    ['0.00000000010', undefined],
    ['0.08333333333333334', undefined],
    ['-1', undefined],
    ['NaN', undefined],
    ['1.', undefined],
  ])('%s is %p billionths', (text, units) => {
    expect(toUnits(text, 9)).toBe(units);
  });

  test('of any number of billionths is that number, exactly, and with one digit more it is none', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 10n ** 24n }),
        fc.integer({ min: 1, max: 9 }),
        (units, digit) => {
          const digits = units.toString().padStart(10, '0');
          const text = `${digits.slice(0, -9)}.${digits.slice(-9)}`;
          expect(toUnits(text, 9)).toBe(units);
          expect(toUnits(`${text}${digit}`, 9)).toBeUndefined();
        },
      ),
    );
  });
});

describe('a published price', () => {
  test('is taken over with all its tiers, and says what it has no place for', () => {
    const amounts = {
      input_mtok: amount('1.25', [[200_000, '2.5']]),
      output_mtok: amount('10', [
        [100_000, '12'],
        [200_000, '15'],
      ]),
      cache_read_mtok: amount('0.125'),
      requests_kcount: amount('5'),
      web_searches_kcount: amount('10'),
    };
    expect(convertPublished(listing({ amounts }), now)).toEqual({
      leftOut: ['web_searches_kcount'],
      drafts: [
        {
          effectiveFrom: undefined,
          input: 1_250_000_000n,
          output: 10_000_000_000n,
          cachedRead: 125_000_000n,
          perRequest: 5_000_000n,
          tiers: [
            {
              inputTokensAbove: 100_000,
              input: 1_250_000_000n,
              output: 12_000_000_000n,
              cachedRead: 125_000_000n,
            },
            {
              inputTokensAbove: 200_000,
              input: 2_500_000_000n,
              output: 15_000_000_000n,
              cachedRead: 125_000_000n,
            },
          ],
        },
      ],
    });
  });

  test('is that of now, and those that come', () => {
    const from = (day: number, input: string) => ({
      startsAt: onDay(day),
      amounts: { ...usual.amounts, input_mtok: amount(input) },
    });
    const conversion = convertPublished(
      listing({ isOfSomeHours: true }, from(-9, '1'), from(-1, '2'), from(1, '3')),
      now,
    );
    expect(conversion).toMatchObject({
      drafts: [
        { effectiveFrom: undefined, input: 2_000_000_000n },
        { effectiveFrom: onDay(1), input: 3_000_000_000n },
      ],
    });
  });

  test.each<[string, Partial<PublishedPrice>]>([
    ['depends on the hour', { isOfSomeHours: true }],
    ['no whole number', { amounts: { input_mtok: amount('0.0000000001') } }],
    ['no whole number', { amounts: { ...usual.amounts, requests_kcount: amount('0.0000001') } }],
    ['tokens of input', { amounts: { output_mtok: amount('1') } }],
  ])('is refused: %s', (why, change) => {
    const conversion = convertPublished(listing(change), now);
    expect('refusal' in conversion ? conversion.refusal : '').toContain(why);
  });
});

describe('a proposal', () => {
  const context = { now: onDay(-9), modelCapabilities: ['chat'] } as const;
  const targetAt = (...prices: readonly PriceDraft[]) =>
    createTarget('id', targetDraft({ prices }), context);
  const listed = { input: 2_500_000_000n, output: 10_000_000_000n };
  const planned = { effectiveFrom: onDay(5), input: 1n, output: 1n };

  test('lets the listed price begin now, and leaves what was planned', () => {
    const target = targetAt({ input: 1n, output: 2n }, planned);
    const { proposal, drafts } = proposePrices(target, listing({}), now);
    expect(proposal).toMatchObject({ outcome: 'change', current: target.prices });
    expect(proposal.proposed).toMatchObject([{ ...listed, effectiveFrom: now }, planned]);
    const accepted = reviseTarget(target, { prices: drafts }, { ...context, now });
    expect(accepted.prices).toEqual([target.prices[0], ...proposal.proposed]);
    const again = proposePrices(accepted, listing({}), onDay(1));
    expect(again.proposal).toMatchObject({ outcome: 'unchanged', digest: null });
  });

  test('is another one for another version, another price, and the same at another time', () => {
    const target = targetAt({ input: 1n, output: 2n });
    const digestOf = (...change: Parameters<typeof proposePrices>) =>
      proposePrices(...change).proposal.digest;
    const digest = digestOf(target, listing({}), now);
    expect(digest).toMatch(/^[0-9a-f]{64}$/);
    expect(digestOf(target, listing({}), onDay(1))).toBe(digest);
    expect(digestOf({ ...target, version: 2 }, listing({}), now)).not.toBe(digest);
    const dearer = { amounts: { ...usual.amounts, output_mtok: amount('11') } };
    expect(digestOf(target, listing(dearer), now)).not.toBe(digest);
  });

  test('offers nothing where the list knows nothing, or nothing exact', () => {
    const target = targetAt({ input: 1n, output: 2n });
    const nothing = { digest: null, proposed: target.prices };
    expect(proposePrices(target, undefined, now)).toMatchObject({
      drafts: undefined,
      proposal: { ...nothing, outcome: 'unknown' },
    });
    expect(proposePrices(target, listing({ isOfSomeHours: true }), now)).toMatchObject({
      drafts: undefined,
      proposal: { ...nothing, outcome: 'refused' },
    });
  });
});
