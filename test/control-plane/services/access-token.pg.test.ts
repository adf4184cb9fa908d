import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { isSecret } from '../../../control-plane/secrets/secret-format.ts';
import { Operation } from '../../../control-plane/services/operation.ts';
import { formsOf, readWholeDatabase } from '../../support/database-text.ts';
import { call, type Management, managementNow as now } from '../../support/management.ts';
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

const create = (operation: Operation, principalId: string, key?: string) =>
  management.services.accessTokens.create(
    operation,
    call('createAccessToken', { principalId }, key),
    { principalId, name: 'laptop', notAfter: undefined },
  );
const revoke = (operation: Operation, id: string) =>
  management.services.accessTokens.revoke(operation, call('revokeAccessToken'), id);
const denied = { failure: { code: 'PERMISSION_DENIED', permission: 'principal:write' } };
const notFound = { failure: { code: 'NOT_FOUND' } };

test('everybody makes tokens for himself, as many as he likes, for 90 days', async () => {
  const viewer = await management.operation(['viewer'], { tenantId });
  const first = await create(viewer, viewer.principal.id);
  const second = await create(viewer, viewer.principal.id);
  expect(first.value).toMatchObject({
    tenantId,
    principalId: viewer.principal.id,
    notAfter: new Date('2030-04-01T00:00:00Z'),
  });
  expect(isSecret('gth_pat_', first.secret?.reveal() ?? '')).toBe(true);
  expect(second.secret?.reveal()).not.toBe(first.secret?.reveal());
});

test('an administrator gives a person the first token, and none beside it', async () => {
  const person = await management.operation(['security-reviewer']);
  const first = await create(management.admin, person.principal.id);
  expect(first.secret).toBeDefined();
  await expect(create(management.admin, person.principal.id)).rejects.toMatchObject(denied);
  expect((await create(person, person.principal.id)).secret).toBeDefined();
});

test('once all tokens of a person have ended, an administrator gives one again', async () => {
  const person = await management.operation(['viewer']);
  const first = await create(management.admin, person.principal.id);
  await revoke(management.admin, first.value.id);
  await create(management.admin, person.principal.id);
  const afterEnd = new Date('2030-04-01T00:00:00Z');
  const later = new Operation(management.admin.principal, 'access_token', afterEnd);
  expect((await create(later, person.principal.id)).secret).toBeDefined();
});

test('two administrators at once give a person one token', async () => {
  const person = await management.operation(['viewer']);
  const other = await management.operation(['platform-admin']);
  const { id } = person.principal;
  const results = await raceBehind(
    management.url,
    { sql: 'SELECT FROM principal WHERE id = $1 FOR UPDATE', values: [id] },
    [management.admin, other].map((admin) => () => create(admin, id)),
  );
  expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
});

test('an administrator makes any number of tokens for a service account', async () => {
  const service = await management.operation(['developer'], { kind: 'service' });
  for (const _ of [1, 2])
    expect((await create(management.admin, service.principal.id)).secret).toBeDefined();
});

test('without principal:write nobody makes or revokes tokens of others', async () => {
  const service = await management.operation(['viewer'], { kind: 'service' });
  const { value } = await create(management.admin, service.principal.id);
  for (const role of ['security-reviewer', 'developer', 'finance', 'viewer'] as const) {
    const caller = await management.operation([role]);
    await expect(create(caller, service.principal.id)).rejects.toMatchObject(denied);
    await expect(revoke(caller, value.id)).rejects.toMatchObject(denied);
  }
});

test('a confined administrator makes tokens in his tenant only', async () => {
  const confined = await management.operation(['platform-admin'], { tenantId });
  const own = await management.operation(['developer'], { tenantId, kind: 'service' });
  const other = await management.operation(['viewer'], {
    tenantId: otherTenantId,
    kind: 'service',
  });
  expect((await create(confined, own.principal.id)).value.tenantId).toBe(tenantId);
  await expect(create(confined, other.principal.id)).rejects.toMatchObject(notFound);
  await expect(create(confined, management.admin.principal.id)).rejects.toMatchObject(notFound);
  const { value } = await create(management.admin, other.principal.id);
  await expect(revoke(confined, value.id)).rejects.toMatchObject(notFound);
});

test('an archived principal gets no tokens', async () => {
  const { services, admin } = management;
  const service = await management.operation(['viewer'], { kind: 'service' });
  const { id } = service.principal;
  await services.principals.archive(admin, call('archivePrincipal'), { id, expectedVersion: 1 });
  await expect(create(admin, id)).rejects.toMatchObject(notFound);
  await expect(create(service, id)).rejects.toMatchObject(notFound);
});

test('a repeat of the same key makes no second token and shows no secret', async () => {
  const person = await management.operation(['viewer']);
  const first = await create(person, person.principal.id, 'once');
  const second = await create(person, person.principal.id, 'once');
  expect(first).toMatchObject({ repeated: false, secret: expect.anything() });
  expect(second).toMatchObject({ repeated: true, value: { id: first.value.id } });
  expect(second.secret).toBeUndefined();
});

test('revoking twice is revoking once, at the first moment', async () => {
  const person = await management.operation(['viewer']);
  const { value } = await create(person, person.principal.id);
  const later = new Operation(person.principal, 'access_token', new Date(now.getTime() + 1));
  const results = [await revoke(person, value.id), await revoke(later, value.id)];
  expect(results.map((one) => one.value.revokedAt)).toEqual([now, now]);
  const events = await management.query(`SELECT FROM audit_event WHERE object = $1`, [
    `access-token/${value.id}`,
  ]);
  expect(events).toHaveLength(2);
});

test('tokens are listed newest first, to their owner and to readers of principals', async () => {
  const person = await management.operation(['viewer']);
  const { accessTokens } = management.services;
  const { id } = person.principal;
  const made = [];
  for (const seconds of [1, 2, 3]) {
    const at = new Date(now.getTime() + seconds * 1_000);
    const operation = new Operation(person.principal, 'access_token', at);
    made.unshift((await create(operation, id)).value.id);
  }
  const first = await accessTokens.list(
    person,
    { filter: {}, principalId: id },
    { first: 2, after: undefined },
  );
  const [, last] = first.rows;
  const after = last && first.cursorOf(last);
  const rest = await accessTokens.list(
    management.admin,
    { filter: {}, principalId: id },
    { first: 2, after },
  );
  expect([...first.rows, ...rest.rows].map((row) => row.id)).toEqual(made);
  expect([first.hasNextPage, rest.hasNextPage]).toEqual([true, false]);
  const developer = await management.operation(['developer']);
  await expect(
    accessTokens.list(developer, { filter: {}, principalId: id }, { first: 2, after: undefined }),
  ).rejects.toMatchObject({ failure: { permission: 'principal:read' } });
});

test('a token is nowhere in the database', async () => {
  const person = await management.operation(['viewer']);
  const { secret } = await create(person, person.principal.id, 'leak');
  const text = await readWholeDatabase(management);
  expect(text).not.toMatch(/"hash"/);
  for (const token of [secret?.reveal() ?? '', management.adminToken]) {
    expect(token).toMatch(/^gth_pat_/);
    for (const form of formsOf(token)) expect(text.includes(form)).toBe(false);
  }
});
