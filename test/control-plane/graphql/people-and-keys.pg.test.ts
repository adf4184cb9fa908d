import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { z } from 'zod';
import type { Operation } from '../../../control-plane/services/operation.ts';
import { ask } from '../../support/ask.ts';
import { type Management, managementNow, openManagement } from '../../support/management.ts';

/*
 * Goal: principals, access tokens, API keys and providers as callers of GraphQL meet them: ids,
 * enums, secrets shown once, null against absent, mistakes as data, and statements that do not grow
 * with rows.
 */

const made = z.looseObject({ row: z.looseObject({ id: z.string() }) });
const secretly = z.looseObject({ secret: z.string() });
let management: Management;
let tenantId: string;
let applicationId: string;
beforeAll(async () => {
  management = await openManagement();
  const tenant = await mutate(
    'createTenant',
    { name: 'acme' },
    '... on TenantChanged { row: tenant { id } }',
  );
  tenantId = made.parse(tenant).row.id;
  applicationId = await createApplication('app-0');
});
afterAll(async () => {
  await management[Symbol.asyncDispose]();
});

const query = (source: string, variables = {}, operation: Operation = management.admin) =>
  ask({ services: management.services, operation }, source, variables);

async function mutate(
  field: string,
  input: object,
  selection: string,
  operation: Operation = management.admin,
): Promise<unknown> {
  const type = `${field.charAt(0).toUpperCase()}${field.slice(1)}Input`;
  const document = `mutation ($input: ${type}!) {
    result: ${field}(input: $input) {
      __typename ${selection}
      ... on ValidationFailed { faults { path message } }
      ... on PermissionDenied { permission }
      ... on NotFound { message }
    }
  }`;
  return (await query(document, { input }, operation))['result'];
}

async function createApplication(name: string): Promise<string> {
  const facts = { team: 'search', environment: 'PRODUCTION', dataClass: 'INTERNAL' };
  const selection = '... on ApplicationChanged { row: application { id } }';
  return made.parse(await mutate('createApplication', { tenantId, name, ...facts }, selection)).row
    .id;
}

const PRINCIPAL = '... on PrincipalChanged { row: principal { id kind name email roles version } }';
const KEY = `row: apiKey { id name prefix workloads routes operations feature
  attributes { name value } scopes notAfter version application { name } }`;
const PROVIDER = `... on ProviderChanged { revision row: provider { id name kind baseUrl region
  dataTerms hasCredential version } }`;

test('me is the caller, and its own tokens need no permission', async () => {
  const viewer = await management.operation(['viewer'], { name: 'Vera' });
  const document =
    '{ me { name kind roles tenant { name } accessTokens { edges { node { name } } } } }';
  expect(await query(document, {}, viewer)).toEqual({
    me: {
      name: 'Vera',
      kind: 'HUMAN',
      roles: ['VIEWER'],
      tenant: null,
      accessTokens: { edges: [] },
    },
  });
});

test('a principal is made, found, changed and archived', async () => {
  const input = {
    kind: 'HUMAN',
    name: 'Ada',
    email: 'ada@x.example',
    roles: ['SECURITY_REVIEWER'],
  };
  const created = made.parse(await mutate('createPrincipal', input, PRINCIPAL));
  expect(created.row).toMatchObject({ ...input, version: 1 });
  const { id } = created.row;
  const found = await query('query ($id: ID!) { principal(id: $id) { name } }', { id });
  expect(found).toEqual({ principal: { name: 'Ada' } });
  const kept = { id, expectedVersion: 1, name: 'Ada L.' };
  expect(await mutate('updatePrincipal', kept, PRINCIPAL)).toMatchObject({
    row: { name: 'Ada L.', email: 'ada@x.example', version: 2 },
  });
  const removed = { id, expectedVersion: 2, email: null };
  expect(await mutate('updatePrincipal', removed, PRINCIPAL)).toMatchObject({
    row: { email: null },
  });
  expect(await mutate('updatePrincipal', removed, PRINCIPAL)).toMatchObject({
    __typename: 'VersionConflict',
  });
  const ended = { id, expectedVersion: 3 };
  expect(await mutate('archivePrincipal', ended, PRINCIPAL)).toMatchObject({ row: { version: 4 } });
  const list = '{ principals { edges { node { name } } } }';
  expect(JSON.stringify(await query(list))).not.toContain('Ada L.');
});

test('an access token is shown once', async () => {
  const input = { kind: 'SERVICE', name: 'robot', roles: ['VIEWER'], tenantId };
  const { row } = made.parse(await mutate('createPrincipal', input, PRINCIPAL));
  const selection = `... on AccessTokenCreated { secret secretAlreadyShown
    accessToken { id name notAfter } }`;
  const token = { principalId: row.id, name: 'ci', idempotencyKey: 'token' };
  const first = await mutate('createAccessToken', token, selection);
  const second = await mutate('createAccessToken', token, selection);
  expect(first).toMatchObject({ secretAlreadyShown: false });
  expect(second).toEqual({ ...(first as object), secret: null, secretAlreadyShown: true });
  const header = `Bearer ${secretly.parse(first).secret}`;
  const signedIn = await management.authenticator.authenticate(header, new Date('2030-01-02'));
  expect(signedIn.principal.name).toBe('robot');
  const { id } = z
    .looseObject({ accessToken: z.object({ id: z.string() }).loose() })
    .parse(first).accessToken;
  const revoked = '... on AccessTokenChanged { accessToken { revokedAt } }';
  expect(await mutate('revokeAccessToken', { id }, revoked)).toEqual({
    __typename: 'AccessTokenChanged',
    accessToken: { revokedAt: '2030-01-01T00:00:00.000Z' },
  });
});

test('mistakes are data: an unknown id, a missing permission, a wrong field', async () => {
  const viewer = await management.operation(['viewer']);
  const input = { kind: 'HUMAN', name: '', roles: ['VIEWER'] };
  expect(await mutate('createPrincipal', input, PRINCIPAL)).toMatchObject({
    __typename: 'ValidationFailed',
    faults: [{ path: 'name' }],
  });
  expect(await mutate('createPrincipal', input, PRINCIPAL, viewer)).toEqual({
    __typename: 'PermissionDenied',
    permission: 'principal:write',
  });
  const wrongKind = { id: applicationId, expectedVersion: 1 };
  expect(await mutate('archivePrincipal', wrongKind, PRINCIPAL)).toMatchObject({
    __typename: 'NotFound',
  });
});

test('a key is shown once, with its defaults', async () => {
  const selection = `... on ApiKeyCreated { secret secretAlreadyShown revision ${KEY} }`;
  const input = { applicationId, name: 'defaults', idempotencyKey: 'key' };
  const first = await mutate('createApiKey', input, selection);
  const { secret } = secretly.parse(first);
  expect(first).toMatchObject({
    secretAlreadyShown: false,
    row: {
      prefix: secret.slice(0, 12),
      workloads: ['default'],
      routes: [],
      feature: null,
      attributes: [],
      scopes: [],
      operations: [],
      notAfter: null,
      application: { name: 'app-0' },
    },
  });
  const second = await mutate('createApiKey', input, selection);
  expect(second).toEqual({ ...(first as object), secret: null, secretAlreadyShown: true });
});

test('a key is replaced by one of the same name, and says which it replaces', async () => {
  const input = { applicationId, name: 'turned' };
  const { row } = made.parse(
    await mutate('createApiKey', input, `... on ApiKeyCreated { ${KEY} }`),
  );
  const selection = `... on ApiKeyCreated { secret ${KEY}
    apiKey { replaces { id replacedAt notAfter revokedAt } } }`;
  const turn = { id: row.id, expectedVersion: 1 };
  const day = new Date(managementNow.getTime() + 86_400_000).toISOString();
  expect(await mutate('rotateApiKey', turn, selection)).toMatchObject({
    secret: expect.stringMatching(/^gth_sk_/),
    row: { name: 'turned', notAfter: null },
    apiKey: { replaces: { id: row.id, notAfter: day, revokedAt: null } },
  });
  const longer = { id: row.id, expectedVersion: 2, notAfter: null };
  expect(await mutate('updateApiKey', longer, '')).toMatchObject({
    __typename: 'ValidationFailed',
    faults: [{ path: 'id' }],
  });
});

test('null removes what a key can be without, absent leaves it', async () => {
  const facts = {
    workloads: ['chat'],
    routes: ['gpt'],
    feature: 'search',
    attributes: [{ name: 'cost_center', value: '42' }],
    operations: ['CHAT', 'TOKEN_COUNT'],
    scopes: ['EXPLAIN'],
    notAfter: '2031-01-01T00:00:00.000Z',
  };
  const created = `... on ApiKeyCreated { ${KEY} }`;
  const changed = `... on ApiKeyChanged { ${KEY} }`;
  const input = { applicationId, name: 'facts', ...facts };
  const { row } = made.parse(await mutate('createApiKey', input, created));
  expect(row).toMatchObject(facts);
  const at = (expectedVersion: number) => ({ id: row.id, expectedVersion });
  const edit = (change: object) => mutate('updateApiKey', change, changed);
  expect(await edit({ ...at(1), name: 'renamed' })).toMatchObject({
    row: { ...facts, name: 'renamed' },
  });
  const nothing = { workloads: null, feature: null, attributes: null, notAfter: null };
  expect(await edit({ ...at(2), ...nothing })).toMatchObject({
    row: { ...facts, feature: null, notAfter: null, name: 'renamed' },
  });
  const none = { scopes: [], operations: [] };
  expect(await edit({ ...at(3), ...none })).toMatchObject({ row: none });
  const revoke = (version: number) => mutate('revokeApiKey', at(version), changed);
  expect(await revoke(4)).toMatchObject({ __typename: 'ApiKeyChanged' });
  expect(await revoke(5)).toMatchObject({ __typename: 'NotFound' });
});

test('a provider tells whether it has a credential and never which', async () => {
  const credential = 'sk-only-for-the-provider';
  const facts = { name: 'vendor', kind: 'OPENAI', baseUrl: 'https://v.example/v1', region: 'eu' };
  const terms = { dataTerms: ['RETENTION_30_DAYS'] };
  const created = await mutate('createProvider', { ...facts, ...terms, credential }, PROVIDER);
  expect(created).toMatchObject({ row: { ...facts, ...terms, hasCredential: true } });
  const { id } = made.parse(created).row;
  const update = (change: object) => mutate('updateProvider', { id, ...change }, PROVIDER);
  const kept = await update({ expectedVersion: 1, region: 'us' });
  expect(kept).toMatchObject({ row: { region: 'us', hasCredential: true } });
  const removed = await update({ expectedVersion: 2, credential: null });
  expect(removed).toMatchObject({ row: { hasCredential: false } });
  const audit = await query('{ auditEvents { edges { node { object changes } } } }');
  expect(JSON.stringify([created, kept, removed, audit])).not.toContain(credential);
  expect(JSON.stringify(audit)).toContain('replaced');
});

test('a wrong address comes back in its mended form', async () => {
  const input = { name: 'slash', kind: 'OPENAI', baseUrl: 'https://v.example/v1/', region: 'eu' };
  expect(await mutate('createProvider', input, PROVIDER)).toEqual({
    __typename: 'ValidationFailed',
    faults: [{ path: 'baseUrl', message: 'Write it as https://v.example/v1' }],
  });
});

test('keys page by page are the same keys, and a cursor of another list is refused', async () => {
  const application = await createApplication('paged');
  for (const name of ['1', '2', '3'])
    await mutate('createApiKey', { applicationId: application, name }, '');
  const document = `query ($id: ID!, $after: String) {
    application(id: $id) { apiKeys(first: 2, after: $after) {
      edges { node { name } } pageInfo { hasNextPage endCursor } } }
  }`;
  const page = z.object({
    application: z.object({
      apiKeys: z.object({
        edges: z.array(z.object({ node: z.object({ name: z.string() }) })),
        pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string() }),
      }),
    }),
  });
  const read = async (id: string, after?: string) =>
    page.parse(await query(document, { id, after })).application.apiKeys;
  const first = await read(application);
  const second = await read(application, first.pageInfo.endCursor);
  const names = [...first.edges, ...second.edges].map(({ node }) => node.name);
  expect(names.toSorted()).toEqual(['1', '2', '3']);
  expect([first.pageInfo.hasNextPage, second.pageInfo.hasNextPage]).toEqual([true, false]);
  await expect(read(applicationId, first.pageInfo.endCursor)).rejects.toThrow(/another list/);
});

test('statements do not grow with rows', async () => {
  const document = `{
    applications(first: 200) { edges { node { name apiKeys(first: 5) { edges { node {
      name application { tenant { name } } } } } } } }
    principals(first: 200) { edges { node { name tenant { name }
      accessTokens(first: 5) { edges { node { name } } } } } }
    providers(first: 200) { edges { node { name hasCredential } } }
  }`;
  const count = async () => {
    const before = management.statementCount();
    await query(document);
    return management.statementCount() - before;
  };
  await query(document);
  const few = await count();
  for (const at of [1, 2, 3, 4, 5, 6]) {
    const application = await createApplication(`many-${at}`);
    await mutate('createApiKey', { applicationId: application, name: 'key' }, '');
    await management.operation(['viewer'], { name: `many ${at}` });
    const facts = { kind: 'OPENAI', baseUrl: 'https://v.example/v1', region: 'eu' };
    await mutate('createProvider', { name: `many-${at}`, ...facts, credential: 'k' }, '');
  }
  expect(await count()).toBe(few);
  expect(few).toBeLessThan(60);
});
