import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { NODE_REVOCATIONS_MAX } from '../../../control-plane/domain/node-revocation.ts';
import { call, type Management, openManagement } from '../../support/management.ts';

let management: Management;
beforeAll(async () => {
  management = await openManagement();
}, 60_000);
afterAll(async () => {
  await management?.[Symbol.asyncDispose]();
});

const revoke = (id: string, reason = 'stolen', operation = management.admin) =>
  management.services.nodeRevocations.revoke(operation, call('revokeNode'), { id, reason });
const admit = (id: string) =>
  management.services.nodeRevocations.admit(management.admin, call('admitNode'), id);
const listed = async () => {
  const page = { first: 50, after: undefined };
  const { rows } = await management.services.nodeRevocations.list(management.admin, page);
  return rows.map(({ id }) => id);
};

test('revoking and admitting are listed and audited, and move no revision', async () => {
  const revoked = await revoke('node-a');
  expect(revoked.revision).toBeUndefined();
  expect(await listed()).toContain('node-a');
  await admit('node-a');
  expect(await listed()).not.toContain('node-a');
  const events = await management.query<{ action: string; reason: string; actor: string }>(
    `SELECT action, reason, actor FROM audit_event WHERE object = 'node/node-a' ORDER BY id`,
  );
  expect(events).toEqual([
    { action: 'node.revoke', reason: 'stolen', actor: management.admin.principal.name },
    { action: 'node.admit', reason: null, actor: management.admin.principal.name },
  ]);
});

test('revoking again keeps the first reason and writes nothing', async () => {
  await revoke('node-b', 'the first reason');
  const { value } = await revoke('node-b', 'the second reason');
  expect(value.reason).toBe('the first reason');
  const events = await management.query(`SELECT FROM audit_event WHERE object = 'node/node-b'`);
  expect(events).toHaveLength(1);
});

test('only a revoked node can be admitted', async () => {
  await expect(admit('never-revoked')).rejects.toMatchObject({ failure: { code: 'NOT_FOUND' } });
});

test.each([
  ['Not A Name', 'stolen', 'id'],
  ['node-c', '  ', 'reason'],
])('a wrong input is told: %s, "%s"', async (id, reason, path) => {
  await expect(revoke(id, reason)).rejects.toMatchObject({
    failure: { code: 'VALIDATION_FAILED', faults: [{ path }] },
  });
});

test('developers, and administrators of a tenant, may not', async () => {
  const { value: tenant } = await management.services.tenants.create(
    management.admin,
    call('createTenant'),
    'acme',
  );
  const developer = await management.operation(['developer']);
  const local = await management.operation(['platform-admin'], { tenantId: tenant.id });
  for (const operation of [developer, local])
    await expect((async () => revoke('node-d', 'stolen', operation))()).rejects.toMatchObject({
      failure: { code: 'PERMISSION_DENIED' },
    });
});

test('there is an end to the list', async () => {
  await management.query(
    `INSERT INTO node_revocation SELECT 'many-' || n, 'test', 'test', now() FROM generate_series(1, $1::int) n`,
    [NODE_REVOCATIONS_MAX],
  );
  await expect(revoke('one-more')).rejects.toMatchObject({
    failure: { code: 'VALIDATION_FAILED' },
  });
});
