import { expect, test } from '@jest/globals';
import type { RoutingRule } from '../../../policy/resource.ts';
import type { RoutingShadow } from '../../../policy/route-part/shadow.ts';
import { createSeededDraw } from '../sample.ts';
import { compareShares } from '../strategy/chi-square.ts';
import {
  anInput,
  catalogOf,
  factsWith,
  routeOf,
  type Setting,
  signalsOf,
  weights,
} from '../strategy/strategy-fixture.ts';

const shadow: RoutingShadow = { targetId: 'c', samplePermille: 1_000, hourlyNanoUsdMax: 1 };
const over = (rule: Partial<RoutingRule> = {}, setting: Setting = {}) =>
  routeOf({ split: weights({ a: 7, b: 3 }), shadow, ...rule }, setting);

/* Method: chi-square with p = 0.001 over 20,000 draws that are the same in every run. */
test('the sample is as large as it says, and has nothing to do with which target leads', () => {
  const decide = over({ shadow: { ...shadow, samplePermille: 200 } });
  const draw = createSeededDraw(20_261_126);
  const counts = new Map<string, number>();
  for (let call = 0; call < 20_000; call += 1) {
    const { targets, shadow: copy } = decide({ ...anInput, draw: draw() });
    const name = `${targets[0]?.id}${copy === undefined ? '' : ' copied'}`;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const shares = { a: 56, 'a copied': 14, b: 24, 'b copied': 6 };
  const { chiSquare, critical } = compareShares(counts, shares);
  expect(chiSquare).toBeLessThan(critical);
});

test('a copy changes nothing about the call', () => {
  const { shadow: copy, ...decision } = over()(anInput);
  expect(copy).toMatchObject({ id: 'route-1/all', target: { id: 'c' }, reason: 'sampled' });
  const { shadow: none, ...plain } = over({ shadow: undefined })(anInput);
  expect(none).toBeUndefined();
  expect(decision).toEqual(plain);
});

const noTraining = { regions: [], dataTerms: ['zero_retention'] } as const;
test.each<[string, Partial<RoutingRule>, Setting, Partial<typeof anInput>]>([
  ['missing', { shadow: { ...shadow, targetId: 'z' } }, {}, {}],
  ['disabled', {}, { catalog: catalogOf({ c: { enabled: false } }) }, {}],
  ['region', { constraints: { regions: ['us'], dataTerms: [] } }, {}, {}],
  ['data_terms', {}, { constraints: noTraining }, {}],
  ['capability', {}, {}, { needs: ['vision'] }],
  ['context_window', {}, { catalog: catalogOf({ c: { modelId: 'small' } }) }, {}],
  ['no_grant', {}, {}, { isGranted: () => false }],
  ['requirement', { require: 'target.name != "c-name"' }, {}, {}],
  // A condition that fails there, and nowhere else.
  ['requirement', { require: 'target.name != "c-name" || key.attributes.absent == ""' }, {}, {}],
  ['unhealthy', {}, {}, { signals: signalsOf({ c: { sick: true } }) }],
])('a copy that may not go there says why: %s', (reason, rule, setting, input) => {
  const facts = factsWith({ key: { attributes: {} } });
  const decision = over(rule, setting)({ ...anInput, facts, ...input });
  expect(decision.shadow).toMatchObject({ target: undefined, reason });
});
