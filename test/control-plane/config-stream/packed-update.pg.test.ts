import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { resource, sharedResources, tenantResources } from '../../support/configuration.ts';
import { eventually } from '../../support/eventually.ts';
import { type FleetDoor, openFleetDoor, SimulatedNode } from '../../support/fleet.ts';

/** Goal: everything goes packed to nodes that take it so, and as before to others; steps are never packed. */

let door: FleetDoor;
let nodes: SimulatedNode[];
beforeEach(async () => {
  door = await openFleetDoor([...sharedResources(), ...tenantResources('a')]);
  nodes = [new SimulatedNode(door.address, { takesPacked: true }), new SimulatedNode(door.address)];
});
afterEach(async () => {
  for (const node of nodes) node.close();
  await door[Symbol.asyncDispose]();
});

const kindsOf = ({ received }: SimulatedNode) =>
  received.flatMap(({ update, packedUpdate }) => {
    if (packedUpdate) return 'packed';
    return update ? 'plain' : [];
  });

test('a node gets everything in the form that its Hello names, and then steps', async () => {
  const inSync = (revision: string) =>
    eventually(() => {
      for (const node of nodes) expect(node.enforcedAtMs(revision)).toBeDefined();
    });
  await inSync('1');
  await inSync(door.commit([resource('tenant', { id: 'a', tenantId: 'a' }, { name: 'renamed' })]));
  const [packing, plain] = nodes.map(kindsOf);
  expect(packing).toEqual(['packed', 'plain']);
  expect(plain).toEqual(['plain', 'plain']);
});
