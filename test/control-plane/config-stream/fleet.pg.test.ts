import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
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

  test('convergence is measured', async () => {
    const good = dial(3);
    await inSync(good, '1');
    await inSync(good, door.commit([renamed('later')]));
    await eventually(async () => {
      const { values } = await door.metrics.convergenceSeconds.get();
      const counts = values.filter(({ metricName = '' }) => metricName.endsWith('_count'));
      expect(counts.map(({ labels }) => labels.share).toSorted()).toEqual(['all', 'p90']);
    });
  });
});
