import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { toGlobalId } from '../../../control-plane/domain/ids.ts';
import type { Operation } from '../../../control-plane/services/operation.ts';
import { ask } from '../../support/ask.ts';
import { createTenancy, freshName } from '../../support/catalog.ts';
import type { Approval } from '../../support/grant.ts';
import type { Management } from '../../support/management.ts';
import { createRouteIn, mutateIn, openRoutingHouse, type RoutingHouse } from './routing-house.ts';

let house: RoutingHouse;
let management: Management;
let approval: Approval;
let [own, other]: string[] = [];
let ids: RoutingHouse['ids'];
beforeAll(async () => {
  house = await openRoutingHouse();
  ({ management, approval, own, other, ids } = house);
}, 60_000);
afterAll(async () => {
  await management?.[Symbol.asyncDispose]();
});

const create = (change: object) => createRouteIn(house, change);
const mutate = (name: string, input: object, selection: string) =>
  mutateIn(house, name, input, selection);

const simulate = (input: object, operation: Operation = management.admin) =>
  ask(
    { services: management.services, operation },
    `query ($input: SimulateRouteInput!) { simulateRoute(input: $input) {
      rule candidates { kept reason target { id } } targets { id }
      hedge { afterPercentile floorMs extraCallsPercentMax }
      fallbacks { on targets { id } } fault { path message line column } } }`,
    { input: { applicationId: ids.applicationId, ...input } },
  ).then(({ simulateRoute }) => simulateRoute);
const both = (change: object = {}) => ({
  name: 'all',
  split: [
    { targetId: own, weight: 1 },
    { targetId: other, weight: 3 },
  ],
  ...change,
});

describe('a simulation', () => {
  test('of a route tells what nodes would decide: by real facts, and by real grants', async () => {
    const when = 'application.environment == "production" && "tier" in claimed';
    const made = await create({ rules: [both({ name: 'gold', when }), both()] });
    const routeId = (made as { route: { id: string } }).route.id;
    expect(await simulate({ routeId, call: { workload: 'chat' } })).toEqual({
      rule: 'all',
      candidates: [
        { kept: false, reason: 'no_grant', target: { id: other } },
        { kept: true, reason: 'drawn', target: { id: own } },
      ],
      targets: [{ id: own }],
      fallbacks: [
        { on: 'ERROR', targets: [{ id: own }] },
        { on: 'RATE_LIMIT', targets: [{ id: own }] },
        { on: 'CONTEXT_WINDOW', targets: [] },
        { on: 'CONTENT_POLICY', targets: [] },
        { on: 'BUDGET', targets: [] },
      ],
      hedge: null,
      fault: null,
    });
    const claimed = [{ name: 'tier', value: 'gold' }];
    expect(await simulate({ routeId, call: { workload: 'chat', claimed } })).toMatchObject({
      rule: 'gold',
    });
    const spent = { budgetLeftNanoUsd: '5000', budgetLeftPerMille: 50 };
    const frugal = 'budget.leftPerMille < 100 && budget.leftNanoUsd <= 5000';
    const policy = { rules: [both({ name: 'frugal', when: frugal }), both()] };
    const asked = (call: object) =>
      simulate({ routeId, policy, call: { workload: 'chat', ...call } });
    expect([await asked(spent), await asked({})]).toMatchObject([
      { rule: 'frugal' },
      { rule: 'all' },
    ]);
    // The grant is for the workloads chat and code.
    expect(await simulate({ routeId, call: { workload: 'batch' } })).toMatchObject({
      targets: [],
      candidates: [{ reason: 'no_grant' }, { reason: 'no_grant' }],
    });
    const call = { workload: 'chat', inputTokens: 4_001 };
    expect(await simulate({ routeId, call })).toMatchObject({
      candidates: [{ reason: 'no_grant' }, { reason: 'context_window' }],
    });
  });

  test('knows the facts of a token as nodes read them, and refuses what no token could give', async () => {
    const when = 'has(token.team) && token.team == "care" && token.level > 2 && "x" in token.roles';
    const policy = { rules: [both({ name: 'care', when }), both()] };
    const ask = (tokenFacts: object[]) =>
      simulate({ policy, operation: 'CHAT', call: { workload: 'chat', tokenFacts } });
    const team = { name: 'team', text: 'care' };
    const facts = [team, { name: 'level', number: 3 }, { name: 'roles', list: ['x'] }];
    expect([await ask(facts), await ask([])]).toMatchObject([{ rule: 'care' }, { rule: 'all' }]);
    for (const wrong of [[team, team], [{ ...team, flag: true }], [{ name: 'team' }]])
      await expect(ask(wrong)).rejects.toThrow(/different names/);
  });

  test('tells the share of a ramp, whose turn it is, and the copy that would be made', async () => {
    const steps = [
      { at: '2026-11-01T00:00:00Z', sharePermille: 10 },
      { at: '2026-11-02T00:00:00Z', sharePermille: 1_000 },
    ];
    const rule = {
      name: 'all',
      split: [
        { targetId: other, weight: 1 },
        { targetId: own, weight: 0 },
      ],
      fallbackTargetIds: [own],
      ramp: { fromTargetId: other, toTargetId: own, steps },
      shadow: { targetId: other, samplePermille: 1_000, hourlyCostMax: '1' },
    };
    const question = (input: object) =>
      ask(
        { services: management.services, operation: management.admin },
        `query ($input: SimulateRouteInput!) { simulateRoute(input: $input) {
          candidates { reason target { id } } targets { id }
          ramp { sharePermille halted arm { id } } shadow { target { id } reason } } }`,
        { input: { applicationId: ids.applicationId, policy: { rules: [rule] }, ...input } },
      ).then(({ simulateRoute }) => simulateRoute);
    const call = { workload: 'chat', at: '2026-11-02T00:00:00Z' };
    expect(await question({ call })).toEqual({
      candidates: [
        { reason: 'ramp', target: { id: own } },
        { reason: 'no_grant', target: { id: other } },
      ],
      targets: [{ id: own }],
      ramp: { sharePermille: 1_000, halted: false, arm: { id: own } },
      shadow: { target: null, reason: 'no_grant' },
    });
    expect(await question({ call, rampHalted: true })).toMatchObject({
      ramp: { sharePermille: 1_000, halted: true, arm: { id: other } },
    });
    const before = { workload: 'chat', at: '2026-10-31T00:00:00Z' };
    expect(await question({ call: before })).toMatchObject({
      ramp: { sharePermille: 0, arm: { id: other } },
    });
  });

  test('of a proposed policy is judged as if it were saved, and stores nothing', async () => {
    const policy = { rules: [both()], constraints: { regions: ['eu-west'] } };
    expect(await simulate({ policy, call: { workload: 'chat' } })).toMatchObject({
      candidates: [{ reason: 'region' }, { reason: 'drawn' }],
    });
    const unmet = { ...policy, constraints: { regions: ['us'] } };
    await expect(simulate({ policy: unmet })).rejects.toThrow('is in no region');
    const foreign = { rules: [both({ fallbackTargetIds: [other] })] };
    await expect(simulate({ policy: foreign })).rejects.toThrow('requestGrant');
    const made = await create({ rules: [both()] });
    const routeId = (made as { route: { id: string } }).route.id;
    const renamed = { rules: [both({ name: 'proposed' })] };
    expect(await simulate({ routeId, policy: renamed })).toMatchObject({ rule: 'proposed' });
    expect(await simulate({ routeId })).toMatchObject({ rule: 'all' });
    const wrong = { rules: [both({ when: 'nonsense' })] };
    await expect(simulate({ policy: wrong })).rejects.toThrow('Unknown variable: nonsense');
    const classless = { rules: [both({ fallbacksByClass: [{ on: [], targetIds: [own] }] })] };
    await expect(simulate({ policy: classless })).rejects.toThrow('one class or several');
    await expect(simulate({})).rejects.toThrow('Name a route, or propose a policy.');
  });

  test('tells the hedge of the rule, where there is a second target for this call', async () => {
    const twin = await mutate(
      'createTarget',
      {
        name: freshName('target'),
        providerId: toGlobalId('provider', approval.target.providerId),
        modelId: toGlobalId('model', approval.target.modelId),
        providerModel: 'twin',
        prices: [{ input: '1', output: '2' }],
      },
      '... on TargetChanged { target { id } }',
    );
    const { id } = (twin as { target: { id: string } }).target;
    const hedge = { afterPercentile: 90, floorMs: 50, extraCallsPercentMax: 1 };
    const call = { workload: 'chat' };
    const policy = { rules: [both({ hedge, fallbackTargetIds: [id] })] };
    expect(await simulate({ policy, call })).toMatchObject({ targets: [{}, { id }], hedge });
    const alone = { rules: [both({ hedge })] };
    expect(await simulate({ policy: alone, call })).toMatchObject({ hedge: null });
  });

  test('hears of health, time and load', async () => {
    const split = [
      { targetId: own, weight: 1 },
      { targetId: own, weight: 0 },
    ].slice(0, 1);
    const policy = { rules: [{ name: 'all', split }] };
    const signals = [{ targetId: own, healthy: false }];
    expect(await simulate({ policy, signals, call: { workload: 'chat' } })).toMatchObject({
      candidates: [{ kept: true, reason: 'last_resort' }],
    });
    const early = { workload: 'chat', at: '2001-01-01T00:00:00.000Z' };
    const dated = { rules: [{ name: 'all', when: 'time.year == 2001', split }] };
    expect(await simulate({ policy: dated, call: early })).toMatchObject({ rule: 'all' });
  });

  test('tells a condition that fails for the call, with its place', async () => {
    const policy = { rules: [both({ when: 'claimed["tier"] == "gold"' })] };
    expect(await simulate({ policy })).toMatchObject({
      rule: null,
      targets: [],
      fault: { path: 'rules', line: 1, column: expect.any(Number) },
    });
  });

  test.each<[object, string]>([
    [{ draw: 1 }, 'A draw is at least 0 and below 1.'],
    [{ call: { inputTokens: -1 } }, 'A number of tokens is from 0 to 100000000.'],
    [{ call: { at: '1969-01-01T00:00:00.000Z' } }, 'A call is made after the year 1969.'],
  ])('is refused for %j', async (input, message) => {
    await expect(simulate({ policy: { rules: [both()] }, ...input })).rejects.toThrow(message);
  });

  test('needs the right to read routes, of the tenant whose call it is', async () => {
    const stranger = await createTenancy(management);
    const who = { tenantId: stranger.tenant.id };
    const policy = { rules: [both()] };
    const outside = await management.operation(['viewer'], who);
    await expect(simulate({ policy }, outside)).rejects.toThrow('There is no such application');
    const inside = await management.operation(['viewer'], { tenantId: approval.tenant.id });
    expect(await simulate({ policy }, inside)).toMatchObject({ rule: 'all' });
    const foreign = toGlobalId('application', stranger.application.id);
    const made = await create({ rules: [both()] });
    const routeId = (made as { route: { id: string } }).route.id;
    await expect(simulate({ applicationId: foreign, routeId })).rejects.toThrow('no such route');
  });
});
