import { describe, expect, test } from '@jest/globals';
import { TYPICAL_OUTPUT_TOKENS } from '../../../policy/strategy/lowest-cost.ts';
import {
  anInput,
  catalogOf,
  factsWith,
  idsOf,
  priceOf,
  reasonsOf,
  routeOf,
  signalsOf,
  weights,
} from './strategy-fixture.ts';

const split = weights({ a: 3, b: 2, c: 1 });

describe('the unhealthy', () => {
  const rule = { split, fallbackTargetIds: ['d', 'e'] };
  test('are tried behind everybody else, fallbacks too', () => {
    const signals = signalsOf({ a: { sick: true }, d: { sick: true } });
    const decision = routeOf(rule)({ ...anInput, signals });
    expect(idsOf(decision.targets)).toEqual(['b', 'c', 'e', 'a', 'd']);
    expect(reasonsOf(decision)).toEqual({
      a: 'unhealthy',
      b: 'drawn',
      c: 'fallback',
      d: 'unhealthy',
      e: 'fallback',
    });
    expect(decision.candidates.every(({ kept }) => kept)).toBe(true);
  });

  test('leave the lead to a healthy fallback when no member of the split is healthy', () => {
    const signals = signalsOf({ a: { sick: true }, b: { sick: true }, c: { sick: true } });
    const decision = routeOf(rule)({ ...anInput, signals });
    expect(idsOf(decision.targets)).toEqual(['d', 'e', 'a', 'b', 'c']);
    expect(reasonsOf(decision)).toMatchObject({ d: 'fallback', a: 'unhealthy' });
  });

  test('are chosen from as if they were healthy when there is nobody else', () => {
    const ill = Object.fromEntries([...'abcde'].map((id) => [id, { sick: true as const }]));
    const decision = routeOf(rule)({ ...anInput, draw: 0.6, signals: signalsOf(ill) });
    expect(idsOf(decision.targets)).toEqual(['b', 'a', 'c', 'd', 'e']);
    expect(reasonsOf(decision)).toMatchObject({ b: 'last_resort', a: 'unhealthy' });
  });
});

describe('tiers', () => {
  const tiers = { a: 1, b: 0, c: 2 } as const;
  const tiered = split.map((one) => ({ ...one, tier: tiers[one.targetId as keyof typeof tiers] }));
  test('come one after the other, the lowest first', () => {
    const decide = routeOf({ choice: { strategy: 'priority' }, split: tiered });
    expect(idsOf(decide(anInput).targets)).toEqual(['b', 'a', 'c']);
  });

  test('are ordered within by the strategy that is named, and its word stands in the record', () => {
    const choice = { strategy: 'priority', within: 'least_busy' } as const;
    const both = split.map((one) => ({ ...one, tier: one.targetId === 'a' ? 1 : 0 }));
    const signals = signalsOf({ b: { tokens: 900 }, c: { tokens: 10 } });
    const decision = routeOf({ choice, split: both })({ ...anInput, signals });
    expect(idsOf(decision.targets)).toEqual(['c', 'b', 'a']);
    expect(reasonsOf(decision)).toEqual({ b: 'fallback', c: 'least_busy', a: 'fallback' });
  });

  test('mean nothing to other strategies', () => {
    expect(idsOf(routeOf({ split: tiered })(anInput).targets)).toEqual(['a', 'b', 'c']);
  });
});

test('regions come in their order, and what is in none of them last', () => {
  const catalog = catalogOf({ a: { region: 'us' }, b: { region: 'asia' }, c: { region: 'eu' } });
  const choice = { strategy: 'region_preference', regions: ['eu', 'us'] } as const;
  const decide = routeOf({ choice, split }, { catalog });
  expect(idsOf(decide(anInput).targets)).toEqual(['c', 'a', 'b']);
});

describe('the lowest cost', () => {
  const million = 1_000_000n;
  const catalog = catalogOf({
    // Cheap to read, dear to write; dear to read, cheap to write; and in between from a moment on.
    a: { prices: [priceOf(1n * million, 30n * million)] },
    b: { prices: [priceOf(10n * million, 10n * million)] },
    c: { prices: [priceOf(90n * million, 90n * million), priceOf(0n, 0n, 2e12)] },
  });
  const choice = { strategy: 'lowest_cost' } as const;
  const decide = routeOf({ choice, split }, { catalog });
  const order = (inputTokens: number, maxOutputTokens: number) =>
    idsOf(
      decide({ ...anInput, facts: factsWith({ request: { inputTokens, maxOutputTokens } }) })
        .targets,
    );

  test('counts input and the output that is asked for', () => {
    expect(order(1_000, 100)).toEqual(['a', 'b', 'c']);
    expect(order(1_000, 1_000)).toEqual(['b', 'a', 'c']);
  });

  test('counts the typical output where none is asked for, the one of the rule before our own', () => {
    expect(TYPICAL_OUTPUT_TOKENS).toBe(512);
    expect(order(2_000, 0)).toEqual(['a', 'b', 'c']);
    const chatty = routeOf(
      { choice: { ...choice, typicalOutputTokens: 4_000 }, split },
      { catalog },
    );
    const facts = factsWith({ request: { inputTokens: 2_000, maxOutputTokens: 0 } });
    expect(idsOf(chatty({ ...anInput, facts }).targets)).toEqual(['b', 'a', 'c']);
  });

  test('goes by the price in force at the time of the call', () => {
    const facts = factsWith({});
    const later = { ...facts, time: { ...facts.time, unixMs: 2e12 } };
    expect(idsOf(decide({ ...anInput, facts: later }).targets)[0]).toBe('c');
  });

  test('has what is not priced last', () => {
    const unpriced = catalogOf({ c: { prices: [priceOf(90n * million, 90n * million)] } });
    const decision = routeOf({ choice, split }, { catalog: unpriced })(anInput);
    expect(idsOf(decision.targets)).toEqual(['c', 'a', 'b']);
    expect(reasonsOf(decision)).toMatchObject({ c: 'cheapest' });
    expect(reasonsOf(routeOf({ choice, split })(anInput))).toMatchObject({ a: 'drawn' });
  });

  test('does not count output that a model cannot give, nor output of an embedding', () => {
    const small = catalogOf({
      a: { prices: [priceOf(1n * million, 30n * million)], modelId: 'small' },
      b: { prices: [priceOf(10n * million, 10n * million)] },
    });
    const both = routeOf({ choice, split: weights({ a: 1, b: 1 }) }, { catalog: small });
    const request = { inputTokens: 500, maxOutputTokens: 900 };
    expect(idsOf(both({ ...anInput, facts: factsWith({ request }) }).targets)).toEqual(['a', 'b']);
    const fits = { inputTokens: 600, maxOutputTokens: 0, operation: 'embedding' } as const;
    expect(idsOf(both({ ...anInput, facts: factsWith({ request: fits }) }).targets)[0]).toBe('a');
  });
});

describe('the lowest latency', () => {
  const choice = { strategy: 'lowest_latency' } as const;
  const decide = routeOf({ choice, split: weights({ a: 1, b: 1 }) });
  const leadWith = (signals: Parameters<typeof signalsOf>[0]) =>
    decide({ ...anInput, signals: signalsOf(signals) }).targets[0]?.id;

  test('is that of the faster one, unless that has too much to do', () => {
    expect(leadWith({ a: { ms: 300 }, b: { ms: 100 } })).toBe('b');
    // 300 ms x 1,456 tokens are less than 100 ms x (1,456 + 10,000).
    expect(leadWith({ a: { ms: 300 }, b: { ms: 100, tokens: 10_000 } })).toBe('a');
  });

  test('counts one that was never measured as fast as the other', () => {
    expect(leadWith({ a: { ms: 300, tokens: 1 } })).toBe('b');
    expect(leadWith({ b: { ms: 300, tokens: 1 } })).toBe('a');
    expect(leadWith({ a: { tokens: 10_000 }, b: { ms: 300 } })).toBe('b');
    expect(leadWith({ a: { ms: 300 }, b: { tokens: 10_000 } })).toBe('a');
  });

  test('asks for the size class of the call', () => {
    const asked = new Set<string>();
    const signals = {
      ...signalsOf({}),
      latencyMs: (_: string, size: string) => {
        asked.add(size);
        return 1;
      },
    };
    for (const inputTokens of [999, 1_000, 7_999, 8_000])
      decide({ ...anInput, signals, facts: factsWith({ request: { inputTokens } }) });
    expect([...asked]).toEqual(['small', 'medium', 'large']);
  });

  test('of a single one is its own', () => {
    const single = routeOf({ choice, split: weights({ a: 1 }) });
    expect(reasonsOf(single(anInput))).toEqual({ a: 'drawn' });
  });
});

describe('prompt cache affinity', () => {
  const choice = { strategy: 'prompt_cache_affinity' } as const;
  const decide = routeOf({ choice, split: weights({ a: 1, b: 1, c: 1, d: 1 }) });
  const lead = (key: string, prefix: string, tokens: Record<string, { tokens: number }> = {}) =>
    decide({
      ...anInput,
      facts: factsWith({ key: { id: key } }),
      promptPrefix: () => prefix,
      signals: signalsOf(tokens),
    });

  test('is of a key and a beginning together', () => {
    const first = lead('k', 'You are');
    const home = first.targets[0]?.id ?? '';
    expect(reasonsOf(first)[home]).toBe('cache_affinity');
    expect(lead('k', 'You are')).toEqual(first);
    const spread = (inputOf: (n: number) => string[]) =>
      new Set(
        Array.from({ length: 50 }, (_, n) => {
          const [key = '', prefix = ''] = inputOf(n);
          return lead(key, prefix).targets[0]?.id;
        }),
      ).size;
    expect(spread((n) => ['k', `You are ${n}`])).toBe(4);
    expect(spread((n) => [`k${n}`, 'You are'])).toBe(4);
  });

  test('passes over a target with too much to do, and says so', () => {
    const home = lead('k', 'You are').targets.map(({ id }) => id);
    const [busy = '', next = ''] = home;
    const spilled = lead('k', 'You are', { [busy]: { tokens: 50_000 } });
    expect(idsOf(spilled.targets)).toEqual([next, ...home.slice(2), busy]);
    expect(reasonsOf(spilled)[next]).toBe('cache_spill');
  });

  test('asks for the beginning only where a rule looks at it', () => {
    const promptPrefix = () => {
      throw new Error('asked');
    };
    expect(() => routeOf({ split })({ ...anInput, promptPrefix })).not.toThrow();
    expect(() => decide({ ...anInput, promptPrefix })).toThrow('asked');
  });
});
