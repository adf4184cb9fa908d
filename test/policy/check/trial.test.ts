import { expect, test } from '@jest/globals';
import { checkRoutingPolicy } from '../../../policy/check-routing.ts';
import type { RoutingRule } from '../../../policy/resource.ts';
import type { RoutingRamp } from '../../../policy/route-part/ramp.ts';
import type { RoutingShadow } from '../../../policy/route-part/shadow.ts';
import { sampleRule } from '../sample.ts';
import { catalogOf, priceOf, weights } from '../strategy/strategy-fixture.ts';

const ramp: RoutingRamp = {
  fromTargetId: 'a',
  toTargetId: 'b',
  steps: [
    { atMs: 1, sharePermille: 1 },
    { atMs: 2, sharePermille: 1_000 },
  ],
  bounds: { windowMs: 60_000, attemptsMin: 20, failurePermilleMax: 0, totalPercentMax: 150 },
};
const shadow: RoutingShadow = { targetId: 'c', samplePermille: 1, hourlyNanoUsdMax: 1 };
const sound = { split: weights({ a: 1, b: 0 }), ramp, shadow };

function pathsOf(change: Partial<RoutingRule>): readonly string[] {
  const catalog = catalogOf({ c: { prices: [priceOf(1n, 1n)] } });
  const rules = [sampleRule({ ...sound, ...change })];
  return checkRoutingPolicy(
    { rules },
    { ...catalog, operation: 'chat', nowMs: 10, grantedModelIds: undefined },
  ).map(({ path }) => path);
}

test('a sound ramp and a sound shadow may be saved', () => {
  expect(pathsOf({})).toEqual([]);
});

const bounded = (bounds: Partial<RoutingRamp['bounds']>) => ({
  ramp: { ...ramp, bounds: { ...ramp.bounds, ...bounds } },
});
const stepped = (...steps: readonly (readonly [number, number])[]) => ({
  ramp: { ...ramp, steps: steps.map(([atMs, sharePermille]) => ({ atMs, sharePermille })) },
});

test.each<[string, Partial<RoutingRule>, readonly string[]]>([
  ['from nowhere', { split: weights({ c: 1, b: 0 }) }, ['ramp.fromTargetId']],
  ['from a weight of 0', { split: weights({ c: 1, a: 0, b: 0 }) }, ['ramp.fromTargetId']],
  ['to nowhere', { split: weights({ a: 1 }) }, ['ramp.toTargetId']],
  ['to one that has a weight', { split: weights({ a: 1, b: 1 }) }, ['ramp.toTargetId']],
  ['to itself', { ramp: { ...ramp, toTargetId: 'a' } }, ['ramp.toTargetId']],
  ['without a step', stepped(), ['ramp.steps']],
  ['of 33 steps', { ramp: { ...ramp, steps: Array(33).fill(ramp.steps[0]) } }, ['ramp.steps']],
  ['with a share of 0', stepped([1, 0]), ['ramp.steps.0.sharePermille']],
  ['with a share above all', stepped([1, 1_001]), ['ramp.steps.0.sharePermille']],
  ['with half a share', stepped([1, 0.5]), ['ramp.steps.0.sharePermille']],
  ['that falls back', stepped([1, 500], [2, 400]), ['ramp.steps.1.sharePermille']],
  ['that stands', stepped([1, 500], [2, 500]), ['ramp.steps.1.sharePermille']],
  ['that goes back in time', stepped([2, 1], [1, 2]), ['ramp.steps.1.at']],
  ['with two shares at once', stepped([2, 1], [2, 2]), ['ramp.steps.1.at']],
  ['by nothing that is known', { ramp: { ...ramp, stickyBy: 'moon' } }, ['ramp.stickyBy']],
  ['with a window of nothing', bounded({ windowMs: 0 }), ['ramp.bounds.windowMs']],
  ['judged by no attempt', bounded({ attemptsMin: 0 }), ['ramp.bounds.attemptsMin']],
  [
    'with more than all failing',
    bounded({ failurePermilleMax: 1_001 }),
    ['ramp.bounds.failurePermilleMax'],
  ],
  ['with no time', bounded({ firstTokenMsMax: 0 }), ['ramp.bounds.firstTokenMsMax']],
  ['that must be faster', bounded({ totalPercentMax: 100 }), ['ramp.bounds.totalPercentMax']],
])('not a ramp %s', (_, change, paths) => {
  expect(pathsOf(change)).toEqual(paths.map((path) => `rules.0.${path}`));
});

test('targets that the constraints of the rule shut out are told at once', () => {
  const catalog = catalogOf({ a: { region: 'us' }, c: { prices: [priceOf(1n, 1n)] } });
  const rules = [sampleRule({ ...sound, constraints: { regions: ['us'], dataTerms: [] } })];
  const check = { ...catalog, operation: 'chat', nowMs: 10, grantedModelIds: undefined } as const;
  expect(checkRoutingPolicy({ rules }, check).map(({ path }) => path)).toEqual([
    'rules.0.ramp.toTargetId',
    'rules.0.shadow.targetId',
  ]);
});

test.each<[string, Partial<RoutingShadow>, readonly string[]]>([
  ['at nobody', { targetId: 'nobody' }, ['targetId']],
  ['without a price to cap by', { targetId: 'd' }, ['targetId']],
  ['of nothing', { samplePermille: 0 }, ['samplePermille']],
  ['of more than everything', { samplePermille: 1_001 }, ['samplePermille']],
  ['for nothing', { hourlyNanoUsdMax: 0 }, ['hourlyCostMax']],
  ['for a fortune', { hourlyNanoUsdMax: 10 ** 15 + 1 }, ['hourlyCostMax']],
])('not a shadow %s', (_, change, paths) => {
  expect(pathsOf({ shadow: { ...shadow, ...change } })).toEqual(
    paths.map((path) => `rules.0.shadow.${path}`),
  );
});
