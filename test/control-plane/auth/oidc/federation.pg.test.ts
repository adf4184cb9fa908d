import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Role } from '../../../../control-plane/domain/permission.ts';
import { identityProviderDraft } from '../../../support/identity-provider.ts';
import { call, managementNow as now } from '../../../support/management.ts';
import { OidcHouse } from '../../../support/oidc-house.ts';

/*
 * Goal: the roles of a caller are what the mapping of today makes of the groups that the issuer named last. Method: one
 * subject, tokens of different times, and a mapping that is edited in between.
 */

const NO_ROLE = /^UNAUTHENTICATED: None of your groups has a role here/;
const EMAIL = /^UNAUTHENTICATED: The token names no verified e-mail address/;

let house: OidcHouse;
beforeAll(async () => {
  house = await OidcHouse.open();
  await house.reviseProvider({
    roleMappings: [
      { group: 'staff', roles: ['viewer'] },
      { group: 'money', roles: ['finance'] },
    ],
  });
});
afterAll(async () => {
  await house?.[Symbol.asyncDispose]();
});

const minutes = (count: number) => new Date(now.getTime() + count * 60_000);
const long = (claims: object, issuedMinute = 0) =>
  house.sign({ ...claims, exp: minutes(60).getTime() / 1_000 }, { now: minutes(issuedMinute) });
const token = (sub: string, groups: unknown, issuedMinute = 0) =>
  long({ sub, groups }, issuedMinute);
const rolesOf = async (text: string) =>
  (await house.authenticate(text, minutes(30))).principal.roles;
const storedRoles = async (sub: string) => {
  const [row] = await house.management.query<{ roles: readonly Role[] }>(
    'SELECT roles FROM principal WHERE name = $1',
    [`okta/${sub}`],
  );
  return row?.roles;
};

test('the newest token counts: an older one gives no group that was left since', async () => {
  const both = await token('leaver', ['staff', 'money'], 0);
  expect(await rolesOf(both)).toEqual(['viewer', 'finance']);
  expect(await rolesOf(await token('leaver', ['staff'], 10))).toEqual(['viewer']);
  expect(await rolesOf(both)).toEqual(['viewer']);
  expect(await storedRoles('leaver')).toEqual(['viewer']);
  // An older token that was narrower stays so.
  expect(await rolesOf(await token('leaver', ['staff', 'money'], 20))).toEqual([
    'viewer',
    'finance',
  ]);
  expect(await rolesOf(await token('leaver', ['money'], 5))).toEqual(['finance']);
  expect(await storedRoles('leaver')).toEqual(['viewer', 'finance']);
});

test('whoever has left all groups is refused with every token, and his own access tokens may nothing', async () => {
  const before = await token('fired', ['staff'], 0);
  const operation = await house.authenticate(before, minutes(30));
  const { services, authenticator } = house.management;
  const { secret } = await services.accessTokens.create(
    operation,
    { name: 'createAccessToken', input: {}, idempotencyKey: undefined },
    { principalId: operation.principal.id, name: 'kept', notAfter: undefined },
  );
  const mine = () => authenticator.authenticate(`Bearer ${secret?.reveal()}`, minutes(30));
  expect((await mine()).may('route:read')).toBe(true);
  expect(await house.outcome(await token('fired', [], 10), minutes(30))).toMatch(NO_ROLE);
  expect(await house.outcome(before, minutes(30))).toMatch(NO_ROLE);
  expect((await mine()).may('route:read')).toBe(false);
});

test('a mapping that is edited holds for tokens that are out', async () => {
  const text = await token('mapped', ['staff', 'ops'], 0);
  expect(await rolesOf(text)).toEqual(['viewer']);
  const { roleMappings } = house.provider;
  await house.reviseProvider({
    roleMappings: [...roleMappings, { group: 'ops', roles: ['developer'] }],
  });
  expect(await rolesOf(text)).toEqual(['viewer', 'developer']);
  await house.reviseProvider({ roleMappings: [{ group: 'ops', roles: ['developer'] }] });
  expect(await rolesOf(text)).toEqual(['developer']);
  expect(await storedRoles('mapped')).toEqual(['developer']);
  await house.reviseProvider({ roleMappings });
});

test.each([
  ['no groups', undefined],
  ['groups that have no role', ['Staff', 'admins', '*']],
  ['groups that are no texts', [7, null, { staff: true }]],
  ['a thousand groups and one', Array.from({ length: 1_001 }, () => 'staff')],
])('nobody is made for a token with %s', async (_what, groups) => {
  const text = await house.issuer.sign({ aud: 'gatehouse-api', sub: 'nobody', groups }, { now });
  expect(await house.outcome(text)).toMatch(/^UNAUTHENTICATED/);
  expect(await storedRoles('nobody')).toBeUndefined();
});

test('a group alone, and groups inside of objects, are read too', async () => {
  expect(await rolesOf(await token('single', 'staff'))).toEqual(['viewer']);
  await house.reviseProvider({ groupClaim: 'realm_access.roles' });
  const nested = { sub: 'nested', realm_access: { roles: ['money'] } };
  const dotted = { ...nested, sub: 'dotted', 'realm_access.roles': ['staff'] };
  expect(await rolesOf(await long(nested))).toEqual(['finance']);
  expect(await rolesOf(await long(dotted))).toEqual(['viewer']);
  const { roleMappings } = house.provider;
  await house.reviseProvider({
    groupClaim: '__proto__.constructor.name',
    roleMappings: [{ group: 'Object', roles: ['viewer'] }],
  });
  expect(await house.outcome(await house.sign(nested))).toMatch(NO_ROLE);
  await house.reviseProvider({ groupClaim: 'groups', roleMappings });
});

test('with domains only verified addresses in them come in', async () => {
  await house.reviseProvider({ emailDomains: ['x.example'] });
  const outcome = async (claims: object) =>
    house.outcome(await house.sign({ ...house.subject(), ...claims }));
  const refused = [
    {},
    { email: 'a@x.example' },
    { email: 'a@x.example', email_verified: false },
    { email: 'a@y.example', email_verified: true },
    { email: 'a@sub.x.example', email_verified: true },
    { email: 'a@y.example@x.example', email_verified: true },
    { email: ['a@x.example'], email_verified: true },
  ];
  for (const claims of refused) expect(await outcome(claims)).toMatch(EMAIL);
  expect(await outcome({ email: 'a@X.example', email_verified: true })).toBe('okta/a@X.example');
  await house.reviseProvider({ emailDomains: [] });
});

test('a label cannot turn the line around, nor look like another name of the log', async () => {
  const name = async (label: string) =>
    house.outcome(await house.sign({ ...house.subject(), name: label }));
  expect(await name('A\u202Eda\u0000\n ')).toBe('okta/Ada');
  expect(await name('system')).toBe('okta/system');
  expect(await name('x'.repeat(5_000))).toBe(`okta/${'x'.repeat(120)}`);
  const { sub } = house.subject();
  expect(await house.outcome(await house.sign({ sub, groups: ['staff'], name: '\u200B' }))).toBe(
    `okta/${sub}`,
  );
});

test('an issuer that names new subjects without an end fills no table', async () => {
  const known = await token('known', ['staff']);
  await house.authenticate(known);
  await house.management.query(
    `WITH made AS (
        INSERT INTO principal SELECT gen_random_uuid(), NULL, 'service', 'many/' || number, NULL,
          '{}', 1, now(), now() FROM generate_series(1, 10000) AS number RETURNING id)
      INSERT INTO federated_identity SELECT $1, id, id, NULL, '{}', now() FROM made`,
    [house.provider.id],
  );
  expect(await house.outcome(await token('one more', ['staff']))).toMatch(
    /^UNAUTHENTICATED: 10000 people and machines/,
  );
  expect(await house.outcome(known)).toBe('okta/known');
});

test('a tenant that is full takes nobody new, and whoever was there before', async () => {
  const { services, admin, query } = house.management;
  const tenant = (await services.tenants.create(admin, call('createTenant'), 'full')).value;
  await services.identityProviders.create(admin, call('createIdentityProvider'), {
    ...identityProviderDraft(house.issuer.url),
    name: 'okta-full',
    audience: 'gatehouse-full',
    tenantId: tenant.id,
  });
  const tokenOf = (sub: string) =>
    house.sign({ aud: 'gatehouse-full', sub, groups: ['staff'] }, { now });
  const there = await tokenOf('there');
  expect(await house.outcome(there)).toBe('okta-full/there');
  await services.tenants.setQuotas(admin, call('setTenantQuotas'), {
    id: tenant.id,
    expectedVersion: 1,
    quotas: [{ kind: 'principal', limit: 1 }],
  });
  const late = await tokenOf('late');
  expect(await house.outcome(late)).toMatch(
    /^UNAUTHENTICATED: Your tenant has as many people and service accounts as it may: ask/,
  );
  expect(await house.outcome(there)).toBe('okta-full/there');
  await query('UPDATE principal SET archived_at = now() WHERE name = $1', ['okta-full/there']);
  expect(await house.outcome(late)).toBe('okta-full/late');
});
