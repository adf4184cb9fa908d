import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { z } from 'zod';
import type { RoutingRule } from '../../proto/generated/gatehouse/config/v1/RoutingRule.ts';
import { chat } from '../support/call.ts';
import {
  fullUpdate,
  keyOf,
  resource,
  sharedResources,
  type TestResource,
  tenantResources,
} from '../support/configuration.ts';
import { eventually } from '../support/eventually.ts';
import {
  answer,
  type Behaviour,
  chatBody,
  startFaultyProvider,
} from '../support/faulty-provider.ts';
import { startTestNode, type TestNode } from '../support/node.ts';
import {
  acknowledge,
  type ScriptedControlPlane,
  type ScriptedSession,
  sendEverything,
  startScriptedControlPlane,
} from '../support/scripted-control-plane.ts';

/*
 * Goal: a whole node halts a ramp, tells it everywhere and goes on with another one; its shadows reach the ledger, and do
 * not keep it from draining.
 * Method: a node between a scripted control plane and a provider that tells its two models apart.
 */

let cleanups: (() => Promise<unknown>)[] = [];
beforeEach(() => {
  cleanups = [];
});
afterEach(async () => {
  for (const cleanup of cleanups.toReversed()) await cleanup();
});

function resourcesOf(baseUrl: string, rule: RoutingRule): readonly TestResource[] {
  const shared = sharedResources(baseUrl);
  const fresh = {
    name: 'fresh',
    providerId: 'provider-1',
    modelId: 'model-1',
    providerModel: 'gpt-fresh',
    enabled: true,
    prices: [{ effectiveFromUnixMs: 1, input: 1_000_000, output: 2_000_000 }],
  };
  const route = resource(
    'route',
    { id: 'route-a', tenantId: 'a' },
    {
      tenantId: 'a',
      name: 'assistant',
      operation: 'chat',
      rules: [{ name: 'all', ...rule }],
      firstTokenTimeoutMs: 5_000,
      totalTimeoutMs: 30_000,
    },
  );
  const own = tenantResources('a').filter(({ kind }) => kind !== 'route');
  return [...shared, resource('target', { id: 'target-2' }, fresh), ...own, route];
}

interface House {
  readonly provider: Awaited<ReturnType<typeof startFaultyProvider>>;
  readonly control: ScriptedControlPlane;
  readonly node: TestNode;
  readonly session: () => ScriptedSession;
}

async function openHouse(rule: RoutingRule, ofFresh: Behaviour): Promise<House> {
  const provider = await startFaultyProvider((request, response) =>
    (request.body.includes('gpt-fresh') ? ofFresh : answer(chatBody))(request, response),
  );
  cleanups.push(() => provider.close());
  let session: ScriptedSession | undefined;
  const control = await startScriptedControlPlane({
    onHello: (opened) => {
      session = opened;
      sendEverything(opened, resourcesOf(provider.baseUrl, rule), 5);
    },
    onReport: acknowledge,
  });
  cleanups.push(() => control[Symbol.asyncDispose]());
  const node = await startTestNode(control.address, { GATEHOUSE_DRAIN_MS: '500' });
  cleanups.push(() => node[Symbol.asyncDispose]());
  await eventually(() => expect(node.plane.isReady).toBe(true));
  const open = (): ScriptedSession => {
    if (session === undefined) throw new Error('no node has come');
    return session;
  };
  return { provider, control, node, session: open };
}
const ask = ({ node }: House) =>
  chat({ node: node.plane, apiKey: keyOf('a') }, { model: 'assistant' });
const page = async ({ node }: House, path: string) =>
  (await fetch(`${node.plane.adminUrl}${path}`)).text();

const ramps = z.object({
  routes: z.array(
    z.object({
      ramps: z.array(
        z.object({
          rule: z.string(),
          sharePermille: z.number(),
          halted: z.object({ reason: z.string(), at: z.iso.datetime() }).nullable(),
        }),
      ),
    }),
  ),
});
const rampsOf = async (house: House) =>
  ramps.parse(JSON.parse(await page(house, '/config'))).routes[0]?.ramps;

function rampAt(atUnixMs: number): RoutingRule {
  return {
    split: [
      { targetId: 'target-1', weight: 1 },
      { targetId: 'target-2', weight: 0 },
    ],
    ramp: {
      fromTargetId: 'target-1',
      toTargetId: 'target-2',
      steps: [{ atUnixMs, sharePermille: 1_000 }],
      bounds: { windowMs: 60_000, attemptsMin: 3, failurePermilleMax: 0 },
    },
  };
}

test('a ramp is halted by the node itself, told everywhere, and goes on as another one', async () => {
  let isFixed = false;
  const house = await openHouse(rampAt(1), (request, response) => {
    const refuse = answer('{"error":{"message":"unknown field"}}', { status: 400 });
    (isFixed ? answer(chatBody) : refuse)(request, response);
  });
  expect(await rampsOf(house)).toEqual([{ rule: 'all', sharePermille: 1_000, halted: null }]);
  const statuses: number[] = [];
  for (let n = 0; n < 5; n += 1) statuses.push((await ask(house)).status);
  expect(statuses).toEqual([400, 400, 400, 200, 200]);
  expect(await rampsOf(house)).toMatchObject([
    { sharePermille: 0, halted: { reason: 'failures' } },
  ]);
  expect(await page(house, '/metrics')).toContain(
    'gatehouse_node_ramp_halts_total{reason="failures"} 1',
  );
  await eventually(() => {
    const decisions = house.control.reports.flatMap((report) => report.decisions ?? []);
    expect(decisions).toHaveLength(5);
    expect(decisions.map(({ rampHalt }) => rampHalt?.measured ?? 0)).toEqual([
      0, 0, 0, 1_000, 1_000,
    ]);
  });
  isFixed = true;
  const next = resourcesOf(house.provider.baseUrl, rampAt(2));
  for (const update of fullUpdate(next, { revision: 6 })) house.session().send({ update });
  await eventually(async () => expect(await rampsOf(house)).toMatchObject([{ halted: null }]));
  const response = await ask(house);
  expect(response.headers.get('x-gatehouse-target')).toBe('fresh');
  expect(response.headers.get('x-gatehouse-decision')).toContain(',ramp,');
});

test('a copy reaches the ledger, is counted apart, and does not keep the node from draining', async () => {
  let isStalled = false;
  const shadow = { targetId: 'target-2', samplePermille: 1_000, hourlyNanoUsdMax: 1_000_000 };
  const rule = { split: [{ targetId: 'target-1', weight: 1 }], shadow };
  const house = await openHouse(rule, (request, response) => {
    if (!isStalled) answer(chatBody)(request, response);
  });
  const reply = await ask(house);
  expect(reply.headers.get('x-gatehouse-attempts')).toBe('1');
  expect(reply.headers.get('x-gatehouse-cost-nano-usd')).toBe('17');
  const copies = () =>
    house.control.reports
      .flatMap(({ usageEvents }) => usageEvents ?? [])
      .filter((event) => event.shadow !== null)
      .map(
        ({ targetId, costNanoUsd, shadow: one }) => `${targetId} ${costNanoUsd} ${one?.verdict}`,
      );
  await eventually(() => expect(copies()).toEqual(['target-2 17 succeeded']));
  const metrics = await page(house, '/metrics');
  expect(metrics).toContain('gatehouse_node_shadows_total{outcome="succeeded"} 1');
  expect(metrics).toContain('gatehouse_node_shadow_cost_nano_usd_total 17');
  expect(metrics).toContain('gatehouse_node_cost_nano_usd_total 17');
  isStalled = true;
  await ask(house);
  await eventually(() => expect(house.provider.requests).toHaveLength(4));
  await house.node.plane.drain();
  expect(house.provider.requests.at(-1)?.abortedAtMs).toBeDefined();
  await eventually(() =>
    expect(copies()).toEqual(['target-2 17 succeeded', 'target-2 0 cancelled']),
  );
});
