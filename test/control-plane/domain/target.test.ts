import { describe, expect, test } from '@jest/globals';
import {
  PRICE_NANO_USD_MAX,
  PRICE_TIERS_MAX,
  PRICES_MAX,
  type PriceDraft,
  restorePrices,
} from '../../../control-plane/domain/price/price.ts';
import {
  createTarget,
  reviseTarget,
  type TargetDraft,
  toPolicyTarget,
} from '../../../control-plane/domain/target.ts';
import { priceAt } from '../../../policy/price.ts';
import { targetDraft } from '../../support/catalog.ts';
import { faultPathsOf } from '../../support/failure.ts';

const now = new Date('2030-01-01T00:00:00Z');
const context = { now, modelCapabilities: ['chat', 'tools'] } as const;
const price = (change: Partial<PriceDraft> = {}): PriceDraft => ({
  input: 5n,
  output: 7n,
  ...change,
});
const onDay = (day: number) => new Date(now.getTime() + day * 86_400_000);

describe('a target', () => {
  test.each<[string, Partial<TargetDraft>, readonly string[]]>([
    ['has a name in small letters', { name: 'Target' }, ['name']],
    ['names the model at the provider', { providerModel: ' ' }, ['providerModel']],
    ['has a region that is a word', { region: 'the moon' }, ['region']],
    ['narrows its model only', { capabilities: ['chat', 'vision'] }, ['capabilities']],
    ['names a capability once', { capabilities: ['chat', 'chat'] }, ['capabilities']],
    ['is never unpriced', { prices: [] }, ['prices']],
    [
      'has a bounded list of prices',
      {
        prices: Array.from({ length: PRICES_MAX + 1 }, (_, day) =>
          price({ effectiveFrom: onDay(day) }),
        ),
      },
      ['prices'],
    ],
    ['has one price at a moment', { prices: [price(), price({ effectiveFrom: now })] }, ['prices']],
    ['has no negative price', { prices: [price({ perRequest: -1n })] }, ['prices.0.perRequest']],
    [
      'has prices within the bound, blamed where they were written',
      {
        prices: [
          price({ effectiveFrom: onDay(2) }),
          price({ effectiveFrom: onDay(1), output: PRICE_NANO_USD_MAX + 1n, reasoning: 0n }),
        ],
      },
      ['prices.1.output'],
    ],
    [
      'has tiers smallest first',
      {
        prices: [
          price({
            tiers: [
              { inputTokensAbove: 9, input: 1n, output: 1n },
              { inputTokensAbove: 9, input: 1n, output: -1n },
            ],
          }),
        ],
      },
      [
        'prices.0.tiers.1.output',
        'prices.0.tiers.1.reasoning',
        'prices.0.tiers.1.inputTokensAbove',
      ],
    ],
    [
      'has few tiers',
      {
        prices: [
          price({
            tiers: Array.from({ length: PRICE_TIERS_MAX + 1 }, (_, position) => ({
              inputTokensAbove: position + 1,
              input: 1n,
              output: 1n,
            })),
          }),
        ],
      },
      ['prices.0.tiers'],
    ],
    [
      'has prices of this age',
      { prices: [price({ effectiveFrom: new Date(-1) })] },
      ['prices.0.effectiveFrom'],
    ],
  ])('%s', async (_rule, change, paths) => {
    expect(await faultPathsOf(() => createTarget('id', targetDraft(change), context))).toEqual(
      paths,
    );
  });

  test('fills in what a price leaves out: from now, cached like input, reasoning like output', () => {
    const { prices } = createTarget('id', targetDraft({ prices: [price()] }), context);
    expect(prices).toEqual([
      {
        effectiveFrom: now,
        input: 5n,
        output: 7n,
        cachedRead: 5n,
        cachedWrite: 5n,
        cachedWriteLong: 5n,
        reasoning: 7n,
        perRequest: 0n,
        tiers: [],
      },
    ]);
  });

  test('has what is cached for an hour cost what is cached for minutes, unless it is priced', () => {
    const drafts = [
      price({ effectiveFrom: onDay(1), cachedWrite: 6n }),
      price({ effectiveFrom: onDay(2), cachedWrite: 6n, cachedWriteLong: 10n }),
    ];
    const { prices } = createTarget('id', targetDraft({ prices: drafts }), context);
    expect(prices.map(({ cachedWriteLong }) => cachedWriteLong)).toEqual([6n, 10n]);
  });

  test('keeps an explicit zero, and prices oldest first, as decisions read them', () => {
    const draft = targetDraft({
      prices: [
        price({ effectiveFrom: onDay(2), cachedRead: 0n }),
        price({ effectiveFrom: onDay(1) }),
      ],
    });
    const target = createTarget('id', draft, context);
    expect(target.prices.map(({ effectiveFrom }) => effectiveFrom)).toEqual([onDay(1), onDay(2)]);
    const { prices } = toPolicyTarget(target);
    expect(priceAt(prices, now.getTime())).toBeUndefined();
    expect(priceAt(prices, onDay(1).getTime())?.cachedRead).toBe(5n);
    expect(priceAt(prices, onDay(3).getTime())?.cachedRead).toBe(0n);
  });

  test('keeps its prices when an edit does not name them, and is never left without', async () => {
    const target = createTarget('id', targetDraft(), context);
    const disabled = reviseTarget(target, { enabled: false }, context);
    expect(disabled).toMatchObject({ version: 2, enabled: false, prices: target.prices });
    expect(await faultPathsOf(() => reviseTarget(target, { prices: [] }, context))).toEqual([
      'prices',
    ]);
  });

  describe('whose price has begun', () => {
    const drafts = [price({ input: 1n }), price({ input: 2n, effectiveFrom: onDay(9) })];
    const target = createTarget('id', targetDraft({ prices: drafts }), context);
    const [begun, planned] = target.prices;
    const later = { ...context, now: onDay(1) };
    const inputsOf = (prices: readonly PriceDraft[]) =>
      reviseTarget(target, { prices }, later).prices.map(({ input, effectiveFrom }) => [
        effectiveFrom?.getTime(),
        input,
      ]);

    test('keeps it, given again or not, and plans another', () => {
      const wanted = [
        [now.getTime(), 1n],
        [onDay(4).getTime(), 3n],
      ];
      const next = price({ input: 3n, effectiveFrom: onDay(4) });
      expect(inputsOf([next])).toEqual(wanted);
      expect(inputsOf([next, begun ?? next])).toEqual(wanted);
      expect(inputsOf([begun ?? next])).toEqual(wanted.slice(0, 1));
    });

    test.each<[string, readonly PriceDraft[]]>([
      ['change it', [{ ...price(), ...begun, output: 8n }]],
      ['begin before now', [price({ effectiveFrom: new Date(onDay(1).getTime() - 1) })]],
    ])('lets no other %s', async (_, prices) => {
      expect(await faultPathsOf(() => reviseTarget(target, { prices }, later))).toEqual([
        'prices.0.effectiveFrom',
      ]);
    });

    test('costs what it cost once more, from now on, when it is restored', () => {
      const changed = reviseTarget(target, { prices: [price({ input: 5n })] }, later);
      const restored = restorePrices(changed.prices, target.prices, onDay(2));
      expect(restored).toEqual([
        begun,
        changed.prices[1],
        { ...begun, effectiveFrom: onDay(2) },
        planned,
      ]);
      expect(restorePrices(target.prices, target.prices, onDay(2))).toEqual(target.prices);
    });
  });

  test('takes the region of its provider again', () => {
    const target = createTarget('id', targetDraft({ region: 'us-east' }), context);
    const moved = reviseTarget(target, { region: null }, context);
    expect(moved.region).toBeNull();
    expect(toPolicyTarget(moved).region).toBe('');
  });
});
