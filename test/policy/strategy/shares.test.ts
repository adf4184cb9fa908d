import { expect, test } from '@jest/globals';
import type { RoutingInput } from '../../../policy/compile-routing.ts';
import type { RoutingRule } from '../../../policy/resource.ts';
import { compareShares } from './chi-square.ts';
import {
  catalogOf,
  countLeads,
  factsWith,
  priceOf,
  routeOf,
  type Setting,
  signalsOf,
  weights,
} from './strategy-fixture.ts';

/*
 * Goal: each strategy gives each target the share that it promises. Method: chi-square with p = 0.001 over 20,000 calls;
 * draws and keys are the same in every run.
 */

const split = weights({ a: 50, b: 30, c: 15, d: 5 });
const keys = (call: number) => ({ facts: factsWith({ key: { id: `key-${call}` } }) });
const prompts = (call: number) => ({ promptPrefix: () => `You are number ${call}.` });
const equal = [priceOf(5_000_000n, 5_000_000n)];

interface Case {
  readonly rule: Partial<RoutingRule>;
  readonly inputOf?: (call: number) => Partial<RoutingInput>;
  readonly setting?: Setting;
  readonly shares: Readonly<Record<string, number>>;
}

test.each<[string, Case]>([
  [
    'weighted, with an unhealthy one',
    {
      rule: { split },
      inputOf: () => ({ signals: signalsOf({ b: { sick: true } }) }),
      shares: { a: 50, c: 15, d: 5 },
    },
  ],
  [
    'priority, within the first tier by weight',
    {
      rule: {
        choice: { strategy: 'priority' },
        split: split.map((one) => ({ ...one, tier: one.targetId < 'c' ? 0 : 1 })),
      },
      shares: { a: 50, b: 30 },
    },
  ],
  [
    'priority, with nobody healthy in the first tier',
    {
      rule: {
        choice: { strategy: 'priority', within: 'weighted' },
        split: split.map((one) => ({ ...one, tier: one.targetId < 'c' ? 0 : 1 })),
      },
      inputOf: () => ({ signals: signalsOf({ a: { sick: true }, b: { sick: true } }) }),
      shares: { c: 15, d: 5 },
    },
  ],
  [
    'sticky, by weight over many keys',
    {
      rule: { choice: { strategy: 'sticky' }, split },
      inputOf: keys,
      shares: { a: 50, b: 30, c: 15, d: 5 },
    },
  ],
  [
    'sticky, for calls without the key',
    {
      rule: { choice: { strategy: 'sticky', stickyBy: 'claimed.session' }, split },
      shares: { a: 50, b: 30, c: 15, d: 5 },
    },
  ],
  [
    'lowest cost, among equally cheap ones',
    {
      rule: { choice: { strategy: 'lowest_cost' }, split },
      setting: {
        catalog: catalogOf({
          a: { prices: [priceOf(9_000_000n, 9_000_000n)] },
          b: { prices: equal },
          c: { prices: equal },
        }),
      },
      shares: { b: 30, c: 15 },
    },
  ],
  [
    'lowest latency, where nobody was measured',
    {
      rule: { choice: { strategy: 'lowest_latency' }, split },
      shares: { a: 50, b: 30, c: 15, d: 5 },
    },
  ],
  [
    // The slow one leads only where it cannot be drawn against another: never. Of the two others each is drawn beside it.
    'lowest latency, of three equal weights with one that is slow',
    {
      rule: { choice: { strategy: 'lowest_latency' }, split: weights({ a: 1, b: 1, c: 1 }) },
      inputOf: () => ({ signals: signalsOf({ a: { ms: 900 }, b: { ms: 100 }, c: { ms: 100 } }) }),
      shares: { b: 1, c: 1 },
    },
  ],
  [
    // Of the pairs (fast, middle), (fast, slow), (middle, slow) the faster one wins: 2/3, 1/3, 0.
    'lowest latency, of three equal weights and speeds apart',
    {
      rule: { choice: { strategy: 'lowest_latency' }, split: weights({ a: 1, b: 1, c: 1 }) },
      inputOf: () => ({ signals: signalsOf({ a: { ms: 10 }, b: { ms: 20 }, c: { ms: 30 } }) }),
      shares: { a: 2, b: 1 },
    },
  ],
  [
    'least busy, where all are idle',
    { rule: { choice: { strategy: 'least_busy' }, split }, shares: { a: 50, b: 30, c: 15, d: 5 } },
  ],
  [
    'prompt cache affinity, over many beginnings',
    {
      rule: { choice: { strategy: 'prompt_cache_affinity' }, split },
      inputOf: prompts,
      shares: { a: 50, b: 30, c: 15, d: 5 },
    },
  ],
  [
    'region preference, by weight in the best region that there is',
    {
      rule: {
        choice: { strategy: 'region_preference', regions: ['eu-central', 'eu-west'] },
        split,
      },
      setting: { catalog: catalogOf({ a: { region: 'us' }, b: { region: 'us' } }) },
      shares: { c: 15, d: 5 },
    },
  ],
])('%s', (_, { rule, inputOf, setting, shares }) => {
  const counts = countLeads(routeOf(rule, setting), 20_000, inputOf);
  const { chiSquare, critical } = compareShares(counts, shares);
  expect(chiSquare).toBeLessThan(critical);
});

test('least busy keeps loads in proportion to the weights', () => {
  const decide = routeOf({ choice: { strategy: 'least_busy' }, split });
  const loads: Record<string, { tokens: number }> = {};
  const counts = countLeads((input) => {
    const decision = decide({ ...input, signals: signalsOf(loads) });
    const id = decision.targets[0]?.id ?? '';
    loads[id] = { tokens: (loads[id]?.tokens ?? 0) + 100 };
    return decision;
  }, 10_000);
  for (const { targetId, weight } of split)
    expect(Math.abs((counts.get(targetId) ?? 0) - weight * 100)).toBeLessThanOrEqual(2);
});

test('prompt cache affinity never lets a target have more than its bound, whatever the prompts', () => {
  const decide = routeOf({
    choice: { strategy: 'prompt_cache_affinity' },
    split: weights({ a: 1, b: 1, c: 1, d: 1 }),
  });
  const loads: Record<string, { tokens: number }> = {};
  const own = 1_000;
  const request = { inputTokens: own - 256, maxOutputTokens: 256 };
  for (let call = 0; call < 400; call += 1) {
    const promptPrefix = () => `prompt ${call % 3 === 0 ? call : 0}`;
    const facts = factsWith({ request });
    const { targets } = decide({ ...anInputOf(facts), promptPrefix, signals: signalsOf(loads) });
    const id = targets[0]?.id ?? '';
    const mean = (call * own + own) / 4;
    expect(loads[id]?.tokens ?? 0).toBeLessThanOrEqual(1.25 * mean);
    loads[id] = { tokens: (loads[id]?.tokens ?? 0) + own };
  }
});

function anInputOf(facts: RoutingInput['facts']): RoutingInput {
  return { facts, needs: ['chat'], isGranted: () => true, draw: 0 };
}
