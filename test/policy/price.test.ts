import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type BilledUsage, costNanoUsd, priceAt } from '../../policy/price.ts';
import type { Price } from '../../policy/resource.ts';

const free: Price = {
  effectiveFromMs: 0,
  input: 0n,
  output: 0n,
  cachedRead: 0n,
  cachedWrite: 0n,
  cachedWriteLong: 0n,
  reasoning: 0n,
  perRequest: 0n,
};
const idle: BilledUsage = {
  inputTokens: 0,
  outputTokens: 0,
  cachedReadTokens: 0,
  cachedWriteTokens: 0,
  reasoningTokens: 0,
};

describe('the price in force', () => {
  const prices = [100, 200, 300].map((effectiveFromMs) => ({ ...free, effectiveFromMs }));
  test.each([
    [99, undefined],
    [100, 100],
    [199, 100],
    [200, 200],
    [9_999, 300],
  ])('at %i ms began at %p', (nowMs, effectiveFromMs) => {
    expect(priceAt(prices, nowMs)?.effectiveFromMs).toBe(effectiveFromMs);
  });
  test('there is none without prices', () => {
    expect(priceAt([], 1)).toBeUndefined();
  });
});

describe('a cost', () => {
  // 2.50 and 10 USD per million tokens.
  const price: Price = {
    effectiveFromMs: 0,
    input: 2_500_000_000n,
    output: 10_000_000_000n,
    cachedRead: 1_250_000_000n,
    cachedWrite: 3_125_000_000n,
    cachedWriteLong: 5_000_000_000n,
    reasoning: 12_000_000_000n,
    perRequest: 7n,
  };
  test.each<[string, Partial<BilledUsage>, bigint]>([
    ['nothing but the request', {}, 7n],
    ['input and output', { inputTokens: 1000, outputTokens: 200 }, 4_500_007n],
    ['cached input, charged once', { inputTokens: 1000, cachedReadTokens: 400 }, 2_000_007n],
    ['written cache, charged once', { inputTokens: 1000, cachedWriteTokens: 400 }, 2_750_007n],
    [
      'cache written for an hour, charged once',
      { inputTokens: 1000, cachedWriteTokens: 400, cachedWriteLongTokens: 300 },
      3_312_507n,
    ],
    [
      'more written for an hour than written',
      { inputTokens: 10, cachedWriteTokens: 4, cachedWriteLongTokens: 900 },
      35_007n,
    ],
    ['reasoning instead of output', { outputTokens: 100, reasoningTokens: 60 }, 1_120_007n],
    ['more cached than input', { inputTokens: 10, cachedReadTokens: 900 }, 12_507n],
    [
      'reads before writes when both exceed the input',
      { inputTokens: 10, cachedReadTokens: 8, cachedWriteTokens: 8 },
      16_257n,
    ],
    ['more reasoning than output', { outputTokens: 10, reasoningTokens: 900 }, 120_007n],
    ['negative counts', { inputTokens: -5, outputTokens: -1, cachedReadTokens: -9 }, 7n],
    ['counts that are no numbers', { inputTokens: Number.NaN, outputTokens: Infinity }, 7n],
    ['fractions', { inputTokens: 0.2 }, 2_507n],
  ])('of %s', (_, usage, cost) => {
    expect(costNanoUsd(price, { ...idle, ...usage })).toBe(cost);
  });

  test('of a large input is that of its tier, all of it', () => {
    const rates = { ...price, input: 5_000_000_000n, output: 20_000_000_000n };
    const tiered = {
      ...price,
      tiers: [
        { ...rates, inputTokensAbove: 1000 },
        { ...rates, input: 9_000_000_000n, inputTokensAbove: 2000 },
      ],
    };
    const costOf = (inputTokens: number) =>
      costNanoUsd(tiered, { ...idle, inputTokens, outputTokens: 100 });
    expect([1000, 1001, 2000, 2001].map(costOf)).toEqual([
      3_500_007n,
      7_005_007n,
      12_000_007n,
      20_009_007n,
    ]);
  });

  test('is rounded up once, not for each kind of token', () => {
    const tiny = { ...free, input: 1n, output: 1n };
    expect(costNanoUsd(tiny, { ...idle, inputTokens: 1, outputTokens: 1 })).toBe(1n);
    expect(costNanoUsd(tiny, { ...idle, inputTokens: 500_000, outputTokens: 500_000 })).toBe(1n);
    expect(costNanoUsd(tiny, { ...idle, inputTokens: 500_000, outputTokens: 500_001 })).toBe(2n);
  });

  test('is exact far beyond the integers of a number', () => {
    const dear = { ...free, input: 18_446_744_073_709_551_615n };
    const usage = { ...idle, inputTokens: Number.MAX_SAFE_INTEGER };
    const exact = BigInt(Number.MAX_SAFE_INTEGER) * 18_446_744_073_709_551_615n;
    expect(costNanoUsd(dear, usage) * 1_000_000n - exact).toBeLessThan(1_000_000n);
    expect(costNanoUsd(dear, usage) * 1_000_000n).toBeGreaterThanOrEqual(exact);
  });
});

const arbitraryPrice: fc.Arbitrary<Price> = fc.record({
  effectiveFromMs: fc.constant(0),
  input: fc.bigInt({ min: 0n, max: 1n << 64n }),
  output: fc.bigInt({ min: 0n, max: 1n << 64n }),
  cachedRead: fc.bigInt({ min: 0n, max: 1n << 64n }),
  cachedWrite: fc.bigInt({ min: 0n, max: 1n << 64n }),
  cachedWriteLong: fc.bigInt({ min: 0n, max: 1n << 64n }),
  reasoning: fc.bigInt({ min: 0n, max: 1n << 64n }),
  perRequest: fc.bigInt({ min: 0n, max: 1n << 64n }),
});
const anyCount = fc.oneof(fc.integer(), fc.double(), fc.maxSafeInteger());
const anyUsage: fc.Arbitrary<BilledUsage> = fc.record({
  inputTokens: anyCount,
  outputTokens: anyCount,
  cachedReadTokens: anyCount,
  cachedWriteTokens: anyCount,
  cachedWriteLongTokens: anyCount,
  reasoningTokens: anyCount,
});

describe('whatever a provider reports', () => {
  test('a cost is at least that of the request, and at most that of all tokens at the dearest', () => {
    fc.assert(
      fc.property(arbitraryPrice, anyUsage, (price, usage) => {
        const cost = costNanoUsd(price, usage);
        const prices = [price.input, price.cachedRead, price.cachedWrite, price.cachedWriteLong];
        const dearest = [...prices, price.output, price.reasoning].reduce((a, b) =>
          a > b ? a : b,
        );
        const tokens = [usage.inputTokens, usage.outputTokens]
          .map((count) => (Number.isFinite(count) && count > 0 ? BigInt(Math.ceil(count)) : 0n))
          .reduce((a, b) => a + b);
        expect(cost).toBeGreaterThanOrEqual(price.perRequest);
        expect((cost - price.perRequest) * 1_000_000n).toBeLessThan(tokens * dearest + 1_000_000n);
      }),
    );
  });

  test('at one price for all tokens the parts do not matter', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 1n << 40n }), anyUsage, (flat, usage) => {
        const price = {
          ...{ ...free, input: flat, output: flat },
          ...{ cachedRead: flat, cachedWrite: flat, cachedWriteLong: flat, reasoning: flat },
        };
        const { inputTokens, outputTokens } = usage;
        expect(costNanoUsd(price, usage)).toBe(
          costNanoUsd(price, { ...idle, inputTokens, outputTokens }),
        );
      }),
    );
  });

  test('more output never costs less', () => {
    const count = fc.integer({ min: 0, max: 1_000_000 });
    fc.assert(
      fc.property(arbitraryPrice, anyUsage, count, count, (price, usage, some, more) => {
        const less = costNanoUsd(price, { ...usage, reasoningTokens: 0, outputTokens: some });
        const outputTokens = some + more;
        const all = costNanoUsd(price, { ...usage, reasoningTokens: 0, outputTokens });
        expect(all).toBeGreaterThanOrEqual(less);
      }),
    );
  });
});
