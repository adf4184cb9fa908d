import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { RoutingInput } from '../../../policy/compile-routing.ts';
import type { RequestFacts } from '../../../policy/fact.ts';
import type { RoutingRule } from '../../../policy/resource.ts';
import type { RoutingRamp } from '../../../policy/route-part/ramp.ts';
import { rampIdOf, shareAt } from '../../../policy/trial/ramp.ts';
import { compareShares } from '../strategy/chi-square.ts';
import {
  anInput,
  catalogOf,
  countLeads,
  factsWith,
  idsOf,
  reasonsOf,
  routeOf,
  type Setting,
  signalsOf,
  weights,
} from '../strategy/strategy-fixture.ts';

const steps = [
  { atMs: 1_000, sharePermille: 50 },
  { atMs: 2_000, sharePermille: 300 },
  { atMs: 3_000, sharePermille: 1_000 },
];
const ramp: RoutingRamp = {
  fromTargetId: 'a',
  toTargetId: 'b',
  steps,
  bounds: { windowMs: 60_000, attemptsMin: 20, failurePermilleMax: 50 },
};
const rampRule: Partial<RoutingRule> = { split: weights({ a: 1, b: 0 }), ramp };
const over = (change: Partial<RoutingRule> = {}, setting: Setting = {}) =>
  routeOf({ ...rampRule, ...change }, setting);

function at(unixMs: number, key = 'key-1'): RequestFacts {
  const facts = factsWith({ key: { id: key } });
  return { ...facts, time: { ...facts.time, unixMs } };
}
function smallCallAt(unixMs: number): RequestFacts {
  const facts = at(unixMs);
  return { ...facts, request: { ...facts.request, inputTokens: 100 } };
}
const atEnd: RoutingInput = { ...anInput, facts: at(3_000) };
const halted = { isRampHalted: () => true };

describe('the share', () => {
  test.each([
    [0, 0],
    [999, 0],
    [1_000, 50],
    [1_999, 50],
    [2_000, 300],
    [9_999, 1_000],
  ])('at %d is %d of a thousand', (nowMs, share) => {
    expect(shareAt(steps, nowMs)).toBe(share);
  });

  /* Goal: the share of callers is that of the step. Method: chi-square with p = 0.001 over 20,000 keys. */
  test.each<
    [string, Partial<RoutingRule>, Partial<RoutingInput>, Readonly<Record<string, number>>]
  >([
    ['of all that the old target had', {}, {}, { a: 700, b: 300 }],
    [
      'is of its part of the split',
      { split: weights({ a: 60, b: 0, c: 40 }) },
      {},
      { a: 42, b: 18, c: 40 },
    ],
    [
      'is of its part of a sticky split: the same key does not decide both',
      { split: weights({ a: 60, b: 0, c: 40 }), choice: { strategy: 'sticky' } },
      {},
      { a: 42, b: 18, c: 40 },
    ],
    [
      'goes on where another member is ill',
      { split: weights({ a: 60, b: 0, c: 40 }) },
      { signals: signalsOf({ c: { sick: true } }) },
      { a: 70, b: 30 },
    ],
  ])('%s', (_, rule, input, shares) => {
    const counts = countLeads(over(rule), 20_000, (call) => ({
      ...input,
      facts: at(2_000, `key-${call}`),
    }));
    const { chiSquare, critical } = compareShares(counts, shares);
    expect(chiSquare).toBeLessThan(critical);
  });

  test('is that of the draw for calls without the key', () => {
    const keyless = over({
      split: weights({ a: 60, b: 0, c: 40 }),
      ramp: { ...ramp, stickyBy: 'claimed.session' },
    });
    const counts = countLeads(keyless, 20_000, () => ({ facts: at(2_000) }));
    const { chiSquare, critical } = compareShares(counts, { a: 42, b: 18, c: 40 });
    expect(chiSquare).toBeLessThan(critical);
  });
});

test('who came over stays over while the share grows, whatever the draw and the split', () => {
  const key = fc.string({ minLength: 1, maxLength: 12 });
  const grown = [300, 500, 700].map((sharePermille, step) => ({ atMs: step, sharePermille }));
  const decide = over({ ramp: { ...ramp, steps: grown } });
  const moments = fc.tuple(fc.nat(2), fc.nat(2));
  const draws = fc.tuple(fc.nat(99), fc.nat(99));
  fc.assert(
    fc.property(key, moments, draws, (id, [one, other], [first, second]) => {
      const [early, late] = one < other ? [one, other] : [other, one];
      const before = decide({ ...anInput, facts: at(early, id), draw: first / 100 });
      const after = decide({ ...anInput, facts: at(late, id), draw: second / 100 });
      expect(before.ramp?.isTurn === true && after.ramp?.isTurn === false).toBe(false);
    }),
  );
});

test('a plan with other times and shares brings the same callers over first', () => {
  const slower = over({ ramp: { ...ramp, steps: [{ atMs: 2_000, sharePermille: 100 }] } });
  for (let n = 0; n < 500; n += 1) {
    const facts = at(2_000, `key-${n}`);
    const isFirst = slower({ ...anInput, facts }).ramp?.isTurn;
    if (isFirst) expect(over()({ ...anInput, facts }).ramp?.isTurn).toBe(true);
  }
});

describe('a caller whose turn it is', () => {
  test('is led by the new target, and the old one is next', () => {
    const decision = over()(atEnd);
    expect(idsOf(decision.targets)).toEqual(['b', 'a']);
    expect(reasonsOf(decision)).toEqual({ b: 'ramp', a: 'fallback' });
    expect(decision.ramp).toMatchObject({ sharePermille: 1_000, isTurn: true, isHalted: false });
  });

  test('has the old target before the members that follow, and before fallbacks', () => {
    const rule = { split: weights({ c: 5, a: 9, b: 0 }), fallbackTargetIds: ['d'] };
    expect(idsOf(over(rule)(atEnd).targets)).toEqual(['b', 'a', 'c', 'd']);
  });

  test.each<[string, Partial<RoutingRule>, Setting, Partial<RoutingInput>, string]>([
    ['is disabled', {}, { catalog: catalogOf({ b: { enabled: false } }) }, {}, 'disabled'],
    ['breaks a constraint', { constraints: { regions: ['us'], dataTerms: [] } }, {}, {}, 'region'],
    [
      'is not granted',
      {},
      { catalog: catalogOf({ b: { modelId: 'small' } }) },
      { isGranted: (id) => id !== 'small', facts: smallCallAt(3_000) },
      'no_grant',
    ],
    ['is ill', {}, {}, { signals: signalsOf({ b: { sick: true } }) }, 'unhealthy'],
  ])('stays with the old one where the new one %s', (_, rule, setting, input, reason) => {
    const decision = over(rule, setting)({ ...atEnd, ...input });
    expect(reasonsOf(decision)['b']).toBe(reason);
    expect(decision.targets[0]?.id).toBe(reason === 'region' ? undefined : 'a');
  });

  test('is led by the new target where the old one is ill', () => {
    const signals = signalsOf({ a: { sick: true } });
    const decision = over()({ ...atEnd, signals });
    expect(idsOf(decision.targets)).toEqual(['b', 'a']);
    expect(reasonsOf(decision)).toEqual({ b: 'ramp', a: 'unhealthy' });
  });

  test('has both at last where both are ill', () => {
    const signals = signalsOf({ a: { sick: true }, b: { sick: true } });
    const decision = over()({ ...atEnd, signals });
    expect(idsOf(decision.targets)).toEqual(['b', 'a']);
    expect(reasonsOf(decision)).toEqual({ b: 'last_resort', a: 'unhealthy' });
  });
});

describe('a caller whose turn it is not', () => {
  test('never meets the new target', () => {
    const decision = over()({ ...anInput, facts: at(0) });
    expect(idsOf(decision.targets)).toEqual(['a']);
    expect(reasonsOf(decision)).toEqual({ b: 'ramp_waiting', a: 'drawn' });
    const signals = signalsOf({ a: { sick: true } });
    expect(idsOf(over()({ ...anInput, facts: at(0), signals }).targets)).toEqual(['a']);
  });

  test('has it as a fallback where the rule names it as one', () => {
    const decision = over({ fallbackTargetIds: ['b'] })({ ...anInput, facts: at(0), ...halted });
    expect(idsOf(decision.targets)).toEqual(['a', 'b']);
    expect(reasonsOf(decision)).toEqual({ b: 'fallback', a: 'drawn' });
  });
});

test('a halt takes everybody back to the old target, and says so', () => {
  const decision = over()({ ...atEnd, ...halted });
  expect(idsOf(decision.targets)).toEqual(['a']);
  expect(reasonsOf(decision)).toEqual({ b: 'ramp_halted', a: 'drawn' });
  expect(decision.ramp).toMatchObject({ sharePermille: 1_000, isTurn: false, isHalted: true });
});

test('a halt that the route itself carries holds on every node, and changes no id', () => {
  const halted = { atMs: 1, nodeId: 'n', reason: 'total', measured: 2, allowed: 1 };
  const decision = over({ ramp: { ...ramp, halted } })(atEnd);
  expect(reasonsOf(decision)).toEqual({ b: 'ramp_halted', a: 'drawn' });
  expect(rampIdOf('r', 'all', { ...ramp, halted })).toBe(rampIdOf('r', 'all', ramp));
});

test('a halt is of one ramp: it is asked for by an id that only the same ramp has', () => {
  const asked: string[] = [];
  const isRampHalted = (id: string) => asked.push(id) === 0;
  over()({ ...atEnd, isRampHalted });
  expect(asked).toEqual([rampIdOf('route-1', 'all', ramp)]);
  const others = [
    rampIdOf('route-2', 'all', ramp),
    rampIdOf('route-1', 'other', ramp),
    rampIdOf('route-1', 'all', { ...ramp, steps: steps.slice(1) }),
    rampIdOf('route-1', 'all', { ...ramp, bounds: { ...ramp.bounds, failurePermilleMax: 51 } }),
    rampIdOf('route-1', 'all', { ...ramp, bounds: { ...ramp.bounds, totalMsMax: 1 } }),
    rampIdOf('route-1', 'all', { ...ramp, stickyBy: 'application.id' }),
  ];
  expect(new Set([...asked, ...others]).size).toBe(others.length + 1);
  expect(rampIdOf('route-1', 'all', { ...ramp, stickyBy: 'key.id' })).toBe(asked[0]);
});

test('a ramp that names targets which its rule does not hold leads nobody anywhere', () => {
  for (const change of [{ toTargetId: 'a' }, { fromTargetId: 'j' }]) {
    const decision = over({ ramp: { ...ramp, ...change } })(atEnd);
    expect(idsOf(decision.targets)).toEqual(['a']);
    expect(decision.ramp).toBeUndefined();
  }
});
