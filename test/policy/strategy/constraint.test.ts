import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { RoutingInput } from '../../../policy/compile-routing.ts';
import {
  armStrategies,
  fallbackClasses,
  type RoutingConstraints,
  routingStrategies,
  type Target,
} from '../../../policy/resource.ts';
import { dropReasons } from '../../../policy/strategy/candidate.ts';
import { sampleTarget } from '../sample.ts';
import {
  anInput,
  catalogOf,
  factsWith,
  idsOf,
  reasonsOf,
  routeOf,
  signalsOf,
  weights,
} from './strategy-fixture.ts';

const split = weights({ a: 2, b: 1 });
const catalog = catalogOf(
  { b: { region: 'us' }, c: { providerId: 'careful' }, d: { modelId: 'small' } },
  { careful: { region: 'us', dataTerms: ['zero_retention', 'no_training'] } },
);

describe('constraints', () => {
  test('of the rule hold for the split and for fallbacks of every kind', () => {
    const rule = {
      split,
      constraints: { regions: ['us'], dataTerms: [] },
      fallbackTargetIds: ['c', 'd'],
      fallbacksByClass: [{ on: ['budget'] as const, targetIds: ['e', 'c'] }],
    };
    const decision = routeOf(rule, { catalog })(anInput);
    expect(reasonsOf(decision)).toEqual({
      a: 'region',
      b: 'drawn',
      c: 'fallback',
      d: 'region',
      e: 'region',
    });
    expect(idsOf(decision.targets)).toEqual(['b', 'c']);
    expect(idsOf(decision.fallbacksOn.budget)).toEqual(['c']);
  });

  test('of the route hold besides those of the rule', () => {
    const constraints = { regions: [], dataTerms: ['zero_retention'] as const };
    const rule = {
      split: weights({ a: 1, b: 1, c: 1 }),
      constraints: { regions: ['us'], dataTerms: [] },
    };
    const decision = routeOf(rule, { catalog, constraints })(anInput);
    expect(reasonsOf(decision)).toEqual({ a: 'region', b: 'data_terms', c: 'drawn' });
  });

  test('of regions are not fulfilled by a target of which none is known', () => {
    const nowhere = catalogOf({}, { 'provider-1': { region: '' } });
    const rule = { split, constraints: { regions: ['eu-west'], dataTerms: [] } };
    expect(idsOf(routeOf(rule, { catalog: nowhere })(anInput).targets)).toEqual([]);
    expect(idsOf(routeOf(rule)(anInput).targets)).toEqual(['a', 'b']);
  });

  test('ask for all data terms, each of them', () => {
    const constraints = { regions: [], dataTerms: ['zero_retention', 'audit_rights'] as const };
    const decide = routeOf({ split: weights({ c: 1 }) }, { catalog, constraints });
    expect(reasonsOf(decide(anInput))).toEqual({ c: 'data_terms' });
  });
});

describe('what a provider promises in one region', () => {
  const promising = catalogOf(
    { b: { region: 'us' } },
    {
      'provider-1': {
        dataTerms: ['no_training'],
        regionDataTerms: [{ region: 'us', dataTerms: ['zero_retention'] }],
      },
    },
  );

  test('holds there, besides what holds everywhere, and nowhere else', () => {
    const constraints = { regions: [], dataTerms: ['no_training', 'zero_retention'] as const };
    const decision = routeOf({ split, constraints }, { catalog: promising })(anInput);
    expect(reasonsOf(decision)).toEqual({ a: 'data_terms', b: 'drawn' });
  });

  test('is what conditions see', () => {
    const require = '"zero_retention" in provider.dataTerms';
    const decision = routeOf({ split, require }, { catalog: promising })(anInput);
    expect(reasonsOf(decision)).toEqual({ a: 'requirement', b: 'drawn' });
  });
});

test('conditions see a model by its aliases', () => {
  const named = catalogOf({}, {});
  const [model] = [...named.models.values()];
  if (model === undefined) throw new Error('the catalog has no model');
  const models = new Map([...named.models, [model.id, { ...model, aliases: ['house-large'] }]]);
  const rule = { split, require: '"house-large" in model.aliases' };
  const decide = (catalogOfModels: typeof models) =>
    idsOf(routeOf(rule, { catalog: { ...named, models: catalogOfModels } })(anInput).targets);
  expect(decide(models)).toEqual(['a', 'b']);
  expect(decide(new Map(named.models))).toEqual([]);
});

describe('the context window', () => {
  const decide = routeOf({ split: weights({ d: 1 }) }, { catalog });
  const reasonFor = (inputTokens: number, maxOutputTokens: number) =>
    reasonsOf(
      decide({ ...anInput, facts: factsWith({ request: { inputTokens, maxOutputTokens } }) }),
    )['d'];
  test.each([
    [1_000, 0, 'drawn'],
    [1_001, 0, 'context_window'],
    [700, 300, 'drawn'],
    [700, 301, 'context_window'],
    // The model gives at most 400, whatever is asked.
    [600, 9_000, 'drawn'],
    [601, 9_000, 'context_window'],
  ])('of 1,000 for %d in and %d out: %s', (input, output, reason) => {
    expect(reasonFor(input, output)).toBe(reason);
  });

  test('that nobody knows holds everything', () => {
    const facts = factsWith({ request: { inputTokens: 9e6 } });
    expect(reasonsOf(routeOf({ split })({ ...anInput, facts }))).toMatchObject({ a: 'drawn' });
  });
});

test('reasons are looked for in the order of their list', () => {
  const bad = { enabled: false, region: 'us', providerId: 'poor', modelId: 'small' } as const;
  const constraints = { regions: ['eu-west'], dataTerms: ['no_training'] as const };
  const input: RoutingInput = {
    ...anInput,
    needs: ['vision'],
    isGranted: () => false,
    facts: factsWith({ request: { inputTokens: 2_000 } }),
  };
  const mends: Partial<Record<string, () => void>> = {
    missing: () => held.targets.set('a', sampleTarget('a', bad)),
    disabled: () => held.targets.set('a', sampleTarget('a', { ...bad, enabled: true })),
    region: () =>
      held.targets.set('a', sampleTarget('a', { ...bad, enabled: true, region: 'eu-west' })),
    data_terms: () =>
      held.targets.set(
        'a',
        sampleTarget('a', { enabled: true, region: 'eu-west', modelId: 'small' }),
      ),
    capability: () => Object.assign(input, { needs: ['chat'] }),
    context_window: () => Object.assign(input, { facts: anInput.facts.request && small }),
    no_grant: () => Object.assign(input, { isGranted: () => true }),
  };
  const small = factsWith({ request: { inputTokens: 1 } });
  const base = catalogOf({}, { poor: { dataTerms: [] } });
  const held = { ...base, targets: new Map(base.targets) };
  held.targets.delete('a');
  const seen: (string | undefined)[] = [];
  for (const reason of dropReasons) {
    const rule = { require: 'target.name == "other"', constraints };
    seen.push(reasonsOf(routeOf(rule, { catalog: held })(input))['a']);
    mends[reason]?.();
  }
  expect(seen).toEqual([...dropReasons]);
});

const id = fc.constantFrom(...'abcdefghij');
const ids = fc.uniqueArray(id, { maxLength: 5 });
const anyChoice = fc.record({
  strategy: fc.constantFrom(...routingStrategies),
  within: fc.constantFrom(...armStrategies),
  stickyBy: fc.constantFrom('key.id', 'claimed.session'),
  regions: fc.constant(['us', 'eu-west']),
});
const anyRule = fc.record({
  choice: anyChoice,
  split: fc.uniqueArray(
    fc.record({
      targetId: id,
      weight: fc.integer({ min: 0, max: 9 }),
      tier: fc.integer({ min: 0, max: 2 }),
    }),
    { selector: ({ targetId }) => targetId, minLength: 1, maxLength: 6 },
  ),
  fallbackTargetIds: ids,
  fallbacksByClass: fc.array(
    fc.record({
      on: fc.uniqueArray(fc.constantFrom(...fallbackClasses), { minLength: 1 }),
      targetIds: ids,
    }),
    { maxLength: 3 },
  ),
  constraints: fc.record({
    regions: fc.constantFrom<string[]>([], ['us'], ['us', 'asia']),
    dataTerms: fc.constantFrom<'zero_retention'[]>([], ['zero_retention']),
  }),
});
const world = catalogOf(
  {
    a: { region: 'us' },
    b: { region: 'asia' },
    c: { providerId: 'careful' },
    e: { enabled: false },
  },
  { careful: { region: 'us', dataTerms: ['zero_retention'] } },
);
const anyInput = fc.record({
  draw: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
  key: fc.string(),
  prefix: fc.string(),
  ungranted: fc.boolean(),
  signals: fc.dictionary(
    id,
    fc.oneof(
      fc.constant({ sick: true as const }),
      fc.record({ ms: fc.nat(9_999), tokens: fc.nat(99_999) }),
    ),
  ),
});

function fulfils(target: Target, { regions, dataTerms }: RoutingConstraints): boolean {
  const provider = world.providers.get(target.providerId);
  const region = target.region || (provider?.region ?? '');
  const terms = provider?.dataTerms ?? [];
  const isInRegion = regions.length === 0 || regions.includes(region);
  return target.enabled && isInRegion && dataTerms.every((term) => terms.includes(term));
}

test('no order of any rule holds a target that breaks a constraint, and equal inputs give equal decisions', () => {
  fc.assert(
    fc.property(anyRule, anyInput, (rule, { draw, key, prefix, ungranted, signals }) => {
      const input: RoutingInput = {
        needs: ['chat'],
        isGranted: () => !ungranted,
        facts: factsWith({ key: { id: key } }),
        draw,
        signals: signalsOf(signals),
        promptPrefix: () => prefix,
      };
      const decision = routeOf(rule, { catalog: world })(input);
      const { targets, fallbacksOn, candidates } = decision;
      const kept = new Set(candidates.flatMap((one) => (one.kept ? [one.targetId] : [])));
      for (const order of [targets, ...Object.values(fallbacksOn)]) {
        expect(new Set(order).size).toBe(order.length);
        const wrong = order.filter(
          (target) => !kept.has(target.id) || ungranted || !fulfils(target, rule.constraints),
        );
        expect(wrong).toEqual([]);
      }
      expect(routeOf(rule, { catalog: world })(input)).toEqual(decision);
    }),
    { numRuns: 300 },
  );
});

test('every kept candidate is in one of the orders', () => {
  fc.assert(
    fc.property(anyRule, anyInput, (rule, { draw, signals }) => {
      const decision = routeOf(rule, { catalog: world })({
        ...anInput,
        draw,
        signals: signalsOf(signals),
      });
      const reached = new Set(
        [decision.targets, ...Object.values(decision.fallbacksOn)].flat().map((one) => one.id),
      );
      for (const { targetId, kept } of decision.candidates)
        expect(reached.has(targetId)).toBe(kept);
    }),
  );
});
