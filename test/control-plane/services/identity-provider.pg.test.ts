import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { IdentityProvider } from '../../../control-plane/domain/identity-provider.ts';
import type { Operation } from '../../../control-plane/services/operation.ts';
import { ask } from '../../support/ask.ts';
import { failureOf } from '../../support/failure.ts';
import { identityProviderDraft } from '../../support/identity-provider.ts';
import { call, type Management, openManagement } from '../../support/management.ts';

/** Goal: an identity provider gives roles, so whoever makes or changes one gives no more than he has, and where he may. */
let management: Management;
let tenantIds: readonly string[];
beforeAll(async () => {
  management = await openManagement();
  const { services, admin } = management;
  const made = await Promise.all(
    ['acme', 'other'].map((name) => services.tenants.create(admin, call('createTenant'), name)),
  );
  tenantIds = made.map(({ value }) => value.id);
});
afterAll(async () => {
  await management[Symbol.asyncDispose]();
});

const create = async (operation: Operation, change: Partial<IdentityProvider> = {}) => {
  const draft = { ...identityProviderDraft('https://login.example.com'), audience: 'fresh' };
  const { value } = await management.services.identityProviders.create(
    operation,
    call('createIdentityProvider'),
    { ...draft, audience: draft.name, ...change },
  );
  return value;
};
const update = (
  operation: Operation,
  { id, version: expectedVersion }: IdentityProvider,
  change: Partial<IdentityProvider>,
) =>
  management.services.identityProviders.update(operation, call('updateIdentityProvider'), {
    id,
    expectedVersion,
    ...change,
  });

test('over GraphQL: made, shown without its secret, changed, archived', async () => {
  const { services, admin: operation } = management;
  const run = (source: string, variables: Record<string, unknown>) =>
    ask({ services, operation }, source, variables);
  const FIELDS = `__typename ... on ValidationFailed { faults { path message } }
    ... on IdentityProviderChanged { identityProvider { id name issuer clientId hasClientSecret
      audience groupClaim roleMappings { group roles } emailDomains scopes version tenant { id } } }`;
  const input = {
    name: 'okta',
    issuer: 'https://okta.example.com/',
    clientId: 'client',
    audience: 'api',
    roleMappings: [{ group: 'admins', roles: ['PLATFORM_ADMIN', 'FINANCE'] }],
  };
  const CREATE = `mutation ($input: CreateIdentityProviderInput!) {
    made: createIdentityProvider(input: $input) { ${FIELDS} } }`;
  const clientSecret = 'only-for-the-issuer';
  const { made } = await run(CREATE, { input: { ...input, clientSecret } });
  expect(made).toMatchObject({
    identityProvider: {
      ...input,
      hasClientSecret: true,
      groupClaim: 'groups',
      emailDomains: [],
      scopes: ['openid', 'profile', 'email'],
      tenant: null,
    },
  });
  const { id } = (made as { identityProvider: { id: string } }).identityProvider;
  const { again } = await run(CREATE.replace('made:', 'again:'), {
    input: { ...input, name: 'again' },
  });
  expect(again).toMatchObject({ faults: [{ path: 'audience' }] });
  const UPDATE = `mutation ($input: UpdateIdentityProviderInput!) {
    changed: updateIdentityProvider(input: $input) { ${FIELDS} } }`;
  const edit = { id, expectedVersion: 1, emailDomains: ['example.com'], clientSecret: null };
  const { changed } = await run(UPDATE, { input: edit });
  expect(changed).toMatchObject({
    identityProvider: { ...input, emailDomains: ['example.com'], hasClientSecret: false },
  });
  expect((await run(UPDATE, { input: edit }))['changed']).toMatchObject({
    __typename: 'VersionConflict',
  });
  const ARCHIVE = `mutation ($input: ArchiveIdentityProviderInput!) {
    archived: archiveIdentityProvider(input: $input) { ${FIELDS} } }`;
  await run(ARCHIVE, { input: { id, expectedVersion: 2 } });
  const LIST = `{ identityProviders { edges { node { name } } }
    auditEvents { edges { node { action changes } } } }`;
  const list = JSON.stringify(await run(LIST, {}));
  expect(list).not.toContain('"name":"okta"}');
  expect(list).toContain('replaced');
  expect(JSON.stringify([made, changed, list])).not.toContain(clientSecret);
  // Archived, it does not stand in the way of another one for the same tokens.
  expect((await run(CREATE, { input: { ...input, name: 'next' } }))['made']).toMatchObject({
    __typename: 'IdentityProviderChanged',
  });
});

test('one secret more is another input of an idempotency key', async () => {
  const { services, admin: operation } = management;
  const source = `mutation ($input: CreateIdentityProviderInput!) {
    made: createIdentityProvider(input: $input) { __typename } }`;
  const input = {
    name: 'keyed',
    issuer: 'https://keyed.example.com',
    clientId: 'client',
    audience: 'api',
    roleMappings: [{ group: 'staff', roles: ['VIEWER'] }],
    idempotencyKey: 'once',
  };
  const send = (clientSecret: string) =>
    ask({ services, operation }, source, { input: { ...input, clientSecret } });
  const made = { made: { __typename: 'IdentityProviderChanged' } };
  expect([await send('a'), await send('a')]).toEqual([made, made]);
  expect(await send('b')).toEqual({ made: { __typename: 'IdempotencyKeyReused' } });
});

test('an administrator of a tenant makes and sees those of the tenant only', async () => {
  const [tenantId = '', otherId = ''] = tenantIds;
  const member = await management.operation(['platform-admin'], { tenantId });
  const own = await create(member, { tenantId });
  const foreign = await create(management.admin, { tenantId: otherId });
  const shared = await create(management.admin);
  const denied = { code: 'PERMISSION_DENIED', permission: 'identity-provider:write' };
  expect(await failureOf(() => create(member))).toMatchObject(denied);
  expect(await failureOf(() => create(member, { tenantId: otherId }))).toMatchObject(denied);
  for (const { id, version } of [foreign, shared])
    expect(await failureOf(() => update(member, { ...own, id, version }, {}))).toMatchObject({
      code: 'NOT_FOUND',
    });
  const { rows } = await management.services.identityProviders.list(member, true, {
    first: 50,
    after: undefined,
  });
  expect(rows.map(({ id }) => id)).toEqual([own.id]);
});

test('a security reviewer sees them and changes none, a developer does not see them', async () => {
  const provider = await create(management.admin);
  const reviewer = await management.operation(['security-reviewer']);
  const { identityProviders } = management.services;
  expect(await identityProviders.find(reviewer, provider.id)).toEqual(provider);
  const denied = { code: 'PERMISSION_DENIED', permission: 'identity-provider:write' };
  expect(await failureOf(() => create(reviewer))).toMatchObject(denied);
  expect(await failureOf(() => update(reviewer, provider, {}))).toMatchObject(denied);
  const developer = await management.operation(['developer']);
  expect(await failureOf(() => identityProviders.find(developer, provider.id))).toMatchObject({
    code: 'PERMISSION_DENIED',
  });
});

test('there are at most twenty of an owner, and archived ones do not count', async () => {
  const { value } = await management.services.tenants.create(
    management.admin,
    call('createTenant'),
    'many',
  );
  const tenantId = value.id;
  const all: IdentityProvider[] = [];
  for (let made = 0; made < 20; made += 1) all.push(await create(management.admin, { tenantId }));
  expect(await failureOf(() => create(management.admin, { tenantId }))).toMatchObject({
    faults: [{ path: 'name' }],
  });
  const [{ id, version: expectedVersion } = { id: '', version: 0 }] = all;
  const { services, admin } = management;
  await services.identityProviders.archive(admin, call('archiveIdentityProvider'), {
    id,
    expectedVersion,
  });
  await create(management.admin, { tenantId });
});
