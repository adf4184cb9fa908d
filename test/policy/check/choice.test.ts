import { describe, expect, test } from '@jest/globals';
import { checkRoutingPolicy, ROUTING_LIMITS } from '../../../policy/check-routing.ts';
import {
  dataTerms,
  type RoutingConstraints,
  type RoutingRule,
  type Target,
} from '../../../policy/resource.ts';
import { sampleModel, sampleProvider, sampleRule, sampleTarget } from '../sample.ts';
import { priceOf, weights } from '../strategy/strategy-fixture.ts';

const priced: Partial<Target> = { prices: [priceOf(1n, 1n, 500)] };
const targets = [
  sampleTarget('a', priced),
  sampleTarget('b', priced),
  sampleTarget('later', { prices: [priceOf(1n, 1n, 5_000)] }),
  sampleTarget('abroad', { ...priced, region: 'us' }),
  sampleTarget('foreign', { ...priced, modelId: 'model-3' }),
  sampleTarget('off', { ...priced, enabled: false }),
  sampleTarget('off2', { ...priced, enabled: false }),
  ...Array.from({ length: 16 }, (_, n) => sampleTarget(`t${n}`)),
];
const provider = { region: 'eu', dataTerms } as const;
const abroadOnly = { constraints: { regions: ['us'], dataTerms: [] } };
const around = {
  targets: new Map(targets.map((target) => [target.id, target])),
  models: new Map(['model-1', 'model-3'].map((id) => [id, sampleModel(id)])),
  providers: new Map([['provider-1', sampleProvider('provider-1', provider)]]),
  grantedModelIds: new Set(['model-1']),
  operation: 'chat',
  nowMs: 1_000,
} as const;
const check = (rule: Partial<RoutingRule>, constraints?: RoutingConstraints) =>
  checkRoutingPolicy({ rules: [sampleRule(rule)], constraints }, around);

test.each<[string, Partial<RoutingRule>]>([
  ['tiers', { choice: { strategy: 'priority' }, split: [{ targetId: 'a', weight: 1, tier: 15 }] }],
  ['a strategy within', { choice: { strategy: 'priority', within: 'sticky', stickyBy: 'key.id' } }],
  ['regions', { choice: { strategy: 'region_preference', regions: ['eu'], within: 'least_busy' } }],
  ['a sticky key', { choice: { strategy: 'sticky', stickyBy: 'claimed.session' } }],
  ['a typical output', { choice: { strategy: 'lowest_cost', typicalOutputTokens: 900 } }],
  ['the fastest', { choice: { strategy: 'lowest_latency' } }],
  ['constraints', { constraints: { regions: ['eu', 'us'], dataTerms: ['zero_retention'] } }],
  [
    'lists for classes, a target in several',
    {
      split: weights({ a: 1, off: 1 }),
      fallbacksByClass: [
        { on: ['context_window', 'budget'], targetIds: ['b', 'a'] },
        { on: ['error'], targetIds: ['off', 'b'] },
      ],
    },
  ],
])('%s may be saved', (_, rule) => {
  expect(check(rule)).toEqual([]);
});

const list = (change: object) => ({
  fallbacksByClass: [{ on: ['error'] as const, targetIds: ['b'], ...change }],
});
test.each<[string, Partial<RoutingRule>, string, RegExp]>([
  [
    'a tier without tiers',
    { split: [{ targetId: 'a', weight: 1, tier: 1 }] },
    'split.0.tier',
    /goes with/,
  ],
  [
    'half a tier',
    { choice: { strategy: 'priority' }, split: [{ targetId: 'a', weight: 1, tier: 0.5 }] },
    'split.0.tier',
    /whole number/,
  ],
  [
    'a strategy within nothing',
    { choice: { strategy: 'sticky', within: 'weighted' } },
    'choice.within',
    /only so/,
  ],
  [
    'regions for nobody',
    { choice: { strategy: 'weighted', regions: ['eu'] } },
    'choice.regions',
    /only so/,
  ],
  [
    'no region to prefer',
    { choice: { strategy: 'region_preference' } },
    'choice.regions',
    /only so/,
  ],
  [
    'a region twice',
    { choice: { strategy: 'region_preference', regions: ['eu', 'eu'] } },
    'choice.regions.1',
    /already/,
  ],
  [
    'a key for nobody',
    { choice: { strategy: 'weighted', stickyBy: 'key.id' } },
    'choice.stickyBy',
    /only so/,
  ],
  [
    'a key that is none',
    { choice: { strategy: 'sticky', stickyBy: 'tenant.id' } },
    'choice.stickyBy',
    /Write/,
  ],
  [
    'an output for nobody',
    { choice: { strategy: 'sticky', typicalOutputTokens: 9 } },
    'choice.typicalOutputTokens',
    /only so/,
  ],
  [
    'an output of nothing',
    { choice: { strategy: 'lowest_cost', typicalOutputTokens: 0 } },
    'choice.typicalOutputTokens',
    /whole number/,
  ],
  [
    'a price that has not begun, to compare by',
    { choice: { strategy: 'lowest_cost' }, split: weights({ a: 1, later: 1 }) },
    'split.1.targetId',
    /no price in force/,
  ],
  [
    'a nameless region',
    { constraints: { regions: [''], dataTerms: [] } },
    'constraints.regions.0',
    /1 to 63/,
  ],
  [
    'a promise twice',
    { constraints: { regions: [], dataTerms: ['no_training', 'no_training'] } },
    'constraints.dataTerms',
    /once/,
  ],
  [
    'a split of nobody',
    { split: weights({ off: 1, off2: 1 }) },
    'split',
    /"off2-name" is disabled/,
  ],
  ['fallbacks of nobody', { fallbackTargetIds: ['off'] }, 'fallbackTargetIds', /is disabled/],
  [
    'a region of nobody',
    { constraints: { regions: ['mars'], dataTerms: [] } },
    'split',
    /"a-name" is in no region/,
  ],
  [
    'a promise of nobody, for fallbacks',
    { split: weights({ abroad: 1, a: 1 }), ...abroadOnly, fallbackTargetIds: ['b'] },
    'fallbackTargetIds',
    /"b-name" is in no region/,
  ],
  [
    'a fallback without a price in force',
    { fallbackTargetIds: ['b', 'later'] },
    'fallbackTargetIds.1',
    /"later-name" has no price in force/,
  ],
  [
    'a fallback that nobody was granted',
    list({ targetIds: ['foreign'] }),
    'fallbacksByClass.0.targetIds.0',
    /grant for "model-3-name".*requestGrant/,
  ],
  [
    'a list of nobody',
    list({ targetIds: ['off', 'off2'] }),
    'fallbacksByClass.0.targetIds',
    /is disabled/,
  ],
  ['a list of nothing', list({ targetIds: [] }), 'fallbacksByClass.0.targetIds', /at least one/],
  ['a list for nothing', list({ on: [] }), 'fallbacksByClass.0.on', /each once/],
  ['a class twice', list({ on: ['error', 'error'] }), 'fallbacksByClass.0.on', /each once/],
  ['a target twice', list({ targetIds: ['b', 'b'] }), 'fallbacksByClass.0.targetIds.1', /already/],
  [
    'an unknown target',
    list({ targetIds: ['b', 'x'] }),
    'fallbacksByClass.0.targetIds.1',
    /no target/,
  ],
  [
    'too many in a list',
    list({ targetIds: Array.from({ length: 16 }, (_, n) => `t${n}`) }),
    'split',
    /at most 16/,
  ],
])('%s is one fault', (_, rule, path, message) => {
  expect(check(rule)).toEqual([
    { path: `rules.0.${path}`, message: expect.stringMatching(message) },
  ]);
});

describe('bounds', () => {
  test('of lists', () => {
    const lists = Array.from({ length: ROUTING_LIMITS.fallbackListsMax }, () => ({
      on: ['error'] as const,
      targetIds: ['b'],
    }));
    expect(check({ fallbacksByClass: lists })).toEqual([]);
    expect(check({ fallbacksByClass: [...lists, ...lists.slice(0, 1)] })).toMatchObject([
      { path: 'rules.0.fallbacksByClass' },
    ]);
  });

  test('of regions, of the whole route too', () => {
    const regions = ['eu', ...Array.from({ length: 16 }, (_, n) => `r${n}`)];
    const constraints = { regions, dataTerms: [] };
    expect(check({}, constraints)).toMatchObject([{ path: 'constraints.regions' }]);
    expect(check({}, { ...constraints, regions: regions.slice(0, 16) })).toEqual([]);
  });
});
