import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createClient } from 'graphql-ws';
import { type ClientOptions, WebSocket } from 'ws';
import { readPresented } from '../../../../control-plane/domain/identity/presented.ts';
import { Browser } from '../../../support/browser.ts';
import { eventually } from '../../../support/eventually.ts';
import { failureOf } from '../../../support/failure.ts';
import { call } from '../../../support/management.ts';
import { SignInHouse } from '../../../support/sign-in-house.ts';

/*
 * Goal: a session is worth something in its browser, on pages of this site, until it ends. Method: what a page of
 * another site could send, what a thief could keep, and a clock.
 */

let place: SignInHouse;
beforeAll(async () => {
  place = await SignInHouse.open();
});
afterAll(async () => {
  await place?.[Symbol.asyncDispose]();
});

const ME = '{ me { name } }';
const status = async (browser: Browser, change?: Readonly<Record<string, string | null>>) =>
  (await place.ask(browser, ME, change)).status;
const logout = (browser: Browser, headers: Readonly<Record<string, string>>) =>
  browser.send(`${place.origin}/auth/logout`, { method: 'POST', headers });

/** What the browser would present at a moment, without a socket. */
const presentedBy = (browser: Browser) =>
  readPresented({
    cookie: [...browser.cookies(place.origin)].map((pair) => pair.join('=')).join('; '),
    origin: place.origin,
    'x-gatehouse-csrf': place.csrfTokenOf(browser),
  });

test.each<[string, Readonly<Record<string, string | null>>]>([
  ['no token', { 'x-gatehouse-csrf': null }],
  ['an empty token', { 'x-gatehouse-csrf': '' }],
  ['another token', { 'x-gatehouse-csrf': 'A'.repeat(43) }],
  ['another origin', { origin: 'https://evil.example' }],
  ['the origin of a frame without one', { origin: 'null' }],
  ['the same host at another port', { origin: 'http://127.0.0.1:1' }],
  ['no origin', { origin: null }],
  ['no origin, from a site beside this one', { origin: null, 'sec-fetch-site': 'same-site' }],
  ['no origin, typed into the bar', { origin: null, 'sec-fetch-site': 'none' }],
])('a call with the cookie and %s is refused', async (_what, change) => {
  const browser = await place.signIn();
  const mutation = 'mutation { createTenant(input: { name: "evil" }) { __typename } }';
  expect((await place.ask(browser, mutation, change)).status).toBe(401);
  expect(await status(browser, change)).toBe(401);
  expect(await status(browser)).toBe(200);
});

test('a token of one session is not that of another, nor is a cookie that repeats the header', async () => {
  const [one, two] = [await place.signIn(), await place.signIn()];
  const token = place.csrfTokenOf(one);
  expect(await status(two, { 'x-gatehouse-csrf': token })).toBe(401);
  two.cookies(place.origin).set('gatehouse-csrf', token);
  expect(await status(two)).toBe(401);
});

test('a page of this site that asks without an origin is let in', async () => {
  const browser = await place.signIn();
  expect(await status(browser, { origin: null, 'sec-fetch-site': 'same-origin' })).toBe(200);
});

test('a second cookie of the name, and one that cannot be a secret, are nobody', async () => {
  const browser = await place.signIn();
  const secret = browser.cookies(place.origin).get('gatehouse-session') ?? '';
  browser.cookies(place.origin).set('gatehouse-session', `${secret}; gatehouse-session=${secret}`);
  expect(await status(browser)).toBe(401);
  browser.cookies(place.origin).set('gatehouse-session', 'x'.repeat(4_000));
  expect(await status(browser)).toBe(401);
});

test('the hash in the database is no session', async () => {
  const browser = await place.signIn();
  const [row] = await place.house.management.query<{ hash: Buffer }>('SELECT hash FROM session');
  browser.cookies(place.origin).set('gatehouse-session', row?.hash.toString('base64url') ?? '');
  expect(await status(browser)).toBe(401);
});

test('signing out ends it for whoever kept the cookie; a page of another site cannot', async () => {
  const browser = await place.signIn();
  const kept = new Map(browser.cookies(place.origin));
  const own = { origin: place.origin, 'x-gatehouse-csrf': place.csrfTokenOf(browser) };
  expect((await browser.send(`${place.origin}/auth/logout`, { headers: own })).status).toBe(404);
  expect((await logout(browser, { origin: place.origin })).status).toBe(401);
  expect((await logout(browser, { ...own, origin: 'https://evil.example' })).status).toBe(401);
  expect(await status(browser)).toBe(200);
  expect((await logout(browser, own)).status).toBe(204);
  expect(browser.cookies(place.origin).size).toBe(0);
  for (const [name, value] of kept) browser.cookies(place.origin).set(name, value);
  expect(await status(browser)).toBe(401);
  const events = await place.house.management.query(
    `SELECT action, authenticated_by FROM audit_event WHERE action LIKE 'session.%'
      ORDER BY id DESC LIMIT 2`,
  );
  expect(events).toEqual([
    { action: 'session.end', authenticated_by: 'session' },
    { action: 'session.create', authenticated_by: 'oidc' },
  ]);
});

test('it ends an hour after the last call, and after twelve hours whatever is called', async () => {
  const browser = await place.signIn();
  const began = Date.now();
  const at = (minutes: number) =>
    place.front.callers.authenticate(presentedBy(browser), new Date(began + minutes * 60_000));
  for (let minutes = 50; minutes < 12 * 60; minutes += 50) await at(minutes);
  expect(await failureOf(() => at(12 * 60 + 1))).toMatchObject({ code: 'UNAUTHENTICATED' });
  const idle = await place.signIn();
  const later = (minutes: number) =>
    place.front.callers.authenticate(presentedBy(idle), new Date(began + minutes * 60_000));
  await later(59);
  expect(await failureOf(() => later(59 + 61))).toMatchObject({ code: 'UNAUTHENTICATED' });
});

test('calls within a minute are one sight', async () => {
  const browser = await place.signIn();
  const began = Date.now();
  const at = (ms: number) =>
    place.front.callers.authenticate(presentedBy(browser), new Date(began + ms));
  const { management } = place.house;
  const count = async (ms: number) => {
    const before = management.statementCount();
    await at(ms);
    return management.statementCount() - before;
  };
  await at(61_000);
  expect(await count(120_000)).toBeLessThan(await count(121_001));
});

test('an archived principal, a mapping of today and an archived provider hold from the next call on', async () => {
  await using other = await SignInHouse.open();
  const { house } = other;
  const { services, admin } = house.management;
  const [one, two] = [await other.signIn(), await other.signIn()];
  const roles = async (browser: Browser) =>
    (await other.ask(browser, '{ me { id roles version } }')).body['data']?.me;
  const { id } = await roles(one);
  await house.reviseProvider({ roleMappings: [{ group: 'staff', roles: ['developer'] }] });
  expect(await roles(one)).toMatchObject({ roles: ['DEVELOPER'] });
  const key = Buffer.from(id, 'base64url').toString().split(':')[1] ?? '';
  await services.principals.archive(admin, call('archivePrincipal'), {
    id: key,
    expectedVersion: 2,
  });
  expect(await roles(one)).toBeUndefined();
  expect(await roles(two)).toMatchObject({ roles: ['DEVELOPER'] });
  await services.identityProviders.archive(admin, call('archiveIdentityProvider'), {
    id: house.provider.id,
    expectedVersion: house.provider.version,
  });
  expect(await roles(two)).toBeUndefined();
});

test('signOut ends every session, and tokens that were issued until then', async () => {
  const { house, front } = place;
  const user = house.subject();
  house.issuer.user = user;
  const [here, there] = [await signInAgain(), await signInAgain()];
  const { body } = await place.ask(here, '{ me { id } }');
  const { id } = body['data'].me;
  const wall = new Date();
  const tokenOf = (afterMs: number) =>
    house.issuer.sign(
      { aud: 'gatehouse-api', ...user },
      { now: new Date(wall.getTime() + afterMs) },
    );
  const outcome = async (token: string, afterMs: number) => {
    const authorization = `Bearer ${token}`;
    const presented = { ...readPresented({}), authorization };
    return front.callers.authenticate(presented, new Date(wall.getTime() + afterMs)).then(
      ({ principal }) => principal.kind,
      (error: Error) => error.message,
    );
  };
  const before = await tokenOf(0);
  expect(await outcome(before, 1_000)).toBe('human');
  const signOut = `mutation { signOut(input: { principalId: "${id}" }) { __typename } }`;
  const reviewer = await place.signIn();
  expect((await place.ask(reviewer, signOut)).body['data'].signOut.__typename).toBe(
    'PermissionDenied',
  );
  expect((await place.ask(here, signOut)).body['data'].signOut.__typename).toBe('SignedOut');
  expect([await status(here), await status(there), await status(reviewer)]).toEqual([
    401, 401, 200,
  ]);
  expect(await outcome(before, 1_000)).toMatch(/You are signed out/);
  // The issuer's clock may be a minute ahead.
  expect(await outcome(await tokenOf(50_000), 50_000)).toMatch(/You are signed out/);
  expect(await outcome(await tokenOf(120_000), 120_000)).toBe('human');
  house.issuer.user = user;
  expect(await status(await signInAgain())).toBe(200);
});

/** Without another user than the issuer has. */
async function signInAgain(): Promise<Browser> {
  const browser = new Browser();
  await browser.go(place.loginUrl());
  return browser;
}

test('somebody has twenty sessions at most: the oldest ends', async () => {
  const { house } = place;
  house.issuer.user = house.subject();
  const browsers: Browser[] = [];
  for (let made = 0; made < 21; made += 1) browsers.push(await signInAgain());
  const statuses = [];
  for (const browser of browsers.slice(0, 3)) statuses.push(await status(browser));
  expect(statuses).toEqual([401, 200, 200]);
  const { services, admin } = house.management;
  const page = { first: 50, after: undefined };
  const { rows } = await services.sessions.list(admin, false, page);
  const [newest] = rows;
  expect(rows.filter(({ principalId }) => principalId === newest?.principalId)).toHaveLength(20);
});

test('a subscription needs cookie, token and origin too', async () => {
  const browser = await place.signIn();
  const cookie = [...browser.cookies(place.origin)].map((pair) => pair.join('=')).join('; ');
  const outcomeOf = async (csrfToken: string | undefined, origin: string) => {
    const events: string[] = [];
    class Socket extends WebSocket {
      constructor(url: string, protocols: string) {
        super(url, protocols, { headers: { cookie, origin } } satisfies ClientOptions);
      }
    }
    const client = createClient({
      url: place.open.webSocketUrl,
      webSocketImpl: Socket,
      lazy: false,
      retryAttempts: 0,
      onNonLazyError: () => {},
      connectionParams: csrfToken === undefined ? {} : { csrfToken },
      on: {
        connected: () => void events.push('connected'),
        closed: (event) => void events.push(`${(event as { code: number }).code}`),
      },
    });
    await eventually(() => expect(events).not.toEqual([]));
    await client.dispose();
    return events[0];
  };
  const token = place.csrfTokenOf(browser);
  expect(await outcomeOf(token, place.origin)).toBe('connected');
  expect(await outcomeOf(token, 'https://evil.example')).toBe('4403');
  expect(await outcomeOf('x', place.origin)).toBe('4403');
  expect(await outcomeOf(undefined, place.origin)).toBe('4403');
});
