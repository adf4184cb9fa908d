import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Role } from '../../../control-plane/domain/permission.ts';
import type { PrincipalDraft } from '../../../control-plane/domain/principal.ts';
import { Operation } from '../../../control-plane/services/operation.ts';
import {
  call,
  type Management,
  managementNow as now,
  openManagement,
} from '../../support/management.ts';
import { raceBehind } from '../../support/race.ts';
import { openTwoTenants } from './two-tenants.ts';

let management: Management;
let tenantId: string;
let otherTenantId: string;
beforeAll(async () => {
  ({ management, tenantId, otherTenantId } = await openTwoTenants());
});
afterAll(async () => {
  await management[Symbol.asyncDispose]();
});

const draft = (change: Partial<PrincipalDraft> = {}): PrincipalDraft => ({
  tenantId: null,
  kind: 'human',
  name: `someone ${randomUUID()}`,
  email: null,
  roles: ['viewer'],
  ...change,
});
const create = (operation: Operation, change?: Partial<PrincipalDraft>) =>
  management.services.principals.create(operation, call('createPrincipal'), draft(change));
const update = (operation: Operation, id: string, roles: readonly Role[], expectedVersion = 1) =>
  management.services.principals.update(operation, call('updatePrincipal'), {
    id,
    expectedVersion,
    roles,
  });
const archive = (operation: Operation, id: string, expectedVersion = 1) =>
  management.services.principals.archive(operation, call('archivePrincipal'), {
    id,
    expectedVersion,
  });
const denied = (permission: string) => ({ failure: { code: 'PERMISSION_DENIED', permission } });
const notFound = { failure: { code: 'NOT_FOUND' } };
const invalidAt = (path: string) => ({
  failure: { code: 'VALIDATION_FAILED', faults: [expect.objectContaining({ path })] },
});

test('a new principal is audited and raises no revision', async () => {
  const { value, revision } = await create(management.admin, {
    name: 'Grace',
    email: 'g@x.example',
  });
  expect(revision).toBeUndefined();
  const [event] = await management.query(
    `SELECT actor, action, changes FROM audit_event WHERE object = $1`,
    [`principal/${value.id}`],
  );
  expect(event).toMatchObject({
    actor: 'bootstrap',
    action: 'principal.create',
    changes: { name: [null, 'Grace'], roles: [null, ['viewer']] },
  });
});

test('a name is taken once, also by an archived principal', async () => {
  const { value } = await create(management.admin, { name: 'Twice' });
  await archive(management.admin, value.id);
  await expect(create(management.admin, { name: 'Twice' })).rejects.toMatchObject(
    invalidAt('name'),
  );
});

test('only a platform-admin makes principals', async () => {
  for (const role of ['security-reviewer', 'developer', 'finance', 'viewer'] as const)
    await expect(create(await management.operation([role]))).rejects.toMatchObject(
      denied('principal:write'),
    );
});

test('a confined administrator makes principals of his tenant only', async () => {
  const confined = await management.operation(['platform-admin'], { tenantId });
  const { value } = await create(confined, { tenantId, roles: ['developer'] });
  expect(value).toMatchObject({ tenantId, roles: ['developer'] });
  await expect(create(confined)).rejects.toMatchObject(denied('principal:write'));
  await expect(create(confined, { tenantId: otherTenantId })).rejects.toMatchObject(notFound);
});

test('a confined administrator sees and changes nobody outside of his tenant', async () => {
  const confined = await management.operation(['platform-admin'], { tenantId });
  const { principals } = management.services;
  const ofOther = await create(management.admin, { tenantId: otherTenantId });
  for (const id of [management.admin.principal.id, ofOther.value.id]) {
    expect(await principals.find(confined, id)).toBeUndefined();
    await expect(update(confined, id, ['viewer'])).rejects.toMatchObject(notFound);
    await expect(archive(confined, id)).rejects.toMatchObject(notFound);
  }
  const page = await principals.list(
    confined,
    { filter: { includeArchived: true } },
    { first: 200, after: undefined },
  );
  expect(new Set(page.rows.map((row) => row.tenantId))).toEqual(new Set([tenantId]));
});

test('a tenant that is archived gets no principals', async () => {
  const { services, admin } = management;
  const { value } = await services.tenants.create(admin, call('createTenant'), 'gone');
  await services.tenants.archive(admin, call('archiveTenant'), {
    id: value.id,
    expectedVersion: 1,
  });
  await expect(create(admin, { tenantId: value.id })).rejects.toMatchObject(notFound);
});

test('of two editors who saw the same version, exactly one wins', async () => {
  const { value } = await create(management.admin);
  const results = await Promise.allSettled([
    update(management.admin, value.id, ['developer']),
    update(management.admin, value.id, ['finance']),
  ]);
  expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  expect(results.find(({ status }) => status === 'rejected')).toMatchObject({
    reason: { failure: { code: 'VERSION_CONFLICT', currentVersion: 2 } },
  });
});

test('an archived principal cannot be changed any more', async () => {
  const { value } = await create(management.admin);
  const archived = await archive(management.admin, value.id);
  expect(archived.value.archivedAt).toEqual(now);
  await expect(update(management.admin, value.id, ['viewer'], 2)).rejects.toMatchObject(notFound);
});

test('nobody archives himself or takes platform-admin from himself, but other roles', async () => {
  const self = await management.operation(['platform-admin', 'viewer']);
  const { id } = self.principal;
  await expect(archive(self, id)).rejects.toMatchObject(invalidAt('id'));
  await expect(update(self, id, ['viewer'])).rejects.toMatchObject(invalidAt('roles'));
  expect((await update(self, id, ['platform-admin'])).value.roles).toEqual(['platform-admin']);
});

test('a repeat of the same key gives the first result, another input is refused', async () => {
  const { principals } = management.services;
  const input = draft();
  const send = (name: string) =>
    principals.create(management.admin, call('createPrincipal', { name }, 'key-1'), input);
  const [first, second] = [await send('a'), await send('a')];
  expect(second).toMatchObject({ repeated: true, value: { id: first.value.id } });
  await expect(send('b')).rejects.toMatchObject({ failure: { code: 'IDEMPOTENCY_KEY_REUSED' } });
});

test('two administrators who end each other leave one', async () => {
  await using own = await openManagement();
  const { services, admin } = own;
  const made = await services.principals.create(
    admin,
    call('createPrincipal'),
    draft({ roles: ['platform-admin'] }),
  );
  const other = new Operation(made.value, 'access_token', now);
  const end = (operation: Operation, id: string) =>
    services.principals.archive(operation, call('archivePrincipal'), { id, expectedVersion: 1 });
  const demote = (operation: Operation, id: string) =>
    services.principals.update(operation, call('updatePrincipal'), {
      id,
      expectedVersion: 1,
      roles: ['viewer'],
    });
  const results = await raceBehind(
    own.url,
    { sql: 'SELECT FROM principal FOR UPDATE', values: [] },
    [() => end(admin, other.principal.id), () => demote(other, admin.principal.id)],
  );
  expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  expect(results.find(({ status }) => status === 'rejected')).toMatchObject({
    reason: { message: 'This is the last platform-admin; appoint another one first.' },
  });
});

test('a confined platform-admin does not count as an administrator of the platform', async () => {
  await using own = await openManagement();
  const { services, admin } = own;
  const tenant = await services.tenants.create(admin, call('createTenant'), 'acme');
  await own.operation(['platform-admin'], { tenantId: tenant.value.id });
  const other = await own.operation(['platform-admin']);
  const end = (operation: Operation, id: string) =>
    services.principals.archive(operation, call('archivePrincipal'), { id, expectedVersion: 1 });
  await end(other, admin.principal.id);
  await expect(end(admin, other.principal.id)).rejects.toMatchObject(invalidAt('id'));
});
