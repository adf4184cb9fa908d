import { readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import {
  deltaUpdate,
  digestOf,
  keyOf,
  sharedResources,
  tenantResources,
  testCredential,
} from '../support/configuration.ts';
import { eventually } from '../support/eventually.ts';
import { findFreePort } from '../support/free-port.ts';
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

/** Goal: a node outlives the control plane, and a restart without it. */

beforeEach(beginTest);
afterEach(stopWhatStarted);

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

test('restarted while the control plane is dead, a node serves what it last enforced as soon as its doors are open', async () => {
  const vendor = await provider();
  const resources = [...sharedResources(vendor.baseUrl), ...tenantResources('a')];
  const plane = await controlPlane((session) => sendEverything(session, resources, 5));
  const one = await node(plane.address);
  await inState(one, 'IN_SYNC');
  await plane[Symbol.asyncDispose]();
  await one.restart();
  // At the first look.
  expect(await statusOf(one, '/readyz')).toBe(200);
  expect((await describe(one)).state).toBe('SERVING_STALE');
  expect(await credentialShown(one, vendor)).toBe(testCredential);
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

test('last-good-fuzz: restarted with another state key, or with damaged files, a node is not ready', async () => {
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

test('last-good-fuzz: restarted with its newest file damaged, a node serves the one before', async () => {
  const plane = await controlPlane((session) => sendEverything(session, good, 5));
  const one = await node(plane.address);
  await inState(one, 'IN_SYNC');
  const directory = join(one.stateDir, 'config');
  const copies = () => readdirSync(directory).filter((name) => name.endsWith('.sealed'));
  await eventually(() => expect(copies()).toHaveLength(1));
  const resources = good.filter(({ id }) => id !== 'route-b');
  const before = { revision: 5, resources: good };
  newest(plane).send({ update: deltaUpdate(before, { revision: 6, resources }) });
  // After a write of half a second or more a node rests for five.
  await eventually(() => expect(copies()).toHaveLength(2), 15_000);
  await plane[Symbol.asyncDispose]();
  const [, damaged = ''] = copies().toSorted();
  truncateSync(join(directory, damaged), 100);
  await one.restart();
  expect(await describe(one)).toMatchObject({
    ready: true,
    revision: '5',
    digest: digestOf(good).toString('hex'),
  });
  expect(await modelsOf(one, keyOf('b'))).toBe(200);
});
