import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { toGlobalId } from '../../../control-plane/domain/ids.ts';
import { reviseTenant } from '../../../control-plane/domain/tenant.ts';
import { Operation } from '../../../control-plane/services/operation.ts';
import { PLATFORM } from '../../../control-plane/storage/storage.ts';
import { ask } from '../../support/ask.ts';
import { call, type Management, managementNow, openManagement } from '../../support/management.ts';

/** Goal: whoever ends a tenant says which and why, everybody concerned can read it, and it can be taken back in time. */
describe('the end of a tenant', () => {
  let management: Management;
  let tenantId: string;
  let owner: Operation;
  let count = 0;
  beforeAll(async () => {
    management = await openManagement();
  });
  afterAll(async () => {
    await management?.[Symbol.asyncDispose]();
  });
  beforeEach(async () => {
    const { services, admin } = management;
    count += 1;
    const made = await services.tenants.create(admin, call('createTenant'), `tenant-${count}`);
    tenantId = made.value.id;
    owner = await management.operation(['owner'], { tenantId });
  });

  const confirmName = () => `tenant-${count}`;
  const edit = (expectedVersion: number) => ({ id: tenantId, expectedVersion });
  const suspend = (version: number, reason = 'They did not pay.') =>
    management.services.tenants.suspend(management.admin, call('suspendTenant'), {
      ...edit(version),
      reason,
    });
  const remove = (version: number, change: object = {}) =>
    management.services.tenants.delete(management.admin, call('deleteTenant'), {
      ...edit(version),
      reason: 'They left.',
      confirmName: confirmName(),
      ...change,
    });
  const restore = (version: number) =>
    management.services.tenants.restore(management.admin, call('restoreTenant'), edit(version));
  const read = async (operation = owner) =>
    (
      await ask(
        { ...management, operation },
        `query ($id: ID!) { tenant(id: $id) { state suspended suspension { reason since }
          deletion { reason deletedAt purgeAfter } } }`,
        { id: toGlobalId('tenant', tenantId) },
      )
    )['tenant'];
  const lastEntry = async () => {
    const [entry] = await management.query(
      `SELECT actor, action, reason, revision FROM audit_event WHERE tenant_id = $1 ORDER BY id DESC LIMIT 1`,
      [tenantId],
    );
    return entry;
  };

  test('a suspension is told with its reason, to the people of the tenant too, and to the log', async () => {
    const { revision } = await suspend(1);
    expect(await read()).toEqual({
      state: 'SUSPENDED',
      suspended: true,
      suspension: { reason: 'They did not pay.', since: managementNow.toISOString() },
      deletion: null,
    });
    expect(await lastEntry()).toEqual({
      actor: management.admin.actor.name,
      action: 'tenant.suspend',
      reason: 'They did not pay.',
      revision: String(revision),
    });
    await suspend(2, 'It is a matter of law.');
    expect(await read()).toMatchObject({ suspension: { reason: 'It is a matter of law.' } });
    const { services, admin } = management;
    await services.tenants.resume(admin, call('resumeTenant'), edit(3));
    expect(await read()).toMatchObject({ state: 'ACTIVE', suspended: false, suspension: null });
  });

  test('a suspension by an edit, as older clients make it, has no reason', async () => {
    const { services, admin } = management;
    const change = { ...edit(1), suspended: true };
    await services.tenants.update(admin, call('updateTenant'), change);
    const since = managementNow.toISOString();
    expect(await read()).toMatchObject({ state: 'SUSPENDED', suspension: { reason: null, since } });
  });

  test('a deletion takes it out of use at once, says until when it can be taken back, and is', async () => {
    await suspend(1);
    await remove(2);
    expect(await read()).toMatchObject({
      state: 'DELETING',
      deletion: {
        reason: 'They left.',
        deletedAt: managementNow.toISOString(),
        purgeAfter: '2030-01-31T00:00:00.000Z',
      },
    });
    expect(await lastEntry()).toMatchObject({ action: 'tenant.delete', reason: 'They left.' });
    await restore(3);
    expect(await read()).toMatchObject({ state: 'SUSPENDED', deletion: null });
  });

  test('what was archived before it was deleted is archived when it is restored', async () => {
    const { services, admin } = management;
    await services.tenants.archive(admin, call('archiveTenant'), edit(1));
    await management.query(`UPDATE tenant SET archived_at = archived_at - interval '1 day'`);
    await remove(2);
    await restore(3);
    expect(await read()).toMatchObject({ state: 'ARCHIVED', deletion: null });
  });

  test.each([
    ['the name of another', () => remove(1, { confirmName: 'tenant-0' }), 'Repeat the name'],
    ['no reason to delete', () => remove(1, { reason: ' ' }), 'Write 1 to'],
    ['no reason to suspend', () => suspend(1, ''), 'Write 1 to'],
    ['nothing to restore', () => restore(1), 'is not being deleted'],
    ['a version that was changed', () => remove(7), 'has version 1'],
    [
      'nothing to resume',
      () => management.services.tenants.resume(management.admin, call('resumeTenant'), edit(1)),
      'is not suspended',
    ],
  ])('is refused for %s', async (_what, act, message) => {
    await expect(act()).rejects.toThrow(message);
    expect(await read()).toMatchObject({ state: 'ACTIVE' });
  });

  test('is decided by the platform, not by its own people', async () => {
    const deletion = { ...edit(1), reason: 'Mine.', confirmName: confirmName() };
    const act = management.services.tenants.delete(owner, call('deleteTenant'), deletion);
    await expect(act).rejects.toThrow('tenant:delete');
  });

  test('its people read on and change nothing more', async () => {
    const draft = {
      tenantId,
      kind: 'service' as const,
      name: `robot-${count}`,
      email: null,
      roles: ['viewer' as const],
    };
    const make = () => management.services.principals.create(owner, call('createPrincipal'), draft);
    await remove(1);
    await expect(make()).rejects.toThrow('is being deleted');
    expect(await read()).toMatchObject({ state: 'DELETING' });
    await restore(2);
    expect((await make()).value.name).toBe(`robot-${count}`);
  });

  test('who may run tenants and not delete them suspends one, and is refused its end', async () => {
    const { principal, now } = management.admin;
    const owned = new Set(['tenant:read', 'tenant:write'] as const);
    const warden = new Operation(principal, 'access_token', now, { owned, token: undefined });
    const { tenants } = management.services;
    const reason = 'They did not pay.';
    await tenants.suspend(warden, call('suspendTenant'), { ...edit(1), reason });
    const deletion = { ...edit(2), reason, confirmName: confirmName() };
    await expect(tenants.delete(warden, call('deleteTenant'), deletion)).rejects.toThrow(
      'tenant:delete',
    );
    await tenants.delete(management.admin, call('deleteTenant'), deletion);
  });

  test('costs nobody else a wait: from the stamp on there is one statement, whatever is written with it', async () => {
    const statements: string[] = [];
    management.watchStatements((sql) => statements.push(sql));
    const named = call('suspendTenant', {}, 'one-statement');
    const order = { ...edit(1), reason: 'They did not pay.' };
    const { services, admin } = management;
    const first = await services.tenants.suspend(admin, named, order);
    management.watchStatements(undefined);
    expect(statements.slice(-2)).toEqual([expect.stringMatching(/stamp_revision/), 'COMMIT']);
    expect(await services.tenants.suspend(admin, named, order)).toEqual({
      ...first,
      value: expect.objectContaining({ id: tenantId }),
      repeated: true,
    });
  });

  test('of many entries all are in the log, in their order, with the revision of the change', async () => {
    const { storage, admin, query } = management;
    const objects = Array.from({ length: 450 }, (_, at) => `test/${at}`);
    const { revision } = await storage.transaction(PLATFORM, admin.actor, async (stores, trail) => {
      await stores.tenants.replace(
        reviseTenant(await stores.tenants.get(tenantId), {}, new Date()),
      );
      for (const object of objects)
        trail.entries.push({ tenantId, action: 'test.many', object, changes: {} });
    });
    const rows = await query(
      `SELECT object, revision FROM audit_event WHERE chain = $1 AND action = 'test.many' ORDER BY sequence`,
      [tenantId],
    );
    expect(rows).toEqual(objects.map((object) => ({ object, revision: String(revision) })));
  });
});
