import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  digestOf,
  resource,
  sharedResources,
  tenantResources,
} from '../../support/configuration.ts';
import { eventually } from '../../support/eventually.ts';
import { type FleetDoor, openFleetDoor, SimulatedNode } from '../../support/fleet.ts';

/*
 * Goal: nodes of different pools on one replica each get their own part, all at the same revisions.
 * Method: the real stream server on a real socket.
 */

const shared = sharedResources();
const [a, b] = [tenantResources('a'), tenantResources('b')];

describe('nodes of pools', () => {
  let door: FleetDoor;
  let nodes: SimulatedNode[];
  beforeEach(async () => {
    door = await openFleetDoor([...shared, ...a, ...b]);
    nodes = [];
  });
  afterEach(async () => {
    for (const node of nodes) node.close();
    await door[Symbol.asyncDispose]();
  });

  async function dial(pool: string, revision: string): Promise<SimulatedNode> {
    const node = new SimulatedNode(door.address, { pool });
    nodes.push(node);
    await inSync(node, revision);
    return node;
  }
  const inSync = (node: SimulatedNode, revision: string) =>
    eventually(() => expect(node.enforcedAtMs(revision)).toBeDefined());
  const lastOf = (node: SimulatedNode) => {
    const { full, upserts = [], removals = [], digest } = node.updates.at(-1) ?? {};
    const ids = upserts.map(({ id }) => id).toSorted();
    return { full, ids, removed: removals.map(({ id }) => id).toSorted(), digest };
  };
  const idsOf = (resources: readonly { readonly id: string }[]) =>
    resources.map(({ id }) => id).toSorted();

  test('everything of a pool is what all share and its tenants', async () => {
    const made = door.setPools({ eu: ['a'], none: [] });
    const eu = await dial('eu', made);
    expect(lastOf(eu)).toMatchObject({ full: true, ids: idsOf([...shared, ...a]) });
    expect(lastOf(eu).digest).toEqual(digestOf([...shared, ...a]));
    expect(lastOf(await dial('none', made)).ids).toEqual(idsOf(shared));
    expect(lastOf(await dial('nobody-made-it', made)).ids).toEqual(idsOf(shared));
    expect(lastOf(await dial('', made)).ids).toEqual(idsOf([...shared, ...a, ...b]));
  });

  test('a change of a tenant is told to those who hold it; the others get its revision and nothing else', async () => {
    const eu = await dial('eu', door.setPools({ eu: ['a'] }));
    const whole = await dial('', '2');
    const renamed = resource('tenant', { id: 'b', tenantId: 'b' }, { name: 'other' });
    const revision = door.commit([renamed], ['api_key/key-b']);
    await Promise.all([inSync(eu, revision), inSync(whole, revision)]);
    expect(lastOf(whole)).toMatchObject({ full: false, ids: ['b'], removed: ['key-b'] });
    expect(lastOf(eu)).toMatchObject({ full: false, ids: [], removed: [] });
    const told = ({ received }: SimulatedNode) => received.filter((one) => one.revocations).length;
    expect([told(eu), told(whole)]).toEqual([0, 1]);
  });

  test('credentials of outside detectors go to nodes that hold their tenant, and come and go with it', async () => {
    const detector = (tenant: string) =>
      resource(
        'outside_detector',
        { id: `detector-${tenant}`, tenantId: tenant },
        { name: 'moderation', protocol: 'http', address: 'https://d.example.com', timeoutMs: 100 },
      );
    const credentialsOf = (node: SimulatedNode) => {
      const last = node.received.flatMap((one) => one.secrets ?? []).at(-1);
      const names = (last?.secrets ?? []).map(({ name }) => name);
      return names.filter((name) => name.startsWith('outside_detector_credential/'));
    };
    const [ofA, ofB] = ['a', 'b'].map((tenant) => `outside_detector_credential/detector-${tenant}`);
    door.setPools({ eu: ['a'] });
    const eu = await dial('eu', door.commit([detector('b')]));
    const whole = await dial('', '3');
    expect(credentialsOf(eu)).toEqual([]);
    expect(credentialsOf(whole)).toEqual([ofA, ofB]);
    await inSync(eu, door.commit([detector('a')]));
    expect(credentialsOf(eu)).toEqual([ofA]);
    await inSync(eu, door.setPools({ eu: ['b'] }));
    expect(credentialsOf(eu)).toEqual([ofB]);
    await inSync(eu, door.setPools({ eu: [] }));
    expect(credentialsOf(eu)).toEqual([]);
  });

  test('tenants come and go with the pool, their keys on the lane of revocations', async () => {
    const eu = await dial('eu', door.setPools({ eu: ['a'] }));
    const revision = door.setPools({ eu: ['b'] });
    await inSync(eu, revision);
    expect(lastOf(eu)).toMatchObject({ full: false, ids: idsOf(b), removed: idsOf(a) });
    expect(lastOf(eu).digest).toEqual(digestOf([...shared, ...b]));
    const keys = eu.received.flatMap(({ revocations }) => revocations?.keys ?? []);
    expect(idsOf(keys)).toEqual(['grant-a', 'key-a']);
  });

  test('a node that comes back goes on from where it stands in its pool, and in another pool from nothing', async () => {
    const made = door.setPools({ eu: ['a'], us: ['b'] });
    await dial('eu', made);
    const held = { epoch: 1, revision: Number(made) };
    const digest = digestOf([...shared, ...a]);
    for (const [pool, plan] of [
      ['eu', 'PLAN_UP_TO_DATE'],
      ['us', 'PLAN_FULL'],
      ['', 'PLAN_FULL'],
    ] as const) {
      const node = new SimulatedNode(door.address, { pool, held, digest });
      nodes.push(node);
      await eventually(() => {
        const welcome = node.received.find((one) => one.welcome)?.welcome;
        expect(welcome?.plan).toBe(plan);
      });
    }
  });

  test('a name that no pool can have is refused', async () => {
    const node = new SimulatedNode(door.address, { pool: 'EU/west' });
    nodes.push(node);
    await eventually(() => expect(node.failure?.details).toContain('pool has at most 64'));
  });
});
