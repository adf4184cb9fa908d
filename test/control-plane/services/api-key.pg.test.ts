import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { ApiKeyChange, ApiKeyDraft } from '../../../control-plane/domain/api-key.ts';
import { isSecret } from '../../../control-plane/secrets/secret-format.ts';
import type { Operation } from '../../../control-plane/services/operation.ts';
import { formsOf, readWholeDatabase } from '../../support/database-text.ts';
import {
  call,
  type Management,
  managementNow as now,
  openManagement,
} from '../../support/management.ts';

let management: Management;
let applicationId: string;
let otherTenantId: string;
beforeAll(async () => {
  management = await openManagement();
  const { services, admin } = management;
  const tenant = await services.tenants.create(admin, call('createTenant'), 'acme');
  const other = await services.tenants.create(admin, call('createTenant'), 'other');
  otherTenantId = other.value.id;
  applicationId = await createApplication(tenant.value.id);
});
afterAll(async () => {
  await management[Symbol.asyncDispose]();
});

let applicationCount = 0;
async function createApplication(tenantId: string): Promise<string> {
  const { services, admin } = management;
  applicationCount += 1;
  const { value } = await services.applications.create(admin, call('createApplication'), {
    tenantId,
    name: `app-${applicationCount}`,
    team: 'search',
    environment: 'production',
    dataClass: 'internal',
    rolloutStage: 'governed',
  });
  return value.id;
}

let keyCount = 0;
function draft(change: Partial<ApiKeyDraft> = {}) {
  keyCount += 1;
  const name = `key ${keyCount}`;
  const facts = { name, workloads: ['chat'], routes: [], feature: null, attributes: [] };
  return { applicationId, ...facts, operations: [], scopes: [], notAfter: null, ...change };
}
const create = (operation: Operation, change?: Partial<ApiKeyDraft & { applicationId: string }>) =>
  management.services.apiKeys.create(operation, call('createApiKey'), {
    ...draft(change),
    ...change,
  });
const update = (operation: Operation, id: string, change: ApiKeyChange, expectedVersion = 1) =>
  management.services.apiKeys.update(operation, call('updateApiKey'), {
    id,
    expectedVersion,
    ...change,
  });
const revoke = (operation: Operation, id: string, expectedVersion = 1) =>
  management.services.apiKeys.revoke(operation, call('revokeApiKey'), { id, expectedVersion });
const notFound = { failure: { code: 'NOT_FOUND' } };
const denied = { failure: { code: 'PERMISSION_DENIED', permission: 'api-key:write' } };

test('a key is hashed under the pepper of the nodes, and keeps its first characters', async () => {
  const { value, secret, revision } = await create(management.admin);
  const text = secret?.reveal() ?? '';
  expect(isSecret('gth_sk_', text)).toBe(true);
  expect(value.prefix).toBe(text.slice(0, 12));
  const [row] = await management.query<{ id: string; sealed: Buffer }>(
    'SELECT id, sealed FROM api_key_pepper',
  );
  const sealed = row?.sealed ?? Buffer.alloc(0);
  const pepper = management.secrets.envelope.open(sealed, `api_key_pepper/${row?.id}`);
  expect(value.hash).toEqual(createHmac('sha256', pepper).update(text).digest());
  expect(value.pepperId).toBe(row?.id);
  expect(revision).toBeGreaterThan(0n);
});

test('the owner is the tenant of the application', async () => {
  const [application] = await management.services.applications.listByIds(management.admin, [
    applicationId,
  ]);
  const { value } = await create(management.admin);
  expect(value.tenantId).toBe(application?.tenantId);
});

test('a key is shown once: a repeat of the same key of idempotency has no secret', async () => {
  const { apiKeys } = management.services;
  const input = draft();
  const send = (name: string) =>
    apiKeys.create(management.admin, call('createApiKey', { name }, 'once'), input);
  const [first, second] = [await send('a'), await send('a')];
  expect(first.secret).toBeDefined();
  expect(second).toMatchObject({
    repeated: true,
    revision: first.revision,
    value: { id: first.value.id },
  });
  expect(second.secret).toBeUndefined();
  await expect(send('b')).rejects.toMatchObject({ failure: { code: 'IDEMPOTENCY_KEY_REUSED' } });
});

test('a key and its hash are nowhere but in the column of the hash', async () => {
  const { secret, value } = await management.services.apiKeys.create(
    management.admin,
    call('createApiKey', { name: 'leak' }, 'leak'),
    draft(),
  );
  await update(management.admin, value.id, { name: 'renamed leak' });
  const text = await readWholeDatabase(management);
  for (const form of formsOf(secret?.reveal() ?? '')) {
    expect(form.length).toBeGreaterThan(50);
    expect(text.includes(form)).toBe(false);
  }
  expect(text.split(value.hash.toString('hex'))).toHaveLength(2);
  const events = await management.query<{ changes: object }>(
    'SELECT changes FROM audit_event WHERE object = $1',
    [`api-key/${value.id}`],
  );
  expect(events).toHaveLength(2);
  expect(events.flatMap(({ changes }) => Object.keys(changes))).not.toContain('hash');
});

test('names are distinct among the keys of an application that are not revoked', async () => {
  const { value } = await create(management.admin, { name: 'same' });
  await expect(create(management.admin, { name: 'same' })).rejects.toMatchObject({
    failure: { code: 'VALIDATION_FAILED', faults: [{ path: 'name' }] },
  });
  await revoke(management.admin, value.id);
  expect((await create(management.admin, { name: 'same' })).value.name).toBe('same');
});

const rotate = (id: string, idempotencyKey?: string, expectedVersion = 1) =>
  management.services.apiKeys.rotate(
    management.admin,
    call('rotateApiKey', { id }, idempotencyKey),
    { id, expectedVersion, overlapSeconds: 3600, notAfter: undefined },
  );

test('a successor takes the name of the key it replaces, in one revision, and is shown once', async () => {
  const { value } = await create(management.admin);
  const [first, second] = [await rotate(value.id, 'turn'), await rotate(value.id, 'turn')];
  expect(isSecret('gth_sk_', first.secret?.reveal() ?? '')).toBe(true);
  expect(first.value).toMatchObject({ name: value.name, replacesId: value.id, version: 1 });
  expect(second).toMatchObject({ value: { id: first.value.id }, repeated: true });
  expect(second.secret).toBeUndefined();
  const events = await management.query(
    'SELECT action, revision FROM audit_event WHERE object = ANY ($1) ORDER BY sequence',
    [[value.id, first.value.id].map((id) => `api-key/${id}`)],
  );
  const revision = String(first.revision);
  expect(events).toEqual([
    { action: 'api-key.create', revision: expect.anything() },
    { action: 'api-key.rotate', revision },
    { action: 'api-key.create', revision },
  ]);
});

test('of two who replace one key together one does', async () => {
  const { value } = await create(management.admin);
  const outcomes = await Promise.allSettled([rotate(value.id), rotate(value.id)]);
  expect(outcomes.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  await expect(rotate(value.id)).rejects.toMatchObject({ failure: { code: 'VERSION_CONFLICT' } });
  const again = await management.query('SELECT id FROM api_key WHERE replaces_id = $1', [value.id]);
  expect(again).toHaveLength(1);
});

test('a revoked key cannot be changed or revoked again', async () => {
  const { value } = await create(management.admin);
  const revoked = await revoke(management.admin, value.id);
  expect(revoked.value.revokedAt).toEqual(now);
  expect(revoked.revision).toBeGreaterThan(0n);
  await expect(revoke(management.admin, value.id, 2)).rejects.toMatchObject(notFound);
  await expect(update(management.admin, value.id, { name: 'x' }, 2)).rejects.toMatchObject(
    notFound,
  );
});

test('of two editors who saw the same version, exactly one wins', async () => {
  const { value } = await create(management.admin);
  const results = await Promise.allSettled([
    update(management.admin, value.id, { routes: ['chat'] }),
    update(management.admin, value.id, { feature: 'search' }),
  ]);
  expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  expect(results.find(({ status }) => status === 'rejected')).toMatchObject({
    reason: { failure: { code: 'VERSION_CONFLICT', currentVersion: 2 } },
  });
});

test('an edit leaves what it does not give, and the hash', async () => {
  const attributes = [{ name: 'cost_center', value: '42' }];
  const { value } = await create(management.admin, { attributes, feature: 'search' });
  const edited = await update(management.admin, value.id, { routes: ['chat'], feature: null });
  expect(edited.value).toEqual({ ...value, routes: ['chat'], feature: null, version: 2 });
});

const narrow = { routes: ['chat'], operations: ['embedding'] as const };

/** An operation by a token of the caller's own, with that scope. */
async function comeBy(owner: Operation, scope: readonly string[]): Promise<Operation> {
  const { accessTokens } = management.services;
  const draft = { principalId: owner.principal.id, name: 'ci', notAfter: undefined, scope };
  const { secret } = await accessTokens.create(owner, call('createAccessToken'), draft);
  return management.authenticator.authenticate(`Bearer ${secret?.reveal()}`, now);
}

test('nobody widens a key with a token whose scope has not the right, neither by an edit nor by a rotation', async () => {
  const { value } = await create(management.admin, narrow);
  const { apiKeys } = management.services;
  for (const scope of [['api-key:read'], ['application:write', 'route:write']]) {
    const by = await comeBy(await management.operation(['developer']), scope);
    const turn = { id: value.id, expectedVersion: 1, overlapSeconds: 0, notAfter: null };
    await expect(create(by)).rejects.toMatchObject(denied);
    const wide: ApiKeyChange = { operations: [], scopes: ['explain'] };
    await expect(update(by, value.id, wide)).rejects.toMatchObject(denied);
    await expect(apiKeys.rotate(by, call('rotateApiKey'), turn)).rejects.toMatchObject(denied);
    await expect(revoke(by, value.id)).rejects.toMatchObject(denied);
  }
  expect(await apiKeys.find(management.admin, value.id)).toEqual(value);
});

test('a rotation takes no rights, whatever is sent with it, and the replaced key gets none', async () => {
  const { value } = await create(management.admin, narrow);
  const turn = { id: value.id, expectedVersion: 1, overlapSeconds: 60, notAfter: undefined };
  const sent = { ...turn, operations: [], routes: [], scopes: ['explain'], workloads: ['other'] };
  const { apiKeys } = management.services;
  const successor = await apiKeys.rotate(management.admin, call('rotateApiKey'), sent);
  expect(successor.value).toMatchObject({ ...narrow, workloads: ['chat'], scopes: [] });
  await expect(update(management.admin, value.id, { operations: [] }, 2)).rejects.toThrow(
    /was replaced/,
  );
});

test('an archived application gets no keys; those it has can only be revoked', async () => {
  const { services, admin } = management;
  const gone = await createApplication(otherTenantId);
  const { value } = await create(admin, { applicationId: gone });
  const edit = { id: gone, expectedVersion: 1 };
  await services.applications.archive(admin, call('archiveApplication'), edit);
  await expect(create(admin, { applicationId: gone })).rejects.toMatchObject(notFound);
  await expect(update(admin, value.id, { name: 'x' })).rejects.toMatchObject(notFound);
  expect((await revoke(admin, value.id)).value.revokedAt).toEqual(now);
});

test('without the permission there are neither keys nor lists of them', async () => {
  const { value } = await create(management.admin);
  for (const role of ['security-reviewer', 'viewer'] as const) {
    const caller = await management.operation([role]);
    await expect(create(caller)).rejects.toMatchObject(denied);
    await expect(revoke(caller, value.id)).rejects.toMatchObject(denied);
    expect(await management.services.apiKeys.find(caller, value.id)).toEqual(value);
  }
  const finance = await management.operation(['finance']);
  await expect(management.services.apiKeys.find(finance, value.id)).rejects.toMatchObject({
    failure: { permission: 'api-key:read' },
  });
});

test('a developer of another tenant neither sees, makes, changes nor lists keys', async () => {
  const { value } = await create(management.admin);
  const stranger = await management.operation(['developer'], { tenantId: otherTenantId });
  const { apiKeys } = management.services;
  await expect(create(stranger)).rejects.toMatchObject(notFound);
  await expect(update(stranger, value.id, { name: 'mine' })).rejects.toMatchObject(notFound);
  await expect(revoke(stranger, value.id)).rejects.toMatchObject(notFound);
  expect(await apiKeys.find(stranger, value.id)).toBeUndefined();
  const wish = { filter: { applicationId, includeRevoked: true } };
  const { rows } = await apiKeys.list(stranger, wish, { first: 10, after: undefined });
  expect(rows).toEqual([]);
  const pages = await apiKeys.listFirst(stranger, [applicationId], 10);
  expect(pages.get(applicationId)?.rows).toEqual([]);
});

test('the first pages of many applications are those that each alone would give', async () => {
  const { apiKeys } = management.services;
  const { admin } = management;
  const owners = [];
  for (const keyCountOfOwner of [0, 1, 3]) {
    const owner = await createApplication(otherTenantId);
    owners.push(owner);
    for (let made = 0; made < keyCountOfOwner; made += 1)
      await create(admin, { applicationId: owner });
    await revoke(admin, (await create(admin, { applicationId: owner })).value.id);
  }
  const pages = await apiKeys.listFirst(admin, owners, 2);
  for (const owner of owners) {
    const filter = { applicationId: owner, includeRevoked: false };
    const alone = await apiKeys.list(admin, { filter }, { first: 2, after: undefined });
    const page = pages.get(owner);
    expect(page?.rows).toEqual(alone.rows);
    expect(page?.hasNextPage).toBe(alone.hasNextPage);
    expect(page?.rows.map(page.cursorOf)).toEqual(alone.rows.map(alone.cursorOf));
  }
  expect(owners.map((owner) => pages.get(owner)?.rows.length)).toEqual([0, 1, 2]);
  expect(owners.map((owner) => pages.get(owner)?.hasNextPage)).toEqual([false, false, true]);
});
