import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { toGlobalId } from '../../../control-plane/domain/ids.ts';
import { Operation } from '../../../control-plane/services/operation.ts';
import { call, type Management, managementNow as now } from '../../support/management.ts';
import { mutate } from '../../support/mutate.ts';
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

const create = (operation: Operation, principalId: string, scope?: readonly string[]) =>
  management.services.accessTokens.create(operation, call('createAccessToken'), {
    principalId,
    name: 'ci',
    notAfter: undefined,
    scope,
  });
const revoke = (operation: Operation, id: string) =>
  management.services.accessTokens.revoke(operation, call('revokeAccessToken'), id);
const denied = { failure: { code: 'PERMISSION_DENIED', permission: 'principal:write' } };
const notFound = { failure: { code: 'NOT_FOUND' } };

/** An operation by a new token of the principal, with that scope. */
async function comeBy(operation: Operation, scope: readonly string[]) {
  const { value, secret } = await create(operation, operation.principal.id, scope);
  const header = `Bearer ${secret?.reveal()}`;
  return { id: value.id, by: await management.authenticator.authenticate(header, now) };
}

const rotate = (operation: Operation, id: string, overlapSeconds?: number, key?: string) =>
  management.services.accessTokens.rotate(
    operation,
    call('rotateAccessToken', { id, overlapSeconds }, key),
    { id, overlapSeconds, notAfter: undefined },
  );

describe('a token with a scope', () => {
  const owner = () => management.operation(['platform-admin'], { kind: 'service' });

  test('does what it names and its owner may, and nothing else', async () => {
    const person = await management.operation(['developer', 'security-reviewer']);
    const { by } = await comeBy(person, ['tenant:read', 'node:write']);
    expect([...by.permissions].toSorted()).toEqual(['node:write', 'tenant:read']);
    const { tenants, applications, principals } = management.services;
    const page = { first: 1, after: undefined };
    expect(
      (await tenants.list(by, { filter: { includeArchived: false } }, page)).rows,
    ).toHaveLength(1);
    await expect(
      applications.list(by, { filter: { tenantId, includeArchived: false } }, page),
    ).rejects.toMatchObject({
      failure: { permission: 'application:read' },
    });
    await principals.update(management.admin, call('updatePrincipal'), {
      id: person.principal.id,
      expectedVersion: 1,
      roles: ['viewer'],
    });
    const demoted = await comeBy(
      new Operation({ ...person.principal, roles: ['viewer'] }, '', now),
      ['tenant:read'],
    );
    expect([...demoted.by.permissions]).toEqual(['tenant:read']);
  });

  test('makes, rotates and revokes no other token, also not of its owner', async () => {
    const person = await management.operation(['developer']);
    const { value: whole } = await create(person, person.principal.id);
    const { by } = await comeBy(person, ['application:write']);
    await expect(create(by, person.principal.id)).rejects.toMatchObject(denied);
    await expect(rotate(by, whole.id)).rejects.toMatchObject(denied);
    await expect(revoke(by, whole.id)).rejects.toMatchObject(denied);
  });

  test('rotates and revokes itself', async () => {
    const { id, by } = await comeBy(await owner(), ['tenant:read']);
    const { value } = await rotate(by, id);
    expect(value.successor).toMatchObject({ scope: ['tenant:read'], rotatedFromId: id });
    expect((await revoke(by, id)).value.revokedAt).toEqual(now);
  });

  test('with principal:write makes tokens within itself, and only such', async () => {
    const self = await owner();
    const { by } = await comeBy(self, ['principal:write', 'tenant:read']);
    const { id } = self.principal;
    const made = await create(by, id, ['tenant:read']);
    expect(made.value.scope).toEqual(['tenant:read']);
    await expect(create(by, id, ['route:write'])).rejects.toMatchObject({
      failure: { code: 'PERMISSION_DENIED', permission: 'route:write' },
    });
    await expect(create(by, id)).rejects.toMatchObject({
      failure: { code: 'PERMISSION_DENIED' },
    });
    const { value: whole } = await create(self, id);
    await expect(rotate(by, whole.id)).rejects.toMatchObject({
      failure: { code: 'PERMISSION_DENIED' },
    });
  });

  test('that holds all of its owner still makes none without a scope', async () => {
    const self = await owner();
    const { by } = await comeBy(self, [...self.permissions]);
    await expect(create(by, self.principal.id)).rejects.toMatchObject({
      failure: { code: 'VALIDATION_FAILED', faults: [{ path: 'scope' }] },
    });
    const { value: whole } = await create(self, self.principal.id);
    await expect(rotate(by, whole.id)).rejects.toMatchObject({
      failure: { code: 'VALIDATION_FAILED', faults: [{ path: 'scope' }] },
    });
  });

  test('gives no role and no token of a service what it may not itself', async () => {
    const self = await owner();
    const service = await management.operation(['developer'], { kind: 'service' });
    const { by } = await comeBy(self, ['principal:write', 'tenant:read']);
    const refusal = { failure: { code: 'PERMISSION_DENIED', permission: 'application:read' } };
    await expect(create(by, service.principal.id)).rejects.toMatchObject(refusal);
    const draft = { tenantId: null, kind: 'service', name: 'sneak', email: null } as const;
    const { principals } = management.services;
    await expect(
      principals.create(by, call('createPrincipal'), { ...draft, roles: ['finance'] }),
    ).rejects.toMatchObject(refusal);
  });
});

describe('a rotation', () => {
  const secretOf = ({ secret }: { readonly secret: { reveal(): string } | undefined }) =>
    `Bearer ${secret?.reveal()}`;
  const isAccepted = (header: string, seconds: number) =>
    management.authenticator.authenticate(header, new Date(now.getTime() + seconds * 1_000)).then(
      () => true,
      () => false,
    );

  test('lets both tokens work until the old one ends, and then the new one alone', async () => {
    const person = await management.operation(['viewer']);
    const old = await create(person, person.principal.id);
    const made = await rotate(person, old.value.id, 60);
    const accepted = (seconds: number) =>
      Promise.all([isAccepted(secretOf(old), seconds), isAccepted(secretOf(made), seconds)]);
    expect(await accepted(59)).toEqual([true, true]);
    expect(await accepted(60)).toEqual([false, true]);
    const events = await management.query(
      `SELECT action, changes FROM audit_event WHERE object = ANY ($1) ORDER BY id DESC LIMIT 2`,
      [[`access-token/${old.value.id}`, `access-token/${made.value.id}`]],
    );
    expect(events.map(({ action }) => action)).toEqual([
      'access-token.create',
      'access-token.rotate',
    ]);
  });

  test('is made once while its successor is in use, also by two at once', async () => {
    const person = await management.operation(['viewer']);
    const { value } = await create(person, person.principal.id);
    const { id } = person.principal;
    const results = await raceBehind(
      management.url,
      { sql: 'SELECT FROM principal WHERE id = $1 FOR UPDATE', values: [id] },
      [1, 2].map(() => () => rotate(person, value.id)),
    );
    expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
    const made = results.find(({ status }) => status === 'fulfilled') as PromiseFulfilledResult<
      Awaited<ReturnType<typeof rotate>>
    >;
    await revoke(person, made.value.value.id);
    expect((await rotate(person, value.id)).secret).toBeDefined();
  });

  test('of what was revoked, or is of an archived principal, is refused', async () => {
    const { services, admin } = management;
    const service = await management.operation(['viewer'], { kind: 'service' });
    const revoked = await create(admin, service.principal.id);
    await revoke(admin, revoked.value.id);
    await expect(rotate(admin, revoked.value.id)).rejects.toMatchObject({
      failure: { code: 'VALIDATION_FAILED', faults: [{ path: 'id' }] },
    });
    const { value } = await create(admin, service.principal.id);
    const { id } = service.principal;
    await services.principals.archive(admin, call('archivePrincipal'), { id, expectedVersion: 1 });
    await expect(rotate(admin, value.id)).rejects.toMatchObject(notFound);
  });

  test('is for those who may make a token for the owner', async () => {
    const person = await management.operation(['viewer'], { tenantId });
    const service = await management.operation(['viewer'], { kind: 'service', tenantId });
    const ofPerson = await create(person, person.principal.id);
    const ofService = await create(management.admin, service.principal.id);
    await expect(rotate(management.admin, ofPerson.value.id)).rejects.toMatchObject(denied);
    await expect(rotate(person, ofService.value.id)).rejects.toMatchObject(denied);
    const stranger = await management.operation(['platform-admin'], { tenantId: otherTenantId });
    await expect(rotate(stranger, ofService.value.id)).rejects.toMatchObject(notFound);
    expect((await rotate(management.admin, ofService.value.id)).secret).toBeDefined();
  });

  test('repeated with its key gives the same tokens and no secret', async () => {
    const person = await management.operation(['viewer']);
    const { value } = await create(person, person.principal.id);
    const first = await rotate(person, value.id, 60, 'rotate-once');
    const again = await rotate(person, value.id, 60, 'rotate-once');
    expect(again).toMatchObject({ repeated: true, secret: undefined });
    expect(again.value).toEqual(first.value);
  });

  test('over GraphQL shows both tokens, and the secret once', async () => {
    const operation = await management.operation(['developer']);
    const { value } = await create(operation, operation.principal.id, ['route:read']);
    const { services } = management;
    const input = { id: toGlobalId('access-token', value.id), overlapSeconds: 0 };
    const answer = await mutate({ services, operation }, 'rotateAccessToken', {
      input,
      selection: `... on AccessTokenRotated {
        accessToken { scope rotatedFromId lastUsedAt } previous { id notAfter } secret
      }`,
    });
    expect(answer).toEqual({
      __typename: 'AccessTokenRotated',
      accessToken: { scope: ['route:read'], rotatedFromId: input.id, lastUsedAt: null },
      previous: { id: input.id, notAfter: now.toISOString() },
      secret: expect.stringMatching(/^gth_pat_/),
    });
  });
});
