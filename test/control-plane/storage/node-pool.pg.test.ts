import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import type { MembershipChange } from '../../../control-plane/domain/node-pool.ts';
import { Operation } from '../../../control-plane/services/operation.ts';
import { NODE_POOLS } from '../../../control-plane/storage/configuration/source.ts';
import { roleOptions } from '../../../control-plane/storage/database-role.ts';
import { PLATFORM, type Scope } from '../../../control-plane/storage/storage.ts';
import { freshName } from '../../support/catalog.ts';
import { call, type Management, openManagement } from '../../support/management.ts';

/*
 * Goal: what the feed reads of pools, and what a node of a pool may still report on, follow what was decided, at the
 * moment when it was decided.
 */

let management: Management;
let feed: pg.Client;
let poolId: string;
let poolName: string;
let one: string;
let two: string;
beforeAll(async () => {
  management = await openManagement();
  feed = new pg.Client({
    connectionString: management.url,
    options: roleOptions('gatehouse_feed'),
  });
  await feed.connect();
}, 60_000);
afterAll(async () => {
  await feed?.end();
  await management?.[Symbol.asyncDispose]();
});
beforeEach(async () => {
  one = await createTenant();
  two = await createTenant();
  poolName = freshName('pool');
  const draft = { name: poolName, tenantIds: [one] };
  poolId = (await management.services.nodePools.create(at(0), call('createNodePool'), draft)).value
    .id;
});

/** The administrator, seconds after the pool was made. */
function at(second: number): Operation {
  const { principal, actor, now } = management.admin;
  return new Operation(principal, actor.authenticatedBy, momentOf(second, now));
}

function momentOf(second: number, start = management.admin.now): Date {
  return new Date(start.getTime() + second * 1_000);
}

async function createTenant(): Promise<string> {
  const { services, admin } = management;
  const made = await services.tenants.create(admin, call('createTenant'), freshName('tenant'));
  return made.value.id;
}

function edit(second: number, expectedVersion: number, change: Partial<MembershipChange>) {
  return management.services.nodePools.update(at(second), call('updateNodePool'), {
    id: poolId,
    expectedVersion,
    addTenantIds: [],
    removeTenantIds: [],
    ...change,
  });
}

const archivePool = (second: number, expectedVersion: number) =>
  management.services.nodePools.archive(at(second), call('archiveNodePool'), {
    id: poolId,
    expectedVersion,
  });
const archiveTenant = (second: number, id: string) =>
  management.services.tenants.archive(at(second), call('archiveTenant'), {
    id,
    expectedVersion: 1,
  });

describe('what the feed reads of a pool', () => {
  const read = async () => {
    const { rows } = await feed.query<{ pool: string; tenant_id: string | null }>(NODE_POOLS);
    return rows.filter(({ pool }) => pool === poolName).map((row) => row.tenant_id);
  };

  test('is a row for each tenant that it holds, in order', async () => {
    await edit(1, 1, { addTenantIds: [two] });
    expect(await read()).toEqual([one, two].toSorted());
    await edit(2, 2, { removeTenantIds: [one] });
    expect(await read()).toEqual([two]);
  });

  test('is one row without a tenant when it holds none, or archived ones only', async () => {
    await archiveTenant(1, one);
    expect(await read()).toEqual([null]);
    await edit(2, 1, { removeTenantIds: [one] });
    expect(await read()).toEqual([null]);
  });

  test('is nothing when it is archived', async () => {
    await archivePool(1, 1);
    expect(await read()).toEqual([]);
  });

  test('changes with revisions of the kind node_pool, whichever table was written', async () => {
    const { revision } = await edit(1, 1, { addTenantIds: [two] });
    const { rows } = await feed.query(
      'SELECT kind, resource_id, tenant_id, operation FROM config_change WHERE revision = $1 ORDER BY id',
      [revision?.toString()],
    );
    const change = { kind: 'node_pool', resource_id: poolId, tenant_id: null };
    expect(rows).toEqual([
      { ...change, operation: 'update' },
      { ...change, operation: 'insert' },
    ]);
  });
});

describe('the tenants that a pool has held since a moment', () => {
  const since = (second: number, name = poolName) =>
    management.storage.read(PLATFORM, ({ nodePoolTenants }) =>
      nodePoolTenants.listTenantIdsHeldSince(name, momentOf(second)),
    );

  test('are those that it holds, however long, and those that it held after it', async () => {
    await edit(1, 1, { addTenantIds: [two] });
    expect(await since(9)).toEqual(new Set([one, two]));
    await edit(3, 2, { removeTenantIds: [one] });
    expect(await since(2)).toEqual(new Set([one, two]));
    expect(await since(3)).toEqual(new Set([two]));
    await edit(5, 3, { addTenantIds: [one] });
    expect(await since(9)).toEqual(new Set([one, two]));
  });

  test('end with the archiving of a tenant, and of the pool', async () => {
    await edit(1, 1, { addTenantIds: [two] });
    await archiveTenant(3, one);
    expect(await since(2)).toEqual(new Set([one, two]));
    expect(await since(3)).toEqual(new Set([two]));
    await archivePool(5, 2);
    expect(await since(4)).toEqual(new Set([two]));
    expect(await since(5)).toEqual(new Set());
  });

  test('are none for a pool that does not exist', async () => {
    expect(await since(0, freshName('pool'))).toEqual(new Set());
  });
});

test('in the scope of a tenant there are no pools, and none can be written', async () => {
  const scope: Scope = { kind: 'tenant', tenantId: one };
  const seen = await management.storage.read(scope, async ({ nodePools, nodePoolTenants }) => ({
    pool: await nodePools.find(poolId),
    members: await nodePoolTenants.listMembers(poolId, [one]),
    held: await nodePoolTenants.listTenantIdsHeldSince(poolName, momentOf(0)),
  }));
  expect(seen).toEqual({ pool: undefined, members: new Set(), held: new Set() });
  const { actor, now } = management.admin;
  const write = management.storage.transaction(scope, actor, ({ nodePoolTenants }) =>
    nodePoolTenants.add(poolId, [one], now),
  );
  await expect(write).rejects.toThrow(/violates row-level security policy/);
});
