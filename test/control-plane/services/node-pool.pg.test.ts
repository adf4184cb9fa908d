import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import pg from 'pg';
import { type MembershipChange, NODE_POOLS_MAX } from '../../../control-plane/domain/node-pool.ts';
import type { Operation } from '../../../control-plane/services/operation.ts';
import type { EditOf } from '../../../control-plane/services/record-service.ts';
import { freshName } from '../../support/catalog.ts';
import { eventually } from '../../support/eventually.ts';
import { failureOf, faultPathsOf } from '../../support/failure.ts';
import { call, type Management, openManagement } from '../../support/management.ts';

let management: Management;
beforeAll(async () => {
  management = await openManagement();
}, 60_000);
afterAll(async () => {
  await management?.[Symbol.asyncDispose]();
});

async function createTenants(count: number): Promise<readonly string[]> {
  const { services, admin } = management;
  const ids: string[] = [];
  for (let made = 0; made < count; made += 1) {
    const name = freshName('tenant');
    ids.push((await services.tenants.create(admin, call('createTenant'), name)).value.id);
  }
  return ids;
}

const archiveTenant = (id: string) =>
  management.services.tenants.archive(management.admin, call('archiveTenant'), {
    id,
    expectedVersion: 1,
  });

/** Who calls, and with which key. */
interface Way {
  readonly operation?: Operation;
  readonly key?: string;
}

const create = (tenantIds: readonly string[] = [], way: Way & { readonly name?: string } = {}) => {
  const { operation = management.admin, key, name = freshName('pool') } = way;
  const draft = { name, tenantIds };
  return management.services.nodePools.create(operation, call('createNodePool', draft, key), draft);
};
const update = (edit: EditOf & Partial<MembershipChange>, way: Way = {}) => {
  const { operation = management.admin, key } = way;
  const whole = { addTenantIds: [], removeTenantIds: [], ...edit };
  return management.services.nodePools.update(operation, call('updateNodePool', edit, key), whole);
};
const archive = (id: string, expectedVersion: number, operation: Operation = management.admin) =>
  management.services.nodePools.archive(operation, call('archiveNodePool'), {
    id,
    expectedVersion,
  });
const held = async (id: string) => {
  const page = { first: 200, after: undefined };
  const { rows } = await management.services.nodePools.listTenants(management.admin, id, page);
  return rows.map((tenant) => tenant.id).toSorted();
};
const headRevision = async () => (await management.services.nodes.head(management.admin)).revision;
/** Who waits for the table of tenants of pools. */
const listWaiting = () =>
  management.query('SELECT FROM pg_locks WHERE relation = $1::regclass AND NOT granted', [
    'node_pool_tenant',
  ]);
const eventsOf = (id: string) =>
  management.query<{ action: string; tenant_id: string | null; changes: object; revision: string }>(
    'SELECT action, tenant_id, changes, revision FROM audit_event WHERE object = $1 ORDER BY id',
    [`node-pool/${id}`],
  );

describe('pools of nodes', () => {
  test('are made, edited and archived, each as one revision with its audit entry', async () => {
    const [one = '', two = '', three = ''] = await createTenants(3);
    const before = await headRevision();
    const made = await create([one, two]);
    const { id, name } = made.value;
    expect(await held(id)).toEqual([one, two].toSorted());
    const change = { addTenantIds: [three, two], removeTenantIds: [one] };
    const edited = await update({ id, expectedVersion: 1, ...change });
    expect(await held(id)).toEqual([three, two].toSorted());
    const ended = await archive(id, 2);
    expect([made, edited, ended].map(({ revision }) => revision)).toEqual([
      before + 1n,
      before + 2n,
      before + 3n,
    ]);
    expect(await management.services.nodePools.find(management.admin, id)).toEqual(ended.value);
    expect(ended.value).toMatchObject({ name, version: 3, archivedAt: management.admin.now });
    const [created, updated, archived] = await eventsOf(id);
    expect(created).toMatchObject({
      action: 'node-pool.create',
      tenant_id: null,
      changes: { name: [null, name], tenantIds: [[], [one, two].toSorted()] },
      revision: made.revision?.toString(),
    });
    expect(updated).toEqual({
      action: 'node-pool.update',
      tenant_id: null,
      changes: { tenantIds: [[one], [three]] },
      revision: edited.revision?.toString(),
    });
    expect(archived).toMatchObject({ action: 'node-pool.archive' });
  });

  test('keep the row of a tenant that was taken out, and begin anew when it comes back', async () => {
    const [one = ''] = await createTenants(1);
    const { id } = (await create([one])).value;
    await update({ id, expectedVersion: 1, removeTenantIds: [one] });
    const rows = () =>
      management.query('SELECT removed_at FROM node_pool_tenant WHERE pool_id = $1', [id]);
    expect(await rows()).toEqual([{ removed_at: management.admin.now }]);
    await update({ id, expectedVersion: 2, addTenantIds: [one] });
    expect(await rows()).toEqual([{ removed_at: null }]);
  });

  test('make no revision, no version and no entry when nothing changes', async () => {
    const [one = '', two = ''] = await createTenants(2);
    const { value: pool } = await create([one]);
    const before = await headRevision();
    const edit = { id: pool.id, expectedVersion: 1, addTenantIds: [one], removeTenantIds: [two] };
    expect(await update(edit)).toEqual({ value: pool, revision: undefined, repeated: false });
    expect(await headRevision()).toBe(before);
    expect(await eventsOf(pool.id)).toHaveLength(1);
  });

  test('hold an archived tenant no longer, though it can still be taken out', async () => {
    const [one = '', two = ''] = await createTenants(2);
    const { id } = (await create([one, two])).value;
    await archiveTenant(one);
    expect(await held(id)).toEqual([two]);
    expect(await management.services.nodePools.countTenants(management.admin, [id])).toEqual(
      new Map([[id, 1]]),
    );
    expect(await faultPathsOf(() => create([one]))).toEqual(['tenantIds.0']);
    const add = () => update({ id, expectedVersion: 1, addTenantIds: [randomUUID(), one] });
    expect(await faultPathsOf(add)).toEqual(['addTenantIds.0', 'addTenantIds.1']);
    const removed = await update({ id, expectedVersion: 1, removeTenantIds: [one] });
    expect(removed.value.version).toBe(2);
  });

  test('change once for each version that was seen', async () => {
    const [one = '', two = ''] = await createTenants(2);
    const { id } = (await create()).value;
    const results = await Promise.allSettled(
      [one, two].map((tenantId) => update({ id, expectedVersion: 1, addTenantIds: [tenantId] })),
    );
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    expect(await held(id)).toHaveLength(1);
    const stale = await failureOf(() => update({ id, expectedVersion: 1, addTenantIds: [one] }));
    expect(stale).toMatchObject({ code: 'VERSION_CONFLICT', currentVersion: 2 });
    expect(await failureOf(() => archive(id, 1))).toMatchObject({ code: 'VERSION_CONFLICT' });
  });

  test('stand still while an edit of them is judged', async () => {
    const { id } = (await create()).value;
    const other = new pg.Client({ connectionString: management.url });
    await other.connect();
    await other.query('BEGIN; LOCK TABLE node_pool_tenant');
    const edited = update({ id, expectedVersion: 1 });
    try {
      await eventually(async () => expect(await listWaiting()).toHaveLength(1));
      const change = other.query('SELECT FROM node_pool WHERE id = $1 FOR UPDATE NOWAIT', [id]);
      await expect(change).rejects.toThrow(/could not obtain lock/);
    } finally {
      await other.end();
    }
    expect((await edited).value.version).toBe(1);
  });

  test('are done with when they are archived: nobody changes them, nobody gets their name', async () => {
    const { value: pool } = await create();
    const again = () => create([], { name: pool.name });
    expect(await faultPathsOf(again)).toEqual(['name']);
    await archive(pool.id, 1);
    expect(await failureOf(again)).toMatchObject({
      code: 'VALIDATION_FAILED',
      message: expect.stringContaining('not used again'),
    });
    const edit = { id: pool.id, expectedVersion: 2 };
    expect(await failureOf(() => update(edit))).toMatchObject({ code: 'NOT_FOUND' });
    expect(await failureOf(() => archive(pool.id, 2))).toMatchObject({ code: 'NOT_FOUND' });
    const unknown = { id: randomUUID(), expectedVersion: 1 };
    expect(await failureOf(() => update(unknown))).toMatchObject({ code: 'NOT_FOUND' });
  });

  test('answer a repeated call with the first result', async () => {
    const [one = ''] = await createTenants(1);
    const key = randomUUID();
    const name = freshName('pool');
    const first = await create([one], { name, key });
    expect(await create([one], { name, key })).toEqual({ ...first, repeated: true });
    const { id } = first.value;
    const edit = { id, expectedVersion: 1, removeTenantIds: [one] };
    const edited = await update(edit, { key: `${key}-edit` });
    expect(await update(edit, { key: `${key}-edit` })).toEqual({ ...edited, repeated: true });
    const other = await failureOf(() => create([], { name, key }));
    expect(other).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
  });

  test('are listed by name, their tenants too, page by page', async () => {
    const { services, admin } = management;
    const [one = '', two = '', three = ''] = await createTenants(3);
    const { value: pool } = await create([one, two, three]);
    const { value: other } = await create();
    const whole = await services.nodePools.listTenants(admin, pool.id, {
      first: 3,
      after: undefined,
    });
    const names = whole.rows.map(({ name }) => name);
    expect(names).toEqual(names.toSorted());
    expect([names.length, whole.hasNextPage, whole.hasPreviousPage]).toEqual([3, false, false]);
    const [tenant] = whole.rows;
    if (tenant === undefined) throw new Error('the pool holds no tenant');
    expect(tenant).toEqual(await services.tenants.find(admin, tenant.id));
    const after = whole.cursorOf(tenant);
    const next = await services.nodePools.listTenants(admin, pool.id, { first: 1, after });
    expect(next.rows).toEqual([whole.rows[1]]);
    expect([next.hasNextPage, next.hasPreviousPage]).toEqual([true, true]);
    const foreign = () => services.nodePools.listTenants(admin, other.id, { first: 1, after });
    expect(await faultPathsOf(foreign)).toEqual(['after']);
    const firsts = await services.nodePools.listFirst(admin, [other.id, pool.id], 2);
    expect(firsts.get(pool.id)?.rows).toEqual(whole.rows.slice(0, 2));
    expect(firsts.get(other.id)?.rows).toEqual([]);
    await archive(other.id, 1);
    const listed = async (includeArchived: boolean) => {
      const page = { first: 200, after: undefined };
      const { rows } = await services.nodePools.list(admin, includeArchived, page);
      return rows.map(({ id }) => id);
    };
    expect(await listed(false)).toContain(pool.id);
    expect(await listed(false)).not.toContain(other.id);
    expect(await listed(true)).toContain(other.id);
  });
});

describe('who may', () => {
  test('write pools is who may revoke nodes; who reads nodes of the platform reads pools', async () => {
    const reviewer = await management.operation(['security-reviewer']);
    const { value: pool } = await create([], { operation: reviewer });
    const viewer = await management.operation(['viewer']);
    expect(await management.services.nodePools.find(viewer, pool.id)).toEqual(pool);
    for (const work of [
      () => create([], { operation: viewer }),
      () => update({ id: pool.id, expectedVersion: 1 }, { operation: viewer }),
      () => archive(pool.id, 1, viewer),
    ])
      expect(await failureOf(work)).toMatchObject({
        code: 'PERMISSION_DENIED',
        permission: 'node-pool:write',
      });
  });

  test('see nothing of a pool is every principal of a tenant, of one that it holds too', async () => {
    const { services } = management;
    const [tenantId = ''] = await createTenants(1);
    const { id } = (await create([tenantId])).value;
    const local = await management.operation(['platform-admin'], { tenantId });
    const page = { first: 1, after: undefined };
    for (const work of [
      () => create([], { operation: local }),
      () => create([randomUUID()], { operation: local }),
      () => update({ id, expectedVersion: 1 }, { operation: local }),
      () => archive(id, 1, local),
      () => services.nodePools.find(local, id),
      () => services.nodePools.list(local, true, page),
      () => services.nodePools.listTenants(local, id, page),
      () => services.nodePools.listFirst(local, [id], 1),
      () => services.nodePools.countTenants(local, [id]),
    ])
      expect(await failureOf(work)).toMatchObject({ code: 'PERMISSION_DENIED' });
  });
});

test('there is an end to the pools that are in use', async () => {
  const fill = (archivedAt: string) =>
    management.query(
      `INSERT INTO node_pool SELECT gen_random_uuid(), '${freshName('many')}-' || n, 1, now(), now(), ${archivedAt}
        FROM generate_series(1, $1::int) n`,
      [NODE_POOLS_MAX],
    );
  await fill('now()');
  await create();
  await fill('NULL');
  expect(await faultPathsOf(() => create())).toEqual(['name']);
});
