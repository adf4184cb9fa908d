import { randomUUID } from 'node:crypto';
import { status } from '@grpc/grpc-js';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { PLATFORM } from '../../../control-plane/storage/storage.ts';
import { resource, sharedResources, tenantResources } from '../../support/configuration.ts';
import { eventually } from '../../support/eventually.ts';
import { type FleetDoor, openFleetDoor, SimulatedNode } from '../../support/fleet.ts';

/*
 * Goal: what many nodes do to each other, and what one of them may not do to the others.
 * Method: the real stream server on a real socket, with nodes that answer at once or not at all.
 */

const everything = [...sharedResources(), ...tenantResources('a'), ...tenantResources('b')];
const renamed = (name: string) => resource('tenant', { id: 'a', tenantId: 'a' }, { name });

describe('a fleet of nodes', () => {
  let door: FleetDoor;
  let nodes: SimulatedNode[];
  beforeEach(async () => {
    door = await openFleetDoor(everything);
    nodes = [];
  });
  afterEach(async () => {
    for (const node of nodes) node.close();
    await door[Symbol.asyncDispose]();
  });

  function dial(count: number): readonly SimulatedNode[] {
    const fresh = Array.from({ length: count }, () => new SimulatedNode(door.address));
    nodes.push(...fresh);
    return fresh;
  }
  const inSync = (some: readonly SimulatedNode[], revision: string) =>
    eventually(() => {
      for (const node of some) expect(node.enforcedAtMs(revision)).toBeDefined();
    }, 10_000);

  test('many commits in a row are few updates', async () => {
    const good = dial(5);
    await inSync(good, '1');
    let revision = '1';
    for (let index = 0; index < 50; index += 1) revision = door.commit([renamed(`n${index}`)]);
    await inSync(good, revision);
    for (const { updates } of good) expect(updates.length).toBeLessThan(8);
  });

  test('a replica that closes asks nodes to leave, and lets them finish', async () => {
    const [node] = dial(1);
    await inSync(nodes, '1');
    const closing = door.server.close(300);
    await eventually(() => {
      const goaway = node?.received.find((message) => message.goaway)?.goaway;
      expect(goaway?.graceMs).toBe(300);
    });
    await closing;
    const late = new SimulatedNode(door.address);
    nodes.push(late);
    await eventually(() => expect(late.failure).toBeDefined());
  });

  test('a node that reports more targets than a report may hold is cut, and no other', async () => {
    const [greedy, good] = dial(2);
    await inSync(nodes, '1');
    const states = Array.from({ length: 101 }, () => ({ targetId: randomUUID(), state: 'open' }));
    good?.beat({ targets: { states: states.slice(0, 100) } });
    greedy?.beat({ targets: { states } });
    await eventually(() => expect(greedy?.failure?.details).toContain('at most 100 targets'));
    await inSync(good === undefined ? [] : [good], door.commit([renamed('later')]));
    expect(good?.failure).toBeUndefined();
  });

  const findNode = (id: string) => door.storage.read(PLATFORM, ({ nodes }) => nodes.find(id));

  test('of two processes of one name the newer has it, and the older is told why, whichever replicas they are at', async () => {
    const replica = await door.openReplica();
    const hello = { nodeId: 'twin' };
    const dialAs = (address: string, instanceId: string) => {
      const node = new SimulatedNode(address, { ...hello, instanceId: instanceId.repeat(32) });
      nodes.push(node);
      return node;
    };
    const isWritten = (instanceId: string) =>
      eventually(async () =>
        expect((await findNode('twin'))?.instanceId).toBe(instanceId.repeat(32)),
      );
    const first = dialAs(door.address, 'a');
    await inSync([first], '1');
    const second = dialAs(door.address, 'b');
    await eventually(() => expect(first.failure?.code).toBe(status.ALREADY_EXISTS));
    expect(first.failure?.details).toContain('GATEHOUSE_NODE_ID');
    await isWritten('b');
    const third = dialAs(replica, 'c');
    await isWritten('c');
    second.beat({ state: 'IN_SYNC' });
    await eventually(() => expect(second.failure?.code).toBe(status.ALREADY_EXISTS));
    await inSync([third], door.commit([renamed('later')]));
    expect(third.failure).toBeUndefined();
    const again = dialAs(replica, 'c');
    await inSync([again], '2');
    expect(third.failure?.code).not.toBe(status.ALREADY_EXISTS);
  });

  test('a node that says it holds what nobody knows counts for nothing until it answers everything', async () => {
    const digest = Buffer.alloc(32, 7);
    const odd = new SimulatedNode(door.address, {
      nodeId: 'odd',
      held: { epoch: '1', revision: '1' },
      digest,
    });
    nodes.push(odd);
    odd.hang(true);
    const enforced = async () => (await findNode('odd'))?.enforcedRevision;
    await eventually(() => expect(odd.updates).toHaveLength(1));
    odd.beat({ state: 'DEGRADED', enforced: { epoch: '1', revision: '1' }, digest });
    await eventually(async () => expect((await findNode('odd'))?.state).toBe('degraded'));
    expect(await enforced()).toBe(0n);
    odd.wake();
    await eventually(async () => expect(await enforced()).toBe(1n));
    odd.beat({ state: 'IN_SYNC', enforced: { epoch: '1', revision: '1' }, digest });
    await eventually(() => expect(odd.updates).toHaveLength(2));
    expect(odd.updates[1]?.full).toBe(true);
    expect(await metricOf('diverged')).toBe(1);
  });

  const metricOf = async (reason: string) => {
    const { values } = await door.metrics.fullUpdates.get();
    return values.find(({ labels }) => labels.reason === reason)?.value;
  };

  test('convergence is measured', async () => {
    const good = dial(3);
    await inSync(good, '1');
    await inSync(good, door.commit([renamed('later')]));
    await eventually(async () => {
      const { values } = await door.metrics.convergenceSeconds.get();
      const counts = values.filter(({ metricName = '' }) => metricName.endsWith('_count'));
      expect(counts.map(({ labels }) => labels.share).toSorted()).toEqual(['all', 'p90']);
    });
    const { values } = await door.metrics.fullQueueSeconds.get();
    expect(values.find(({ metricName }) => metricName?.endsWith('_count'))?.value).toBe(3);
  });
});
