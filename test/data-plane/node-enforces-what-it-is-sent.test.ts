import { afterEach, beforeEach, expect, test } from '@jest/globals';
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
import { answer, chatBody } from '../support/faulty-provider.ts';
import { testNodeToken } from '../support/node.ts';
import { sendEverything } from '../support/scripted-control-plane.ts';
import {
  beginTest,
  controlPlane,
  credentialShown,
  describe,
  good,
  inState,
  modelsOf,
  newest,
  node,
  provider,
  statusOf,
  stopWhatStarted,
} from './scripted-node-fixture.ts';

/** Goal: a node enforces what the control plane sends, and says truthfully what it enforces. */

beforeEach(beginTest);
afterEach(stopWhatStarted);

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

test('an update that is refused as a whole is described with its reason, until one is taken', async () => {
  const bad = rawResource('model', 'model-bad', '', Buffer.from([0xff]));
  const plane = await controlPlane((session) => sendEverything(session, good, 5));
  const one = await node(plane.address);
  await inState(one, 'IN_SYNC');
  expect((await describe(one)).refused).toBeNull();
  const send = (revision: number, resources: typeof good) =>
    newest(plane).send({
      update: deltaUpdate({ revision: 5, resources: good }, { revision, resources }),
    });
  send(6, [...good, bad]);
  await inState(one, 'DEGRADED');
  expect(await describe(one)).toMatchObject({
    revision: '5',
    refused: { epoch: '1', revision: '6', faults: [{ kind: 'model', id: 'model-bad' }] },
  });
  send(7, good);
  await inState(one, 'IN_SYNC');
  expect(await describe(one)).toMatchObject({ revision: '7', refused: null });
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

test('a rotated credential is used by new calls, and the one before it where it is refused', async () => {
  const vendor = await provider();
  const resources = [...sharedResources(vendor.baseUrl), ...tenantResources('a')];
  const plane = await controlPlane((session) => sendEverything(session, resources, 5));
  const one = await node(plane.address);
  await inState(one, 'IN_SYNC');
  expect(await credentialShown(one, vendor)).toBe(testCredential);
  const { sealingPublicKey } = newest(plane).hello;
  newest(plane).send({ secrets: sealedSecrets(sealingPublicKey, [testCredential, 'sk-rotated']) });
  await eventually(async () => expect(await credentialShown(one, vendor)).toBe('sk-rotated'));
  vendor.behave((request, response) => {
    const isTaken = request.headers.authorization === `Bearer ${testCredential}`;
    (isTaken ? answer(chatBody) : answer('{}', { status: 401 }))(request, response);
  });
  expect(await credentialShown(one, vendor)).toBe(testCredential);
  const metrics = await (await fetch(`${one.plane.adminUrl}/metrics`)).text();
  expect(metrics).toContain('gatehouse_node_credential_turns_total{generation="previous"} 1');
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
