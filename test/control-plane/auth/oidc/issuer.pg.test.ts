import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { managementNow as now } from '../../../support/management.ts';
import { OidcHouse } from '../../../support/oidc-house.ts';
import { createIssuerKey } from '../../../support/oidc-issuer.ts';

/*
 * Goal: an issuer is asked seldom, whoever knocks; what it said is used while it is away, and not for ever; and it is
 * dialled only where it may be. Method: an issuer on loopback that counts, and a clock that the test turns.
 */

const DISCOVERY = '/.well-known/openid-configuration';
const KEYS = '/keys';
const BUSY = /^BUSY: The identity provider does not answer as it should/;
const INVALID = /^UNAUTHENTICATED: This access token is not valid/;
const [SECOND, MINUTE] = [1_000, 60_000];

let house: OidcHouse;
let keys: OidcHouse['issuer']['keys'];
beforeAll(async () => {
  house = await OidcHouse.open();
  keys = house.issuer.keys;
});
beforeEach(() => {
  Object.assign(house.issuer, { keys, isDown: false, discovery: {} });
  house.issuer.asked.clear();
  house.desk = house.openDesk();
});
afterAll(async () => {
  await house?.[Symbol.asyncDispose]();
});

const good = () => house.sign({ sub: 'ada', groups: ['staff'] });
const withUnknownKey = () => house.sign(house.subject(), { header: { kid: randomUUID() } });
const asked = () => [house.issuer.count(DISCOVERY), house.issuer.count(KEYS)];

test('twenty calls at once read the issuer once, and later calls not at all', async () => {
  const token = await good();
  const outcomes = await Promise.all(Array.from({ length: 20 }, () => house.outcome(token)));
  expect(new Set(outcomes)).toEqual(new Set(['okta/ada']));
  house.clockMs += 9 * MINUTE;
  expect(await house.outcome(token)).toBe('okta/ada');
  expect(asked()).toEqual([1, 1]);
});

test('a storm of unknown keys asks once in ten seconds, and good tokens pass through it', async () => {
  const [token, ...strange] = await Promise.all([
    good(),
    ...Array.from({ length: 20 }, withUnknownKey),
  ]);
  expect(await house.outcome(token)).toBe('okta/ada');
  const storm = async () => {
    for (const one of strange) expect(await house.outcome(one)).toMatch(INVALID);
    expect(await house.outcome(token)).toBe('okta/ada');
  };
  await storm();
  expect(asked()).toEqual([1, 1]);
  house.clockMs += 10 * SECOND;
  await storm();
  expect(asked()).toEqual([2, 2]);
});

test('a key that came is found after the cool-down, one that went is refused with the next reading', async () => {
  const old = await good();
  expect(await house.outcome(old)).toBe('okta/ada');
  const key = await createIssuerKey();
  house.issuer.keys = [key];
  const fresh = await house.sign({ sub: 'new', groups: ['staff'] }, { key });
  expect(await house.outcome(fresh)).toMatch(INVALID);
  house.clockMs += 10 * SECOND;
  expect(await house.outcome(fresh)).toBe('okta/new');
  expect(await house.outcome(old)).toMatch(INVALID);
});

test('an issuer that was never reached is not the fault of the token, and is tried again after the cool-down', async () => {
  const token = await good();
  house.issuer.isDown = true;
  for (let call = 0; call < 5; call += 1) expect(await house.outcome(token)).toMatch(BUSY);
  expect(asked()).toEqual([1, 0]);
  house.issuer.isDown = false;
  expect(await house.outcome(token)).toMatch(BUSY);
  house.clockMs += 10 * SECOND;
  expect(await house.outcome(token)).toBe('okta/ada');
});

test('keys are used for an hour while the issuer is away, and not longer', async () => {
  const exp = now.getTime() / 1_000 + 3;
  const token = await house.sign({ sub: 'ada', groups: ['staff'], exp });
  expect(await house.outcome(token)).toBe('okta/ada');
  house.issuer.isDown = true;
  house.clockMs += 59 * MINUTE;
  expect(await house.outcome(token)).toBe('okta/ada');
  house.clockMs += MINUTE;
  expect(await house.outcome(token)).toMatch(BUSY);
  // Its end needs no keys: a subscription of it is closed, and not kept until the issuer is back.
  expect(await house.outcome(token, new Date(now.getTime() + 64 * SECOND))).toMatch(INVALID);
});

test.each([
  ['another issuer', { issuer: 'https://other.example' }, /document is that of https:\/\/other/],
  ['keys that come in the open', { jwks_uri: 'http://8.8.8.8/keys' }, /expected https/],
  ['keys that are none', { jwks_uri: undefined }, /jwks_uri/],
])('a discovery document that names %s is not believed', async (_name, discovery, fault) => {
  house.issuer.discovery = discovery;
  expect(await house.outcome(await good())).toMatch(BUSY);
  expect(house.issuer.count(KEYS)).toBe(0);
  expect(house.faults.at(-1)).toMatch(fault);
});

test('an issuer inside is not dialled unless the operator lists its network', async () => {
  const token = await good();
  for (const networks of [[], ['10.0.0.0/8', '127.0.0.2']]) {
    house.desk = house.openDesk(networks);
    expect(await house.outcome(token)).toMatch(BUSY);
  }
  expect(asked()).toEqual([0, 0]);
  house.desk = house.openDesk(['127.0.0.1']);
  expect(await house.outcome(token)).toBe('okta/ada');
});
