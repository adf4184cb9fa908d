import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  compileRoute,
  type RoutingCatalog,
  type RoutingInput,
} from '../../policy/compile-routing.ts';
import { ConditionError } from '../../policy/condition.ts';
import type { RoutingRule, Target } from '../../policy/resource.ts';
import {
  createSeededDraw,
  sampleFacts,
  sampleModel,
  sampleProvider,
  sampleRoute,
  sampleRule,
  sampleTarget,
} from './sample.ts';

function catalogOf(...targets: readonly Target[]): RoutingCatalog {
  return {
    targets: new Map(targets.map((target) => [target.id, target])),
    models: new Map([
      ['model-1', sampleModel('model-1')],
      ['model-2', sampleModel('model-2')],
    ]),
    providers: new Map([['provider-1', sampleProvider('provider-1')]]),
  };
}
const catalog = catalogOf(...['a', 'b', 'c', 'd', 'e'].map((id) => sampleTarget(id)));
const input: RoutingInput = {
  facts: sampleFacts,
  needs: ['chat'],
  isGranted: () => true,
  draw: 0,
};
const choose = (rule: Partial<RoutingRule>, changes: Partial<RoutingInput> = {}, held = catalog) =>
  compileRoute(sampleRoute([sampleRule(rule)]), held)({ ...input, ...changes });
const idsOf = (targets: readonly Target[]): string[] => targets.map(({ id }) => id);

describe('the rule', () => {
  const rules = [
    sampleRule({ name: 'batch', when: 'workload == "batch"' }),
    sampleRule({ name: 'restricted', when: 'application.dataClass == "restricted"' }),
    sampleRule({ name: 'rest' }),
  ];
  test('is the first whose condition holds', () => {
    const decide = compileRoute(sampleRoute(rules), catalog);
    const ruleFor = (changes: Partial<typeof sampleFacts>) =>
      decide({ ...input, facts: { ...sampleFacts, ...changes } }).rule;
    expect(ruleFor({})).toBe('restricted');
    expect(ruleFor({ workload: 'batch' })).toBe('batch');
    const application = { ...sampleFacts.application, dataClass: 'public' as const };
    expect(ruleFor({ application })).toBe('rest');
  });

  test('is none, with no target, when no condition holds', () => {
    const decide = compileRoute(sampleRoute(rules.slice(0, 1)), catalog);
    expect(decide(input)).toMatchObject({ rule: undefined, candidates: [], targets: [] });
    expect(compileRoute(sampleRoute([]), catalog)(input).rule).toBeUndefined();
  });

  test('that fails at run time refuses; rules after the deciding one are not asked', () => {
    const failing = sampleRule({ name: 'failing', when: 'claimed.absent == "x"' });
    const decide = compileRoute(sampleRoute([failing, sampleRule()]), catalog);
    expect(() => decide(input)).toThrow(ConditionError);
    const late = compileRoute(sampleRoute([sampleRule(), failing]), catalog);
    expect(late(input).rule).toBe('all');
    expect(() => choose({ require: 'claimed.absent == "x"' })).toThrow(ConditionError);
  });

  test('that does not type-check is no route', () => {
    const broken = sampleRoute([sampleRule({ require: 'target.nme == "x"' })]);
    expect(() => compileRoute(broken, catalog)).toThrow(ConditionError);
  });
});

describe('the order', () => {
  const split = [
    { targetId: 'a', weight: 1 },
    { targetId: 'b', weight: 6 },
    { targetId: 'c', weight: 3 },
  ];
  test.each([
    [0, ['b', 'c', 'a', 'd', 'e']],
    [0.59, ['b', 'c', 'a', 'd', 'e']],
    [0.6, ['c', 'b', 'a', 'd', 'e']],
    [0.9, ['a', 'b', 'c', 'd', 'e']],
    [0.999_999_999_999_999_9, ['a', 'b', 'c', 'd', 'e']],
  ])('for a draw of %d is the drawn, the heaviest, the fallbacks', (draw, order) => {
    const { targets } = choose({ split, fallbackTargetIds: ['d', 'e'] }, { draw });
    expect(idsOf(targets)).toEqual(order);
  });

  test('names each target once, where it comes first', () => {
    const { targets, candidates } = choose({ split, fallbackTargetIds: ['a', 'd', 'b'] });
    expect(idsOf(targets)).toEqual(['b', 'c', 'a', 'd']);
    expect(candidates.map(({ targetId, reason }) => [targetId, reason])).toEqual([
      ['b', 'drawn'],
      ['c', 'fallback'],
      ['a', 'fallback'],
      ['d', 'fallback'],
    ]);
  });

  test('has a member of weight 0 only where the fallbacks name it', () => {
    const drained = [...split.slice(0, 1), { targetId: 'b', weight: 0 }];
    expect(idsOf(choose({ split: drained }).targets)).toEqual(['a']);
    const { targets } = choose({ split: drained, fallbackTargetIds: ['c', 'b'] });
    expect(idsOf(targets)).toEqual(['a', 'c', 'b']);
  });

  test('says who was drawn and who stands by', () => {
    const { candidates } = choose({ split, fallbackTargetIds: ['d'] }, { draw: 0.7 });
    expect(candidates.map(({ targetId, reason }) => [targetId, reason])).toEqual([
      ['b', 'fallback'],
      ['c', 'drawn'],
      ['a', 'fallback'],
      ['d', 'fallback'],
    ]);
  });
});

describe('a candidate is dropped for the first reason that applies', () => {
  const bad = {
    enabled: false,
    modelId: 'model-2',
    region: 'us',
    capabilities: ['tools'] as const,
  };
  test.each([
    ['missing', undefined],
    ['missing', sampleTarget('b', { ...bad, modelId: 'gone' })],
    ['missing', sampleTarget('b', { ...bad, providerId: 'gone' })],
    ['disabled', sampleTarget('b', bad)],
    ['capability', sampleTarget('b', { ...bad, enabled: true })],
    ['no_grant', sampleTarget('b', { ...bad, enabled: true, capabilities: [] })],
    ['requirement', sampleTarget('b', { region: 'us' })],
    ['drawn', sampleTarget('b')],
  ])('%s', (reason, target) => {
    const held = target === undefined ? catalogOf() : catalogOf(target);
    const { candidates, targets } = choose(
      { require: 'target.region == node.region', split: [{ targetId: 'b', weight: 1 }] },
      { isGranted: (modelId) => modelId === 'model-1' },
      held,
    );
    const kept = reason === 'drawn';
    expect(candidates).toEqual([{ targetId: 'b', kept, reason }]);
    expect(targets).toEqual(kept ? [target] : []);
  });

  test('a capability that the model lacks is not lent by the target', () => {
    const boasting = catalogOf(sampleTarget('a', { capabilities: ['chat', 'vision'] }));
    expect(choose({}, { needs: ['vision'] }, boasting).candidates[0]?.reason).toBe('capability');
    expect(choose({}, { needs: ['chat'] }, boasting).candidates[0]?.reason).toBe('drawn');
  });

  test("a target's own region goes before its provider's", () => {
    const own = catalogOf(sampleTarget('a', { region: 'us-east' }));
    expect(choose({ require: 'target.region == "us-east"' }, {}, own).targets).toHaveLength(1);
    expect(choose({ require: 'target.region == "eu-west"' }).targets).toHaveLength(1);
  });

  test('without a kept member of the split the first kept fallback leads', () => {
    const isOpen = { require: 'target.name in ["d-name", "e-name"]' };
    const { targets, candidates } = choose({ ...isOpen, fallbackTargetIds: ['c', 'd', 'e'] });
    expect(idsOf(targets)).toEqual(['d', 'e']);
    expect(candidates.map(({ reason }) => reason)).toEqual([
      'requirement',
      'requirement',
      'fallback',
      'fallback',
    ]);
  });
});

/**
 * Goal: shares are those of the weights, renormalised over what is kept. Method: chi-square,
 * seeded.
 */
describe('shares of the first attempt', () => {
  const split = [
    { targetId: 'a', weight: 50 },
    { targetId: 'b', weight: 30 },
    { targetId: 'c', weight: 15 },
    { targetId: 'd', weight: 5 },
  ];
  const countFirst = (dropped: string): Map<string, number> => {
    const draw = createSeededDraw(20_250_701);
    const held = catalogOf(
      ...split.map(({ targetId }) => sampleTarget(targetId, { enabled: targetId !== dropped })),
    );
    const decide = compileRoute(sampleRoute([sampleRule({ split })]), held);
    const counts = new Map<string, number>();
    for (let call = 0; call < 20_000; call += 1) {
      const first = decide({ ...input, draw: draw() }).targets[0]?.id ?? 'none';
      counts.set(first, (counts.get(first) ?? 0) + 1);
    }
    return counts;
  };
  // Critical values for p = 0.001 with 3 and 2 degrees of freedom.
  test.each([
    ['none', 16.27],
    ['a', 13.82],
    ['c', 13.82],
  ])('with %s dropped', (dropped, critical) => {
    const counts = countFirst(dropped);
    const kept = split.filter(({ targetId }) => targetId !== dropped);
    const total = kept.reduce((sum, { weight }) => sum + weight, 0);
    const chiSquare = kept.reduce((sum, { targetId, weight }) => {
      const expected = (20_000 * weight) / total;
      return sum + ((counts.get(targetId) ?? 0) - expected) ** 2 / expected;
    }, 0);
    expect([...counts.keys()].sort()).toEqual(kept.map(({ targetId }) => targetId));
    expect(chiSquare).toBeLessThan(critical);
  });
});

test('any policy over any catalog gives each kept candidate once, and the same answer twice', () => {
  const targetId = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'x', 'y');
  const member = fc.record({ targetId, weight: fc.integer({ min: 0, max: 9 }) });
  const anyRule = fc.record({
    split: fc.uniqueArray(member, { selector: (one) => one.targetId, minLength: 1 }),
    fallbackTargetIds: fc.uniqueArray(targetId),
    require: fc.constantFrom('', 'target.name != "a-name"', 'false'),
  });
  const draw = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  fc.assert(
    fc.property(anyRule, draw, fc.func(fc.boolean()), (rule, drawn, isGranted) => {
      const decision = choose(rule, { draw: drawn, isGranted });
      const kept = decision.candidates.filter((candidate) => candidate.kept);
      expect(idsOf(decision.targets).sort()).toEqual(kept.map((one) => one.targetId).sort());
      const ids = decision.candidates.map((one) => one.targetId);
      expect(new Set(ids).size).toBe(ids.length);
      expect(kept.filter(({ reason }) => reason === 'drawn').length).toBeLessThanOrEqual(1);
      expect(choose(rule, { draw: drawn, isGranted })).toEqual(decision);
    }),
  );
});

describe('a hedge', () => {
  const hedge = { afterPercentile: 95, floorMs: 100, extraCallsPercentMax: 5 };
  const split = [
    { targetId: 'a', weight: 1 },
    { targetId: 'b', weight: 1 },
  ];

  test('goes with the decision of its rule, under a key of the rule', () => {
    expect(choose({ name: 'all', hedge, split }).hedge).toEqual({ ...hedge, key: 'route-1\nall' });
    expect(choose({ split }).hedge).toBeUndefined();
  });

  test('is none where one target is left', () => {
    const isGranted = (modelId: string) => modelId === 'model-1';
    const held = catalogOf(sampleTarget('a'), sampleTarget('b', { modelId: 'model-2' }));
    expect(choose({ hedge, split }, { isGranted }, held).hedge).toBeUndefined();
  });
});
