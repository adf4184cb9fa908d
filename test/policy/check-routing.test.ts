import { describe, expect, test } from '@jest/globals';
import { checkRoutingPolicy, ROUTING_LIMITS } from '../../policy/check-routing.ts';
import { compileRoute } from '../../policy/compile-routing.ts';
import type { RoutingRule } from '../../policy/resource.ts';
import { hedgeDefaults } from '../../policy/timing/hedge.ts';
import { sampleModel, sampleProvider, sampleRoute, sampleRule, sampleTarget } from './sample.ts';
import { priceOf } from './strategy/strategy-fixture.ts';

const ids = Array.from({ length: 20 }, (_, position) => `t${position}`);
const targets = [
  sampleTarget('a', { prices: [priceOf(1n, 1n, 0)] }),
  sampleTarget('b', { prices: [priceOf(1n, 1n, 0)] }),
  ...ids.map((id) => sampleTarget(id)),
  sampleTarget('vectors', { modelId: 'model-2' }),
  sampleTarget('narrow', { capabilities: ['tools'] }),
  sampleTarget('orphan', { modelId: 'gone' }),
];
const catalog = {
  targets: new Map(targets.map((target) => [target.id, target])),
  models: new Map([
    ['model-1', sampleModel('model-1')],
    ['model-2', sampleModel('model-2', { capabilities: ['embedding'] })],
  ]),
  providers: new Map([['provider-1', sampleProvider('provider-1')]]),
};
const hedge = hedgeDefaults;
const check = (...rules: readonly RoutingRule[]) =>
  checkRoutingPolicy(
    { rules },
    {
      ...catalog,
      grantedModelIds: new Set(['model-1']),
      operation: 'chat',
      nowMs: 1_000,
    },
  );
const weigh = (...targetIds: readonly string[]) =>
  targetIds.map((targetId) => ({ targetId, weight: 1 }));

test('a sound policy has no fault, and compiles', () => {
  const ofClass = [{ on: ['error' as const], targetIds: ['b'] }];
  const rules = [
    sampleRule({ name: 'two', hedge, split: weigh('a', 'b') }),
    sampleRule({ name: 'next', hedge, split: weigh('a'), fallbackTargetIds: ['b'] }),
    sampleRule({ name: 'class', hedge, split: weigh('a'), fallbacksByClass: ofClass }),
    sampleRule({ name: 'night', when: 'time.hour < 6', split: weigh('a', 'b') }),
    sampleRule({ split: [{ targetId: 'a', weight: 0 }, ...weigh('b')], fallbackTargetIds: ['a'] }),
  ];
  expect(check(...rules)).toEqual([]);
  expect(compileRoute(sampleRoute(rules), catalog)).toBeInstanceOf(Function);
});

test.each<[string, Partial<RoutingRule>, string, RegExp]>([
  ['an empty split', { split: [] }, 'rules.0.split', /at least one target/],
  ['weights of nothing', { split: [{ targetId: 'a', weight: 0 }] }, 'rules.0.split', /greater/],
  ['a weight that is no number', weightOf(Number.NaN), 'rules.0.split.0.weight', /whole number/],
  ['a negative weight', weightOf(-1), 'rules.0.split.0.weight', /whole number/],
  ['half a weight', weightOf(0.5), 'rules.0.split.0.weight', /whole number/],
  ['a weight without end', weightOf(Infinity), 'rules.0.split.0.weight', /whole number/],
  ['an unknown target', { split: weigh('x') }, 'rules.0.split.0.targetId', /no target "x"/],
  ['a target of no model', { split: weigh('orphan') }, 'rules.0.split.0.targetId', /no model/],
  ['an unable model', { split: weigh('vectors') }, 'rules.0.split.0.targetId', /cannot do chat/],
  ['a narrowed target', { split: weigh('narrow') }, 'rules.0.split.0.targetId', /cannot do chat/],
  ['a target twice', { split: weigh('a', 'b', 'a') }, 'rules.0.split.2.targetId', /already/],
  [
    'a fallback twice',
    { fallbackTargetIds: ['b', 'b'] },
    'rules.0.fallbackTargetIds.1',
    /already listed/,
  ],
  ['an unknown fallback', { fallbackTargetIds: ['x'] }, 'rules.0.fallbackTargetIds.0', /"x"/],
  ['too many targets', { split: weigh(...ids.slice(0, 17)) }, 'rules.0.split', /at most 16/],
  ['a hedge without a second target', { hedge }, 'rules.0.hedge', /second target/],
  [
    'a hedge whose second target takes no calls',
    { hedge, split: [...weigh('a'), { targetId: 'b', weight: 0 }] },
    'rules.0.hedge',
    /second target/,
  ],
  [
    'a hedge whose second target is for other failures',
    { hedge, fallbacksByClass: [{ on: ['rate_limit'], targetIds: ['b'] }] },
    'rules.0.hedge',
    /second target/,
  ],
  [
    'a hedge after half a per cent',
    { hedge: { ...hedge, afterPercentile: 49 }, split: weigh('a', 'b') },
    'rules.0.hedge.afterPercentile',
    /from 50 to 99/,
  ],
  [
    'a hedge at once',
    { hedge: { ...hedge, floorMs: 9 }, split: weigh('a', 'b') },
    'rules.0.hedge.floorMs',
    /from 10 to 60000/,
  ],
  [
    'a hedge without an end',
    { hedge: { ...hedge, extraCallsPercentMax: 21 }, split: weigh('a', 'b') },
    'rules.0.hedge.extraCallsPercentMax',
    /from 1 to 20/,
  ],
  [
    'a hedge that counts in halves',
    { hedge: { ...hedge, extraCallsPercentMax: 2.5 }, split: weigh('a', 'b') },
    'rules.0.hedge.extraCallsPercentMax',
    /whole number/,
  ],
  ['no name', { name: '' }, 'rules.0.name', /begins with a letter/],
  ['a long name', { name: 'n'.repeat(64) }, 'rules.0.name', /at most 63/],
  ['a name with a line break', { name: 'a\nb' }, 'rules.0.name', /letters/],
])('%s is one fault', (_, rule, path, message) => {
  const faults = check(sampleRule(rule));
  expect(faults).toEqual([{ path, message: expect.stringMatching(message) }]);
});

test('conditions that do not type-check come with line and column', () => {
  const rule = sampleRule({ when: 'true &&\n  worklod == "x"', require: 'target.nme == "x"' });
  expect(check(rule)).toEqual([
    { path: 'rules.0.when', message: 'Unknown variable: worklod', line: 2, column: 3 },
    { path: 'rules.0.require', message: 'No such key: nme', line: 1, column: 8 },
  ]);
});

test('candidates have no say in which rule decides', () => {
  const [fault] = check(sampleRule({ when: 'target.name == "x"' }));
  expect(fault).toMatchObject({ path: 'rules.0.when', line: 1, column: 1 });
});

test('all faults of all rules are told at once', () => {
  const faults = check(
    sampleRule({ name: 'same', split: [] }),
    sampleRule({ name: 'same', when: '1', fallbackTargetIds: ['x'] }),
  );
  expect(faults.map(({ path }) => path)).toEqual([
    'rules.1.name',
    'rules.0.split',
    'rules.1.when',
    'rules.1.fallbackTargetIds.0',
  ]);
});

test('a policy has 1 to 64 rules', () => {
  const many = Array.from({ length: ROUTING_LIMITS.rulesMax }, (_, position) =>
    sampleRule({ name: `rule-${position}` }),
  );
  expect(check(...many)).toEqual([]);
  expect(check(...many, sampleRule())).toMatchObject([{ path: 'rules' }]);
  expect(check()).toMatchObject([{ path: 'rules' }]);
});

describe('all patterns of a policy share one bound', () => {
  const pattern = (states: number) => `claimed.c.matchesLinear("^[ab]{${states}}$")`;
  const many = (count: number, changes: (position: number) => Partial<RoutingRule>) =>
    check(
      ...Array.from({ length: count }, (_, at) => sampleRule({ name: `r${at}`, ...changes(at) })),
    );

  test('which sixty-four of common ones keep', () => {
    expect(many(64, () => ({ when: pattern(20) }))).toEqual([]);
  });

  test.each<[string, number, Partial<RoutingRule>]>([
    ['many large ones', 12, { when: pattern(400) }],
    ['one that is asked of each candidate', 1, { require: pattern(400) }],
    ['one that is asked of each element', 1, { when: `["a"].exists(x, ${pattern(100)})` }],
    ['one within another call', 6, { when: `!(size(claimed) > 1 || ${pattern(900)})` }],
  ])('and %s pass it', (_, count, changes) => {
    expect(many(count, () => changes)).toEqual([
      { path: 'rules', message: expect.stringContaining('at most 4096') },
    ]);
  });
});

function weightOf(weight: number): Partial<RoutingRule> {
  return { split: [{ targetId: 'a', weight }, ...weigh('b')] };
}
