import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { resource, sharedResources, tenantResources } from '../../support/configuration.ts';
import { eventually } from '../../support/eventually.ts';
import { type FleetDoor, openFleetDoor, SimulatedNode } from '../../support/fleet.ts';

/*
 * Goal: revocations have a lane of their own, beside rounds and open windows.
 * Method: the real stream server on a real socket, with nodes that answer at once or not at all.
 */

const tenants = ['a', 'b', 'c'];
const everything = [...sharedResources(), ...tenants.flatMap((id) => tenantResources(id))];
const renamed = (name: string) => resource('tenant', { id: 'a', tenantId: 'a' }, { name });

describe('the lane of revocations', () => {
  let door: FleetDoor;
  let nodes: SimulatedNode[];
  beforeEach(async () => {
    door = await openFleetDoor(everything);
    nodes = [new SimulatedNode(door.address), new SimulatedNode(door.address)];
    await eventually(() => {
      for (const node of nodes) expect(node.enforcedAtMs('1')).toBeDefined();
    });
  });
  afterEach(async () => {
    for (const node of nodes) node.close();
    await door[Symbol.asyncDispose]();
  });

  const revocationsOf = ({ received }: SimulatedNode) =>
    received.flatMap(({ revocations }) => revocations ?? []);

  test.each(['api_key/key-b', 'grant/grant-b'])(
    '%s is told to nodes that do not answer',
    async (key) => {
      const [stuck, good] = nodes;
      stuck?.hang(true);
      door.commit([renamed('waits for a verdict that never comes')]);
      await eventually(() => expect(stuck?.updates).toHaveLength(2));
      const revision = door.commit([], [key]);
      const [kind, id] = key.split('/');
      for (const node of nodes)
        await eventually(() =>
          expect(revocationsOf(node)).toMatchObject([
            { keys: [{ kind, id }], at: { epoch: '1', revision } },
          ]),
        );
      expect(stuck?.updates).toHaveLength(2);
      await eventually(() => expect(good?.enforcedAtMs(revision)).toBeDefined());
      expect(good?.updates.at(-1)?.removals).toEqual([{ kind, id }]);
    },
  );

  test('it waits for no round: the update follows later', async () => {
    const [node] = nodes;
    const first = door.commit([renamed('begins a round')]);
    await eventually(() => expect(node?.enforcedAtMs(first)).toBeDefined());
    const second = door.commit([], ['api_key/key-c']);
    await eventually(() => expect(node?.enforcedAtMs(second)).toBeDefined());
    const order = (node?.received ?? []).flatMap(({ revocations, update }) =>
      revocations ? 'revocation' : (update?.to?.revision ?? []),
    );
    expect(order).toEqual(['1', first, 'revocation', second]);
  });

  test('other removals and changes are told in updates only', async () => {
    const revision = door.commit([renamed('other')], ['route/route-b']);
    const [node] = nodes;
    await eventually(() => expect(node?.enforcedAtMs(revision)).toBeDefined());
    expect(node && revocationsOf(node)).toEqual([]);
  });

  test('many at once come in small messages, and more than a thousand in their update', async () => {
    const many = Array.from({ length: 1_100 }, (_, index) =>
      resource('grant', { id: `many-${index}`, tenantId: 'a' }, { tenantId: 'a' }),
    );
    const [node] = nodes;
    const made = door.commit(many);
    await eventually(() => expect(node?.enforcedAtMs(made)).toBeDefined());
    const gone = door.commit(
      [],
      many.map(({ id }) => `grant/${id}`),
    );
    await eventually(() => expect(node?.enforcedAtMs(gone)).toBeDefined());
    const messages = node ? revocationsOf(node) : [];
    expect(messages.map(({ keys }) => keys.length)).toEqual(Array.from({ length: 20 }, () => 50));
    expect(node?.updates.at(-1)?.removals).toHaveLength(1_100);
  });
});
