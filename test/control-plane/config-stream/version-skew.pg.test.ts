import { status } from '@grpc/grpc-js';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { sharedResources, tenantResources } from '../../support/configuration.ts';
import { eventually } from '../../support/eventually.ts';
import { type FleetDoor, openFleetDoor, SimulatedNode } from '../../support/fleet.ts';

/** Goal: planes of neighbouring versions speak with each other, and those that cannot are told so (decision 7). */
describe('version-skew, as the control plane sees it', () => {
  let door: FleetDoor;
  let node: SimulatedNode | undefined;
  beforeEach(async () => {
    door = await openFleetDoor([...sharedResources(), ...tenantResources('a')]);
  });
  afterEach(async () => {
    node?.close();
    await door[Symbol.asyncDispose]();
  });

  const dial = (schemaMin: number, schemaMax: number): SimulatedNode => {
    node = new SimulatedNode(door.address, { schemaMin, schemaMax });
    return node;
  };

  test.each([
    ['older schemas too', 1, 2],
    ['newer schemas too', 2, 3],
    ['older and newer ones', 1, 3],
  ])('a node that reads %s is given the one that both know', async (_, schemaMin, schemaMax) => {
    const dialled = dial(schemaMin, schemaMax);
    await eventually(() => expect(dialled.enforcedAtMs('1')).toBeDefined());
    expect(dialled.received.find(({ welcome }) => welcome)?.welcome?.schema).toBe(2);
  });

  test.each([
    ['older', 0, 1],
    ['newer', 3, 4],
  ])(
    'a node that reads only %s ones is given nothing, and told what each side has',
    async (_, schemaMin, schemaMax) => {
      const refused = dial(schemaMin, schemaMax);
      await eventually(() => expect(refused.failure?.code).toBe(status.INVALID_ARGUMENT));
      expect(refused.failure?.details).toBe(
        `this control plane writes schemas 2 to 2; the node reads ${schemaMin} to ${schemaMax}`,
      );
      expect(refused.received).toEqual([]);
    },
  );
});
