import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { toGlobalId } from '../../../control-plane/domain/ids.ts';
import type { TokenIssuerDraft } from '../../../control-plane/domain/token-issuer.ts';
import type { Operation } from '../../../control-plane/services/operation.ts';
import { ask } from '../../support/ask.ts';
import { createTenancy, type Tenancy } from '../../support/catalog.ts';
import { failureOf, faultPathsOf } from '../../support/failure.ts';
import { call, type Management, openManagement } from '../../support/management.ts';
import { createTokenIssuer, tokenIssuerDraft } from '../../support/token-issuer.ts';

/** Goal: whoever registers a token issuer opens a door of his own tenant, and of no other, and only for tokens that are made for it. */
let management: Management;
let own: Tenancy;
let other: Tenancy;
beforeAll(async () => {
  management = await openManagement();
  own = await createTenancy(management);
  other = await createTenancy(management);
});
afterAll(async () => {
  await management?.[Symbol.asyncDispose]();
});

const create = (change: Partial<TokenIssuerDraft> = {}, operation: Operation = management.admin) =>
  management.services.tokenIssuers.create(operation, call('createTokenIssuer'), {
    ...tokenIssuerDraft(own),
    ...change,
  });

const CHANGED = `... on TokenIssuerChanged { revision tokenIssuer { id name issuer audience algorithms
  leewaySeconds lifetimeSecondsMax application { name } applicationClaim workloads routes operations scopes
  facts { name claim type } enabled keySet { keyIds readAt fault } version tenant { name } } }`;

const mutate = async (name: string, input: object, selection = CHANGED) => {
  const { services, admin: operation } = management;
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
  const source = `mutation ($input: ${type}!) { made: ${name}(input: $input) { __typename ${selection} } }`;
  return (await ask({ services, operation }, source, { input }))['made'] as {
    readonly tokenIssuer: { readonly id: string };
  };
};

test('over GraphQL: made, shown, changed, disabled, archived, each with its entry of the audit', async () => {
  const input = {
    tenantId: toGlobalId('tenant', own.tenant.id),
    name: 'okta',
    issuer: 'https://okta.example.com/',
    audience: 'gatehouse',
    applicationId: toGlobalId('application', own.application.id),
    facts: [{ name: 'team', claim: 'https://example.com/team' }],
  };
  const made = await mutate('createTokenIssuer', input);
  const application = { name: own.application.name };
  expect(made).toMatchObject({
    revision: expect.stringMatching(/^[1-9]/),
    tokenIssuer: {
      name: 'okta',
      issuer: input.issuer,
      audience: 'gatehouse',
      algorithms: ['RS256', 'PS256', 'ES256', 'EDDSA'],
      leewaySeconds: 60,
      lifetimeSecondsMax: 3_600,
      application,
      applicationClaim: null,
      workloads: ['default'],
      routes: [],
      operations: [],
      scopes: [],
      facts: [{ name: 'team', claim: 'https://example.com/team', type: 'STRING' }],
      enabled: true,
      keySet: { keyIds: [], readAt: null, fault: null },
      version: 1,
      tenant: { name: own.tenant.name },
    },
  });
  const { id } = made.tokenIssuer;
  const claimed = { id, expectedVersion: 1, applicationClaim: 'azp', operations: ['CHAT'] };
  expect(await mutate('updateTokenIssuer', claimed)).toMatchObject({
    tokenIssuer: { application: null, applicationClaim: 'azp', operations: ['CHAT'] },
  });
  expect(await mutate('updateTokenIssuer', claimed)).toMatchObject({
    __typename: 'VersionConflict',
  });
  const fixed = { id, expectedVersion: 2, applicationId: input.applicationId, enabled: false };
  expect(await mutate('updateTokenIssuer', fixed)).toMatchObject({
    tokenIssuer: { application, applicationClaim: null, enabled: false },
  });
  const DUE = '... on TokenIssuerDue { tokenIssuer { name } }';
  expect(await mutate('refreshTokenIssuer', { id }, DUE)).toMatchObject({
    tokenIssuer: { name: 'okta' },
  });
  await mutate('archiveTokenIssuer', { id, expectedVersion: 3 });
  expect(await mutate('refreshTokenIssuer', { id }, DUE)).toEqual({ __typename: 'NotFound' });
  const { services, admin: operation } = management;
  const LIST = `{ tokenIssuers { edges { node { name } } }
    all: tokenIssuers(includeArchived: true) { edges { node { name } } }
    auditEvents { edges { node { action } } } }`;
  const list = await ask({ services, operation }, LIST);
  expect(JSON.stringify(list['tokenIssuers'])).not.toContain('okta');
  expect(JSON.stringify(list['all'])).toContain('okta');
  for (const verb of ['create', 'update', 'refresh', 'archive'])
    expect(JSON.stringify(list['auditEvents'])).toContain(`token-issuer.${verb}`);
});

test.each<[string, Partial<TokenIssuerDraft>]>([
  ['audience', { audience: '' }],
  ['audience', { audience: 'with blank' }],
  ['issuer', { issuer: 'http://login.example.com' }],
  ['issuer', { issuer: 'https://login.example.com?tenant=a' }],
  ['algorithms', { algorithms: [] }],
  ['algorithms', { algorithms: ['RS256', 'RS256'] }],
  ['operations', { operations: ['chat', 'chat'] }],
  ['leewaySeconds', { leewaySeconds: 301 }],
  ['leewaySeconds', { leewaySeconds: -1 }],
  ['lifetimeSecondsMax', { lifetimeSecondsMax: 86_401 }],
  ['applicationId', { applicationId: null }],
  ['applicationId', { applicationClaim: 'azp' }],
  ['applicationClaim', { applicationId: null, applicationClaim: 'a b' }],
  ['workloads', { workloads: [] }],
  ['facts', { facts: Array(17).fill({ name: 'x', claim: 'x', type: 'string' }) }],
  ['facts.0.name', { facts: [{ name: '__proto__', claim: 'x', type: 'string' }] }],
  ['facts.0.claim', { facts: [{ name: 'x', claim: '', type: 'string' }] }],
])('%s is refused where it makes no sense: %j', async (path, change) => {
  expect(await faultPathsOf(() => create(change))).toEqual([path]);
});

describe('issuer and audience', () => {
  const place = { issuer: 'https://shared.example.com', audience: 'gatehouse' };

  test('lead to one tenant: the database refuses the second, until the first is archived', async () => {
    const first = await createTokenIssuer(management, own, place);
    const second = { ...tokenIssuerDraft(other), ...place };
    expect(await failureOf(() => create(second))).toMatchObject({
      faults: [{ path: 'audience', message: expect.not.stringContaining(own.tenant.name) }],
    });
    const copy = `INSERT INTO token_issuer SELECT gen_random_uuid(), tenant_id, 'copy', issuer, audience,
      algorithms, leeway_seconds, lifetime_seconds_max, application_id, application_claim, workloads,
      routes, scopes, facts, enabled, 1, now(), now() FROM token_issuer WHERE id = $1`;
    await expect(management.query(copy, [first.id])).rejects.toThrow(/issuer_audience_idx/);
    const blank = `UPDATE token_issuer SET audience = '' WHERE id = $1`;
    await expect(management.query(blank, [first.id])).rejects.toThrow(/audience_check/);
    const { services, admin } = management;
    const end = { id: first.id, expectedVersion: 1 };
    await services.tokenIssuers.archive(admin, call('archiveTokenIssuer'), end);
    expect((await create(second)).value.tenantId).toBe(other.tenant.id);
    expect((await create({ ...place, audience: 'gatehouse-2' })).value.issuer).toBe(place.issuer);
  });
});

test('a tenant has at most twenty', async () => {
  const tenancy = await createTenancy(management);
  for (let count = 0; count < 20; count += 1) await createTokenIssuer(management, tenancy);
  expect(await failureOf(() => createTokenIssuer(management, tenancy))).toMatchObject({
    faults: [{ path: 'name', message: expect.stringContaining('20') }],
  });
});

test('an owner makes and sees those of his tenant only, for applications of his own; a developer makes none', async () => {
  const owner = await management.operation(['owner'], { tenantId: own.tenant.id });
  const developer = await management.operation(['developer'], { tenantId: own.tenant.id });
  const foreign = await createTokenIssuer(management, other);
  const { value } = await create({}, owner);
  const { services } = management;
  const page = { first: 50, after: undefined };
  const list = await services.tokenIssuers.list(
    owner,
    { filter: { tenantId: undefined, includeArchived: true } },
    page,
  );
  expect(new Set(list.rows.map(({ tenantId }) => tenantId))).toEqual(new Set([own.tenant.id]));
  expect(await services.tokenIssuers.find(owner, foreign.id)).toBeUndefined();
  expect((await services.tokenIssuers.describeKeySets(owner, [foreign.id])).size).toBe(0);
  expect((await services.tokenIssuers.describeKeySets(owner, [value.id])).size).toBe(1);
  const theirs = { tenantId: other.tenant.id, applicationId: other.application.id };
  expect(await failureOf(() => create(theirs, owner))).toMatchObject({ code: 'NOT_FOUND' });
  const mixed = { applicationId: other.application.id };
  expect(await faultPathsOf(() => create(mixed))).toEqual(['applicationId']);
  expect(await failureOf(() => create({}, developer))).toMatchObject({ code: 'PERMISSION_DENIED' });
  const edit = { id: value.id, expectedVersion: 1, ...mixed };
  const update = () =>
    services.tokenIssuers.update(management.admin, call('updateTokenIssuer'), edit);
  expect(await faultPathsOf(update)).toEqual(['applicationId']);
});
