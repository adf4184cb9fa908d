import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { keyOf, testCredential } from '../support/configuration.ts';
import { eventually } from '../support/eventually.ts';
import { findFreePort } from '../support/free-port.ts';
import { startTestNode, testNodeToken } from '../support/node.ts';
import { sendEverything } from '../support/scripted-control-plane.ts';
import {
  beginTest,
  controlPlane,
  describe,
  good,
  inState,
  modelsOf,
  newest,
  node,
  statusOf,
  stopWhatStarted,
} from './scripted-node-fixture.ts';

/** Goal: a node tells its operators truthfully how it starts, stands and leaves. */

beforeEach(beginTest);
afterEach(stopWhatStarted);

test('a node that holds nothing is alive, not ready, and answers not_ready', async () => {
  const one = await node(`127.0.0.1:${await findFreePort()}`);
  expect(await statusOf(one, '/healthz')).toBe(200);
  expect(await statusOf(one, '/readyz')).toBe(503);
  expect(await modelsOf(one, keyOf('a'))).toBe(503);
  expect((await describe(one)).state).toBe('COLD');
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
