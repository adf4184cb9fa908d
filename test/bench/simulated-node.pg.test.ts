import { randomBytes } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { NodeGroup } from '../../bench/fleet/node-group.ts';
import { rawResource, tenantResources } from '../support/configuration.ts';
import { eventually } from '../support/eventually.ts';
import { openFleetDoor } from '../support/fleet.ts';

// Goal: figures are only of nodes that took what they were sent; a node that says yes without having read would be fast.
// Method: simulated nodes against the real stream server, whose view a test moves by hand.

const path = '/gatehouse.config.v1.ConfigService/Stream';
const timeoutMs = 10_000;
const names = ['simulated-0', 'simulated-1', 'simulated-2'];

async function openGroup(resources: Parameters<typeof openFleetDoor>[0]) {
  const door = await openFleetDoor(resources);
  const group = new NodeGroup();
  group.open({ port: Number(door.address.split(':')[1]), path, token: 'any' }, names);
  return {
    door,
    group,
    [Symbol.asyncDispose]: async () => {
      group.close();
      await door[Symbol.asyncDispose]();
    },
  };
}

test('nodes come in on a configuration of many parts, and answer what the server takes for applied', async () => {
  const body = randomBytes(100_000);
  const large = Array.from({ length: 20 }, (_, index) =>
    rawResource('route', `r-${index}`, '', body),
  );
  await using open = await openGroup(large);
  const { door, group } = open;
  await group.hold(1, timeoutMs);
  const report = group.report(0);
  expect(report).toMatchObject({ heldCount: 3, lostCount: 0, dialCount: 3, held: [], told: [] });
  expect(report.fullBytes).toBeGreaterThan(20 * body.length);
  await eventually(async () => {
    const text = await door.metrics.registry.metrics();
    expect(text).toContain('gatehouse_control_verdicts_total{outcome="applied"} 3');
  });
});

test('a group tells of each revision how many nodes came to hold it, and when the last did', async () => {
  await using open = await openGroup(tenantResources('a'));
  const { door, group } = open;
  await group.hold(1, timeoutMs);
  const startedAtMs = Date.now();
  door.commit(tenantResources('b'));
  const head = Number(door.commit(tenantResources('c')));
  await group.hold(head, timeoutMs);
  const { held: arrivals } = group.report(1);
  expect(arrivals.map(([revision, count]) => [revision, count])).toEqual([
    [2, 3],
    [3, 3],
  ]);
  for (const [, , lastAtMs] of arrivals) expect(lastAtMs).toBeGreaterThanOrEqual(startedAtMs);
  expect(group.report(2).held.map(([revision]) => revision)).toEqual([3]);
});

test('a group tells when the last node was told of a revocation, though none can be sent its update', async () => {
  await using open = await openGroup([...tenantResources('a'), ...tenantResources('b')]);
  const { door, group } = open;
  await group.hold(1, timeoutMs);
  const told = () => group.report(1).told.map(([revision, count]) => [revision, count]);
  group.hang();
  const before = Number(door.commit(tenantResources('c')));
  // The second of three reads no more.
  await eventually(() => expect(told()).toEqual([[before, 2]]));
  const head = Number(door.commit([], ['api_key/key-a', 'grant/grant-b']));
  await eventually(() => expect(told()).toEqual([before, head].map((at) => [at, 2])));
  expect(group.report(1).held).toEqual([]);
  group.wake();
  await group.hold(head, timeoutMs);
  expect(told()).toEqual([before, head].map((at) => [at, 3]));
});

test('nodes that are stuck owe the server an answer, and give it when they wake up', async () => {
  await using open = await openGroup(tenantResources('a'));
  const { door, group } = open;
  const answered = async () => (await door.metrics.verdicts.get()).values[0]?.value;
  await group.hold(1, timeoutMs);
  const other = new NodeGroup();
  other.open({ port: Number(door.address.split(':')[1]), path, token: 'any' }, ['other']);
  await other.hold(1, timeoutMs);
  group.hang();
  door.commit(tenantResources('b'));
  const head = Number(door.commit(tenantResources('c')));
  await other.hold(head, timeoutMs);
  expect(group.report(1)).toMatchObject({ held: [], lostCount: 0 });
  const before = Number(await answered());
  group.wake();
  await group.hold(head, timeoutMs);
  expect(group.report(1).held.map(([revision, count]) => [revision, count])).toEqual([
    [2, 3],
    [3, 3],
  ]);
  // Whether the two commits came in one update is the server's to say: its window was of the first, or of both.
  await eventually(async () => expect(Number(await answered()) - before).toBeGreaterThanOrEqual(3));
  other.close();
});

test('a node whose stream ends after it was in sync is told as lost', async () => {
  await using open = await openGroup(tenantResources('a'));
  const { door, group } = open;
  await group.hold(1, timeoutMs);
  await door.server.close(0);
  await eventually(() => expect(group.report(0).lostCount).toBe(3));
});

test('waiting for what does not come fails, and says for how many nodes', async () => {
  await using open = await openGroup(tenantResources('a'));
  await open.group.hold(1, timeoutMs);
  await expect(open.group.hold(2, 50)).rejects.toThrow('3 of 3 nodes do not hold revision 2');
});
