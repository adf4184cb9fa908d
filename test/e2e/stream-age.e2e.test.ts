import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { z } from 'zod';
import { keyOf, resource, sharedResources, tenantResources } from '../support/configuration.ts';
import { eventually } from '../support/eventually.ts';
import { type FleetDoor, openFleetDoor } from '../support/fleet.ts';
import { startTestNode, type TestNode } from '../support/node.ts';

/*
 * Goal: a stream that has become old is left for a newer one, and the node loses nothing by it.
 * Method: a whole node at the real stream server, whose streams age within half a second.
 */

let door: FleetDoor;
let node: TestNode;
beforeEach(async () => {
  door = await openFleetDoor([...sharedResources(), ...tenantResources('a')], {
    age: { meanMs: 500, spread: 0.2 },
    agedGraceMs: 2_000,
  });
  node = await startTestNode(door.address);
  await eventually(async () => expect((await described()).state).toBe('IN_SYNC'));
});
afterEach(async () => {
  await node?.[Symbol.asyncDispose]();
  await door[Symbol.asyncDispose]();
});

const shown = z.object({ state: z.string(), revision: z.string() });
const described = async () =>
  shown.parse(await (await fetch(`${node.plane.adminUrl}/config`)).json());

const streamCount = async (): Promise<number> => {
  const metrics = await (await fetch(`${node.plane.adminUrl}/metrics`)).text();
  return Number(/^gatehouse_node_config_streams_total (\d+)$/m.exec(metrics)?.[1]);
};

test('it moves to the next stream in sync, keeps its place and serves all the while', async () => {
  const headers = { authorization: `Bearer ${keyOf('a')}` };
  const seen = new Set<string>();
  await eventually(
    async () => {
      const { status } = await fetch(`${node.plane.httpUrl}/v1/models`, { headers });
      seen.add(`${status} ${(await described()).state}`);
      expect(await streamCount()).toBeGreaterThanOrEqual(4);
    },
    20_000,
    20,
  );
  expect([...seen]).toEqual(['200 IN_SYNC']);
  const { values } = await door.metrics.fullUpdates.get();
  expect(values).toMatchObject([{ value: 1, labels: { reason: 'holds_nothing' } }]);
  expect((await door.metrics.connectedNodes.get()).values[0]?.value).toBe(1);
  expect((await door.metrics.streamsCut.get()).values).toEqual([]);
}, 40_000);

test('after a move it is given what changes, as a step', async () => {
  await eventually(async () => expect(await streamCount()).toBeGreaterThanOrEqual(2), 10_000);
  const revision = door.commit([resource('tenant', { id: 'a', tenantId: 'a' }, { name: 'moved' })]);
  await eventually(async () => expect((await described()).revision).toBe(revision));
  const { values } = await door.metrics.fullUpdates.get();
  expect(values).toMatchObject([{ value: 1 }]);
}, 30_000);
