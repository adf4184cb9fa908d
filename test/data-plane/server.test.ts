import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { z } from 'zod';
import {
  deltaUpdate,
  digestOf,
  fullUpdate,
  keyOf,
  rawResource,
  sealedSecrets,
  sharedResources,
  tenantResources,
  testCredential,
} from '../support/configuration.ts';
import { eventually } from '../support/eventually.ts';
import { findFreePort } from '../support/free-port.ts';
import { startTestNode, type TestNode, testNodeToken } from '../support/node.ts';
import {
  acknowledge,
  type ScriptedControlPlane,
  type ScriptedSession,
  sendEverything,
  startScriptedControlPlane,
} from '../support/scripted-control-plane.ts';

/**
 * Goal: a node enforces what the control plane sends, says truthfully what it enforces, and outlives the control plane.
 * Method: a whole node against a control plane that is a script behind a real gRPC server.
 */

const good = [...sharedResources(), ...tenantResources('a'), ...tenantResources('b')];
const description = z.object({
  state: z.string(),
  ready: z.boolean(),
  revision: z.string(),
  digest: z.string(),
  counts: z.record(z.string(), z.number()),
  heldBack: z.array(z.object({ tenantId: z.string(), faults: z.array(z.unknown()) })),
  routes: z.array(z.object({ tenantId: z.string(), name: z.string() })),
  targets: z.array(z.object({ name: z.string() })),
});

let cleanups: (() => Promise<void>)[] = [];
beforeEach(() => {
  cleanups = [];
});
afterEach(async () => {
  for (const cleanup of cleanups.toReversed()) await cleanup();
});

async function controlPlane(
  onHello: (session: ScriptedSession) => void,
  port = 0,
): Promise<ScriptedControlPlane> {
  const plane = await startScriptedControlPlane({ onHello, onReport: acknowledge }, port);
  cleanups.push(() => plane[Symbol.asyncDispose]());
  return plane;
}

async function node(address: string): Promise<TestNode> {
  const started = await startTestNode(address);
  cleanups.push(() => started[Symbol.asyncDispose]());
  return started;
}

async function describe({ plane }: TestNode): Promise<z.infer<typeof description>> {
  return description.parse(await (await fetch(`${plane.adminUrl}/config`)).json());
}

async function statusOf({ plane }: TestNode, path: string): Promise<number> {
  return (await fetch(`${plane.adminUrl}${path}`)).status;
}

async function modelsOf({ plane }: TestNode, key: string): Promise<number> {
  const headers = { authorization: `Bearer ${key}` };
  return (await fetch(`${plane.httpUrl}/v1/models`, { headers })).status;
}

async function inState(one: TestNode, state: string): Promise<void> {
  await eventually(async () => expect((await describe(one)).state).toBe(state), 10_000);
}

function newest(plane: ScriptedControlPlane): ScriptedSession {
  const session = plane.sessions.at(-1);
  if (session === undefined) throw new Error('nobody dialled');
  return session;
}

test('a node that holds nothing is alive, not ready, and answers not_ready', async () => {
  const one = await node(`127.0.0.1:${await findFreePort()}`);
  expect(await statusOf(one, '/healthz')).toBe(200);
  expect(await statusOf(one, '/readyz')).toBe(503);
  expect(await modelsOf(one, keyOf('a'))).toBe(503);
  expect((await describe(one)).state).toBe('COLD');
});

test('an empty configuration is taken, and does not make a node ready', async () => {
  const plane = await controlPlane((session) => sendEverything(session, [], 1));
  const one = await node(plane.address);
  await inState(one, 'IN_SYNC');
  await eventually(() => expect(newest(plane).verdicts).toHaveLength(1));
  expect(newest(plane).verdicts[0]).toMatchObject({ outcome: 'OUTCOME_APPLIED' });
  expect(await statusOf(one, '/readyz')).toBe(503);
});

test('everything comes in parts, is enforced, acknowledged with its digest, and makes the node ready', async () => {
  const plane = await controlPlane((session) => {
    session.send({ welcome: { plan: 'PLAN_FULL', why: '', schema: 1 } });
    session.send({ secrets: sealedSecrets(session.hello.sealingPublicKey) });
    for (const update of fullUpdate(good, { revision: 5 }, 4)) session.send({ update });
  });
  const one = await node(plane.address);
  await inState(one, 'IN_SYNC');
  expect(plane.tokens).toEqual([`Bearer ${testNodeToken}`]);
  expect(newest(plane).hello).toMatchObject({
    nodeId: 'node-1',
    held: { epoch: '0', revision: '0' },
    labels: { region: 'local' },
    addresses: { http: one.plane.httpUrl.replace('http://', ''), grpc: one.plane.grpcAddress },
  });
  await eventually(() =>
    expect(newest(plane).verdicts).toMatchObject([
      {
        nonce: '1',
        outcome: 'OUTCOME_APPLIED',
        now: { epoch: '1', revision: '5' },
        digest: digestOf(good),
        diagnostics: [],
      },
    ]),
  );
  expect(await statusOf(one, '/readyz')).toBe(200);
  expect(await modelsOf(one, keyOf('a'))).toBe(200);
  expect(await modelsOf(one, 'gth_sk_unknown')).toBe(401);
  const described = await describe(one);
  expect(described).toMatchObject({
    revision: '5',
    digest: digestOf(good).toString('hex'),
    counts: { tenant: 2, api_key: 2, route: 2, target: 1 },
    heldBack: [],
  });
  expect(described.routes.map(({ name }) => name)).toEqual(['assistant', 'assistant']);
});

test('a step is applied to what is held: a key that is gone is refused at once', async () => {
  const plane = await controlPlane((session) => sendEverything(session, good, 5));
  const one = await node(plane.address);
  await inState(one, 'IN_SYNC');
  expect(await modelsOf(one, keyOf('a'))).toBe(200);
  const resources = good.filter(({ id }) => id !== 'key-a');
  newest(plane).send({
    update: deltaUpdate({ revision: 5, resources: good }, { revision: 6, resources }),
  });
  await eventually(() => expect(newest(plane).verdicts).toHaveLength(2));
  expect(newest(plane).verdicts[1]).toMatchObject({
    outcome: 'OUTCOME_APPLIED',
    now: { revision: '6' },
    digest: digestOf(resources),
  });
  expect(await modelsOf(one, keyOf('a'))).toBe(401);
  expect(await modelsOf(one, keyOf('b'))).toBe(200);
});

test('one bad tenant is held back, and the verdict, the state and the description say so', async () => {
  const bad = rawResource('route', 'route-a', 'a', Buffer.from([0xff]));
  const mixed = good.map((one) => (one.id === 'route-a' ? bad : one));
  const plane = await controlPlane((session) => sendEverything(session, good, 5));
  const one = await node(plane.address);
  await inState(one, 'IN_SYNC');
  newest(plane).send({
    update: deltaUpdate({ revision: 5, resources: good }, { revision: 6, resources: mixed }),
  });
  await inState(one, 'DEGRADED');
  await eventually(() => expect(newest(plane).verdicts).toHaveLength(2));
  expect(newest(plane).verdicts[1]).toMatchObject({
    outcome: 'OUTCOME_PARTIAL',
    now: { revision: '6' },
    digest: digestOf(good),
    diagnostics: [{ resource: { kind: 'route', id: 'route-a' }, tenantId: 'a' }],
  });
  expect((await describe(one)).heldBack).toMatchObject([{ tenantId: 'a' }]);
  expect(await modelsOf(one, keyOf('a'))).toBe(200);
  expect(await statusOf(one, '/readyz')).toBe(200);
});

test('an update whose digest is wrong changes nothing, and the node asks for everything', async () => {
  let hellos = 0;
  const plane = await controlPlane((session) => {
    hellos += 1;
    sendEverything(session, good, 5 + hellos);
  });
  const one = await node(plane.address);
  await inState(one, 'IN_SYNC');
  const step = deltaUpdate({ revision: 6, resources: good }, { revision: 7, resources: [] });
  newest(plane).send({ update: { ...step, digest: Buffer.alloc(32, 1) } });
  await eventually(() => expect(plane.sessions).toHaveLength(2));
  expect(await modelsOf(one, keyOf('a'))).toBe(200);
  expect(newest(plane).hello).toMatchObject({ held: { revision: '6' }, digest: Buffer.alloc(0) });
  await inState(one, 'IN_SYNC');
  expect((await describe(one)).revision).toBe('7');
});

test('an update that leaves a gap makes the node say again what it holds', async () => {
  const plane = await controlPlane((session) => {
    if (plane.sessions.length === 1) sendEverything(session, good, 5);
    else session.send({ welcome: { plan: 'PLAN_UP_TO_DATE', why: '', schema: 1 } });
  });
  const one = await node(plane.address);
  await inState(one, 'IN_SYNC');
  newest(plane).send({
    update: deltaUpdate({ revision: 6, resources: good }, { revision: 7, resources: [] }),
  });
  await eventually(() => expect(plane.sessions).toHaveLength(2));
  expect(newest(plane).hello).toMatchObject({ held: { revision: '5' }, digest: digestOf(good) });
  await inState(one, 'IN_SYNC');
});

test('a lower revision of the same epoch is rejected', async () => {
  const plane = await controlPlane((session) => sendEverything(session, good, 5));
  const one = await node(plane.address);
  await inState(one, 'IN_SYNC');
  for (const update of fullUpdate([], { revision: 4, nonce: 2 })) newest(plane).send({ update });
  await eventually(() => expect(newest(plane).verdicts).toHaveLength(2));
  expect(newest(plane).verdicts[1]).toMatchObject({
    outcome: 'OUTCOME_REJECTED',
    now: { revision: '5' },
    digest: digestOf(good),
  });
  expect(await modelsOf(one, keyOf('a'))).toBe(200);
});

test('asked to leave, the node dials again and goes on', async () => {
  const plane = await controlPlane((session) => {
    if (plane.sessions.length === 1) sendEverything(session, good, 5);
    else session.send({ welcome: { plan: 'PLAN_UP_TO_DATE', why: '', schema: 1 } });
  });
  const one = await node(plane.address);
  await inState(one, 'IN_SYNC');
  newest(plane).send({ goaway: { graceMs: 100, reason: 'draining' } });
  await eventually(() => expect(plane.sessions).toHaveLength(2));
  await inState(one, 'IN_SYNC');
});

test('secrets that come after the keys that need them release the tenants', async () => {
  const plane = await controlPlane((session) => {
    session.send({ welcome: { plan: 'PLAN_FULL', why: '', schema: 1 } });
    for (const update of fullUpdate(good, { revision: 5 })) session.send({ update });
  });
  const one = await node(plane.address);
  await inState(one, 'DEGRADED');
  expect(await statusOf(one, '/readyz')).toBe(503);
  newest(plane).send({ secrets: sealedSecrets(newest(plane).hello.sealingPublicKey) });
  await inState(one, 'IN_SYNC');
  expect(await modelsOf(one, keyOf('a'))).toBe(200);
  expect((await describe(one)).digest).toBe(digestOf(good).toString('hex'));
});

test('a rotated credential is used by new calls', async () => {
  const plane = await controlPlane((session) => sendEverything(session, good, 5));
  const one = await node(plane.address);
  await inState(one, 'IN_SYNC');
  expect(one.plane.snapshot?.credentials.find('provider-1')).toBe(testCredential);
  const { sealingPublicKey } = newest(plane).hello;
  newest(plane).send({ secrets: sealedSecrets(sealingPublicKey, 'sk-rotated') });
  await eventually(() =>
    expect(one.plane.snapshot?.credentials.find('provider-1')).toBe('sk-rotated'),
  );
});

test('the control plane dies: the node serves on, and catches up when it returns', async () => {
  const port = await findFreePort();
  const first = await controlPlane((session) => sendEverything(session, good, 5), port);
  const one = await node(first.address);
  await inState(one, 'IN_SYNC');
  await first[Symbol.asyncDispose]();
  await inState(one, 'SERVING_STALE');
  expect(await statusOf(one, '/readyz')).toBe(200);
  expect(await modelsOf(one, keyOf('a'))).toBe(200);
  const resources = good.filter(({ id }) => id !== 'key-a');
  const second = await controlPlane((session) => {
    expect(session.hello.held).toEqual({ epoch: '1', revision: '5' });
    expect(session.hello.digest).toEqual(digestOf(good));
    session.send({ welcome: { plan: 'PLAN_RESUME', why: '', schema: 1 } });
    const after = { revision: 6, resources };
    session.send({ update: deltaUpdate({ revision: 5, resources: good }, after, 1) });
  }, port);
  await eventually(() => expect(second.sessions[0]?.verdicts).toHaveLength(1), 15_000);
  await inState(one, 'IN_SYNC');
  expect(await modelsOf(one, keyOf('a'))).toBe(401);
});

test('restarted while the control plane is dead, a node serves what it last enforced within 2 s', async () => {
  const plane = await controlPlane((session) => sendEverything(session, good, 5));
  const one = await node(plane.address);
  await inState(one, 'IN_SYNC');
  await plane[Symbol.asyncDispose]();
  const startedAtMs = performance.now();
  const restarted = await one.restart();
  expect(await statusOf(one, '/readyz')).toBe(200);
  expect(performance.now() - startedAtMs).toBeLessThan(2_000);
  expect((await describe(one)).state).toBe('SERVING_STALE');
  expect(await modelsOf(one, keyOf('a'))).toBe(200);
  expect(restarted.snapshot?.credentials.find('provider-1')).toBe(testCredential);
});

test('a node that keeps no secrets is not ready after a restart alone, says why, and leaves nothing', async () => {
  const plane = await controlPlane((session) => sendEverything(session, good, 5));
  const one = await node(plane.address);
  await inState(one, 'IN_SYNC');
  await plane[Symbol.asyncDispose]();
  await one.restart({ GATEHOUSE_NODE_SECRETS: 'none' });
  const response = await fetch(`${one.plane.adminUrl}/readyz`);
  expect(response.status).toBe(503);
  expect(await response.text()).toMatch(/no secret is kept on disk/);
  await one.restart();
  expect(await statusOf(one, '/readyz')).toBe(503);
});

test('restarted with another state key, or with damaged files, a node is not ready', async () => {
  const plane = await controlPlane((session) => sendEverything(session, good, 5));
  const one = await node(plane.address);
  await inState(one, 'IN_SYNC');
  await plane[Symbol.asyncDispose]();
  const other = Buffer.alloc(32, 4).toString('base64');
  await one.restart({ GATEHOUSE_NODE_STATE_KEY: other });
  expect(await statusOf(one, '/readyz')).toBe(503);
  await one.restart();
  expect(await statusOf(one, '/readyz')).toBe(200);
  const directory = join(one.stateDir, 'config');
  for (const name of readdirSync(directory)) writeFileSync(join(directory, name), 'nonsense');
  await one.restart();
  expect(await statusOf(one, '/readyz')).toBe(503);
});

test('no message that a control plane can send ends the node or what it serves', async () => {
  const plane = await controlPlane((session) => {
    if (plane.sessions.length === 1) return sendEverything(session, good, 5);
    const odd = plane.sessions.length;
    session.send({});
    if (odd === 2) session.send({ update: {} });
    if (odd === 3) session.send({ update: { part: 2, parts: 2 } });
    if (odd === 4) session.send({ welcome: { schema: 99 } });
    if (odd === 5) session.send({ secrets: { secrets: [{ name: 'x', sealed: Buffer.alloc(3) }] } });
    if (odd === 5) session.cut();
    if (odd > 5) session.send({ welcome: { plan: 'PLAN_UP_TO_DATE', schema: 1 } });
  });
  const one = await node(plane.address);
  await inState(one, 'IN_SYNC');
  newest(plane).cut();
  await eventually(() => expect(plane.sessions.length).toBeGreaterThan(5), 15_000);
  expect(await statusOf(one, '/healthz')).toBe(200);
  expect((await describe(one)).revision).toBe('5');
});

test('the operators’ pages hold no secret, and metrics name what is enforced', async () => {
  const plane = await controlPlane((session) => sendEverything(session, good, 5));
  const one = await node(plane.address);
  await inState(one, 'IN_SYNC');
  const pages = await Promise.all(
    ['/config', '/metrics'].map(async (path) =>
      (await fetch(`${one.plane.adminUrl}${path}`)).text(),
    ),
  );
  for (const secret of [testCredential, testNodeToken, keyOf('a')])
    expect(pages.join()).not.toContain(secret);
  expect(pages[1]).toContain('gatehouse_node_config_revision 5');
  expect(pages[1]).toContain('gatehouse_node_config_state{state="IN_SYNC"} 1');
  expect(await statusOf(one, '/')).toBe(404);
  const posted = await fetch(`${one.plane.adminUrl}/config`, { method: 'POST' });
  expect(posted.status).toBe(405);
});

test('a drained node is not ready from the first moment, and drains once', async () => {
  const plane = await controlPlane((session) => sendEverything(session, good, 5));
  const one = await node(plane.address);
  await inState(one, 'IN_SYNC');
  const drained = one.plane.drain();
  expect(one.plane.isReady).toBe(false);
  await Promise.all([drained, one.plane.drain()]);
  await eventually(() =>
    expect(newest(plane).heartbeats.map(({ state }) => state)).toContain('DRAINING'),
  );
  await expect(fetch(`${one.plane.httpUrl}/v1/models`)).rejects.toThrow();
});

test('a taken port is refused in words that name the setting, and leaves nothing open', async () => {
  const plane = await controlPlane(() => undefined);
  const one = await node(plane.address);
  const port = one.plane.grpcAddress.split(':')[1] ?? '';
  await expect(startTestNode(plane.address, { GATEHOUSE_GRPC_PORT: port })).rejects.toThrow(
    /port is taken.*GATEHOUSE_GRPC_PORT/,
  );
});

test('a control plane on another machine is not dialled without TLS', async () => {
  await expect(startTestNode('control-plane.example:4001')).rejects.toThrow(
    /GATEHOUSE_CONFIG_ADDRESS/,
  );
});
