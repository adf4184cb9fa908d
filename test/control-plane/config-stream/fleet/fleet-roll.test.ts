import { expect, test } from '@jest/globals';
import { FleetRoll } from '../../../../control-plane/config-stream/fleet/fleet-roll.ts';
import type { ServingNode, TenantPools } from '../../../../control-plane/domain/telemetry/fleet.ts';

const node = (id: string, pool = ''): ServingNode => ({ id, pool });
const pooled = (tenantId: string, ...pools: readonly string[]): TenantPools => ({
  tenantId,
  pools,
});

test('a process that is not on the roll yet counts itself', () => {
  expect(new FleetRoll([], []).fleetFor(node('a'))).toEqual({ nodeCount: 1, place: 0, groups: [] });
  const roll = new FleetRoll([node('b'), node('d')], []);
  expect(roll.fleetFor(node('c'))).toEqual({ nodeCount: 3, place: 1, groups: [] });
});

test('workers are processes, and each has a place of its own', () => {
  const nodes = [node('n/2'), node('n/1'), node('m'), node('n/10')];
  const roll = new FleetRoll(nodes, []);
  const places = nodes.map((one) => roll.fleetFor(one));
  expect(places.map(({ nodeCount }) => nodeCount)).toEqual([4, 4, 4, 4]);
  expect(places.map(({ place }) => place).toSorted()).toEqual([0, 1, 2, 3]);
});

test('a tenant is divided among the processes of its pools and those of none', () => {
  const nodes = [node('a'), node('b', 'eu'), node('c', 'eu'), node('d', 'us'), node('e', 'idle')];
  const tenants = [pooled('t-eu', 'eu'), pooled('t-both', 'eu', 'us'), pooled('t-us', 'us')];
  const roll = new FleetRoll(nodes, tenants);
  expect(roll.fleetFor(node('a'))).toEqual({
    nodeCount: 1,
    place: 0,
    groups: [
      { nodeCount: 3, place: 0, tenantIds: ['t-eu'] },
      { nodeCount: 4, place: 0, tenantIds: ['t-both'] },
      { nodeCount: 2, place: 0, tenantIds: ['t-us'] },
    ],
  });
  expect(roll.fleetFor(node('c', 'eu'))).toEqual({
    nodeCount: 3,
    place: 2,
    groups: [{ nodeCount: 4, place: 2, tenantIds: ['t-both'] }],
  });
  expect(roll.fleetFor(node('e', 'idle'))).toEqual({ nodeCount: 2, place: 1, groups: [] });
});

test('a process of a pool is not told of tenants that it does not serve', () => {
  const roll = new FleetRoll([node('a', 'eu')], [pooled('secret', 'us'), pooled('own', 'eu')]);
  expect(JSON.stringify(roll.fleetFor(node('a', 'eu')))).not.toContain('secret');
});
