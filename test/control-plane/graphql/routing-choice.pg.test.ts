import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { freshName } from '../../support/catalog.ts';
import type { Management } from '../../support/management.ts';
import {
  createRouteIn,
  mutateIn,
  onRoute,
  openRoutingHouse,
  type RoutingHouse,
} from './routing-house.ts';

let house: RoutingHouse;
let management: Management;
let [own, other, second]: string[] = [];
let ids: RoutingHouse['ids'];
beforeAll(async () => {
  house = await openRoutingHouse();
  ({ management, own, other, second, ids } = house);
}, 60_000);
afterAll(async () => {
  await management?.[Symbol.asyncDispose]();
});

const create = (change: object) => createRouteIn(house, change);
const mutate = (name: string, input: object, selection: string) =>
  mutateIn(house, name, input, selection);

describe('routes', () => {
  test('take a strategy, constraints and fallbacks by class, and tell the ones that follow', async () => {
    const rules = [
      {
        name: 'all',
        choice: { strategy: 'PRIORITY', within: 'STICKY', stickyBy: 'claimed.session' },
        constraints: { regions: ['eu'], dataTerms: ['ZERO_RETENTION'] },
        split: [
          { targetId: own, weight: 1 },
          { targetId: second, weight: 2, tier: 1 },
        ],
        fallbacksByClass: [{ on: ['CONTEXT_WINDOW', 'BUDGET'], targetIds: [second] }],
      },
      { name: 'rest', split: [{ targetId: second, weight: 1 }] },
    ];
    const made = await create({ rules, constraints: { dataTerms: ['NO_TRAINING'] } });
    const nothing = { regions: [], dataTerms: [] };
    expect(made).toMatchObject({
      route: {
        constraints: { regions: [], dataTerms: ['NO_TRAINING'] },
        rules: [
          {
            choice: { ...rules[0]?.choice, regions: [], typicalOutputTokens: null },
            constraints: rules[0]?.constraints,
            split: [
              { weight: 1, tier: 0, target: { id: own } },
              { weight: 2, tier: 1, target: { id: second } },
            ],
            fallbacks: [],
            fallbacksByClass: [{ on: ['CONTEXT_WINDOW', 'BUDGET'], targets: [{ id: second }] }],
          },
          {
            choice: { strategy: 'WEIGHTED', within: null, stickyBy: null, regions: [] },
            constraints: nothing,
            fallbacksByClass: [],
          },
        ],
      },
    });
    const { id } = (made as { route: { id: string } }).route;
    const edit = { id, expectedVersion: 1, firstTokenTimeoutMs: 500 };
    expect(await mutate('updateRoute', edit, onRoute)).toMatchObject({
      route: { constraints: { dataTerms: ['NO_TRAINING'] } },
    });
    const bare = { id, expectedVersion: 2, constraints: null };
    expect(await mutate('updateRoute', bare, onRoute)).toMatchObject({
      route: { constraints: nothing },
    });
  });

  test('hedge as the schema says where figures are absent, and never on their own', async () => {
    const split = [
      { targetId: own, weight: 1 },
      { targetId: other, weight: 1 },
    ];
    const asSaid = { afterPercentile: 90, floorMs: 250, extraCallsPercentMax: 2 };
    const rules = [
      { name: 'a', split, hedge: {} },
      { name: 'b', split, hedge: asSaid },
      { name: 'c', split },
    ];
    const selection = `... on RouteChanged { route { rules { hedge {
      afterPercentile floorMs extraCallsPercentMax } } } }`;
    const input = { tenantId: ids.tenantId, operation: 'CHAT', rules };
    const made = await mutate('createRoute', { ...input, name: freshName('route') }, selection);
    const usual = { afterPercentile: 95, floorMs: 100, extraCallsPercentMax: 5 };
    expect(made).toMatchObject({
      route: { rules: [{ hedge: usual }, { hedge: asSaid }, { hedge: null }] },
    });
    const alone = [{ name: 'a', split: [{ targetId: own, weight: 1 }], hedge: {} }];
    expect(await create({ rules: alone })).toMatchObject({ faults: [{ path: 'rules.0.hedge' }] });
  });

  test('take a ramp and a shadow, keep them over edits of other things, and name their faults', async () => {
    const steps = [
      { at: '2026-11-01T00:00:00.000Z', sharePermille: 10 },
      { at: '2026-11-02T00:00:00.000Z', sharePermille: 1_000 },
    ];
    const split = [
      { targetId: own, weight: 1 },
      { targetId: other, weight: 0 },
    ];
    const ramp = { fromTargetId: own, toTargetId: other, steps, bounds: { totalPercentMax: 150 } };
    const shadow = { targetId: own, samplePermille: 5, hourlyCostMax: '1000000' };
    const selection = `... on RouteChanged { route { id rules {
      ramp { from { id } to { id } stickyBy steps { at sharePermille }
        bounds { windowMs attemptsMin failurePermilleMax firstTokenMsMax totalPercentMax } }
      shadow { target { id } samplePermille hourlyCostMax } } } }`;
    const { tenantId } = ids;
    const made = await mutate(
      'createRoute',
      {
        tenantId,
        name: freshName('route'),
        operation: 'CHAT',
        rules: [{ name: 'all', split, ramp, shadow }],
      },
      selection,
    );
    const told = [
      {
        ramp: {
          from: { id: own },
          to: { id: other },
          stickyBy: null,
          steps,
          bounds: {
            windowMs: 60_000,
            attemptsMin: 20,
            failurePermilleMax: 50,
            firstTokenMsMax: null,
            totalPercentMax: 150,
          },
        },
        shadow: { target: { id: own }, samplePermille: 5, hourlyCostMax: '1000000' },
      },
    ];
    expect(made).toMatchObject({ route: { rules: told } });
    const { id } = (made as { route: { id: string } }).route;
    const edit = { id, expectedVersion: 1, firstTokenTimeoutMs: 500 };
    expect(await mutate('updateRoute', edit, selection)).toMatchObject({ route: { rules: told } });
    const back = { ...ramp, steps: steps.toReversed() };
    const free = { ...shadow, hourlyCostMax: '0' };
    const wrong = [{ name: 'all', split, ramp: back, shadow: free }];
    expect(await create({ rules: wrong })).toMatchObject({
      faults: [
        { path: 'rules.0.ramp.steps.1.sharePermille' },
        { path: 'rules.0.ramp.steps.1.at' },
        { path: 'rules.0.shadow.hourlyCostMax' },
      ],
    });
  });

  test('name each fault where it stands', async () => {
    const split = [{ targetId: own, weight: 1 }];
    const rules = [
      { name: 'a', choice: { strategy: 'STICKY', stickyBy: 'tenant.id' }, split },
      { name: 'b', choice: { strategy: 'WEIGHTED', regions: ['eu'] }, split },
      { name: 'c', split, fallbacksByClass: [{ on: [], targetIds: [own] }] },
    ];
    expect(await create({ rules })).toMatchObject({
      faults: [
        { path: 'rules.0.choice.stickyBy' },
        { path: 'rules.1.choice.regions' },
        { path: 'rules.2.fallbacksByClass.0.on' },
      ],
    });
    const within = [{ name: 'a', choice: { strategy: 'PRIORITY', within: 'PRIORITY' }, split }];
    expect(await create({ rules: within })).toMatchObject({
      faults: [{ path: 'rules.0.choice.within' }],
    });
  });
});
