import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { isReturnPath } from '../../../../control-plane/domain/identity/return-path.ts';
import { Browser } from '../../../support/browser.ts';
import { startOwnControlPlane } from '../../../support/control-plane.ts';
import { createIssuerKey } from '../../../support/oidc-issuer.ts';
import { SignInHouse } from '../../../support/sign-in-house.ts';

/*
 * Goal: a browser is signed in as the person who signed in with it at the issuer, and as nobody else. Method: an issuer
 * on loopback with the whole code flow, and browsers that keep cookies; each attack differs in one step from what works.
 */

let place: SignInHouse;
let keys: SignInHouse['house']['issuer']['keys'];
beforeAll(async () => {
  place = await SignInHouse.open();
  keys = place.house.issuer.keys;
});
beforeEach(() => {
  Object.assign(place.house.issuer, { keys, isDown: false, discovery: {}, idToken: {} });
  place.house.issuer.user = place.house.subject();
});
afterAll(async () => {
  await place?.[Symbol.asyncDispose]();
});

const ME = '{ me { name kind email roles } }';

/** A browser that has been to the issuer, and the address at which it is to come back. */
async function comeBack(browser = new Browser(), query?: string) {
  const there = await browser.send(place.loginUrl(query));
  const back = await browser.send(there.headers.get('location') ?? '');
  return { browser, callback: new URL(back.headers.get('location') ?? '') };
}

async function refusalOf(browser: Browser, url: URL | string) {
  const response = await browser.send(String(url));
  const { errors } = (await response.json()) as { errors: { message: string }[] };
  expect(browser.cookies(place.origin).has('gatehouse-session')).toBe(false);
  return `${response.status} ${errors[0]?.message}`;
}

test('somebody signs in, and is the person whom the issuer names', async () => {
  const mail = { email: 'ada@x.example', email_verified: true };
  place.house.issuer.user = { ...place.house.subject(), ...mail };
  const browser = new Browser();
  const { url, response } = await browser.go(place.loginUrl('issuer=okta&return=/routes?a=b%26c'));
  expect([url, response.status]).toEqual([`${place.origin}/routes?a=b&c`, 404]);
  expect((await place.ask(browser, ME)).body).toEqual({
    data: {
      me: { name: 'okta/ada@x.example', kind: 'HUMAN', email: mail.email, roles: ['VIEWER'] },
    },
  });
  const { issuer, management } = place.house;
  const [row] = await management.query<{ hash: Buffer }>('SELECT hash FROM session');
  const secret = browser.cookies(place.origin).get('gatehouse-session') ?? '';
  expect(secret).toMatch(/^gth_ses_\w{49}$/);
  expect(row?.hash).toEqual(management.secrets.tokenHasher.hash(secret));
  expect([issuer.count('/authorize'), issuer.count('/token')]).toEqual([1, 1]);
});

test('cookies are out of reach of scripts and of other sites', async () => {
  const browser = await place.signIn();
  const attributes = 'Path=/; Max-Age=\\d+; SameSite=Lax';
  expect(browser.written).toEqual([
    expect.stringMatching(new RegExp(`^gatehouse-login=[\\w.-]+; ${attributes}; HttpOnly$`)),
    expect.stringMatching(/^gatehouse-login=; Path=\/; Max-Age=0/),
    expect.stringMatching(new RegExp(`^gatehouse-session=\\w+; ${attributes}; HttpOnly$`)),
    expect.stringMatching(new RegExp(`^gatehouse-csrf=[\\w-]{43}; ${attributes}$`)),
  ]);
});

test('behind TLS they are of this host alone, and never sent in the open', async () => {
  await using secure = await SignInHouse.open('https://gatehouse.example.com');
  const browser = new Browser();
  const response = await browser.send(secure.loginUrl());
  expect(browser.written).toEqual([
    expect.stringMatching(/^__Host-gatehouse-login=[^;]+; Path=\/; .*HttpOnly; Secure$/),
  ]);
  const there = new URL(response.headers.get('location') ?? '');
  expect(there.searchParams.get('redirect_uri')).toBe(
    'https://gatehouse.example.com/auth/callback',
  );
  expect(response.headers.get('cache-control')).toBe('no-store');
});

test('the other names of this machine lead to the one that has the cookies', async () => {
  const browser = new Browser();
  const other = place.loginUrl().replace('127.0.0.1', 'localhost');
  const { url } = await browser.go(other);
  expect(url).toBe(`${place.origin}/`);
  expect((await place.ask(browser, ME)).status).toBe(200);
});

test('no fixation: a browser gets a new session, and the one that it had ends', async () => {
  const attacker = await place.signIn();
  const planted = attacker.cookies(place.origin).get('gatehouse-session') ?? '';
  const victim = new Browser();
  victim.cookies(place.origin).set('gatehouse-session', planted);
  await place.signIn(victim);
  expect(victim.cookies(place.origin).get('gatehouse-session')).not.toBe(planted);
  expect((await place.ask(victim, ME)).status).toBe(200);
  expect((await place.ask(attacker, ME)).status).toBe(401);
  const invented = new Browser();
  invented.cookies(place.origin).set('gatehouse-session', `gth_ses_${'a'.repeat(49)}`);
  await place.signIn(invented);
  expect(invented.cookies(place.origin).get('gatehouse-session')).not.toContain('aaaa');
});

test('a link on another site signs in whoever is not, and changes nobody who is', async () => {
  const link = (browser: Browser) =>
    browser.send(place.loginUrl('issuer=okta&return=/routes'), {
      headers: { 'sec-fetch-site': 'cross-site' },
    });
  const browser = await place.signIn();
  const secret = browser.cookies(place.origin).get('gatehouse-session');
  const response = await link(browser);
  expect([response.status, response.headers.get('location')]).toEqual([303, '/routes']);
  expect(browser.cookies(place.origin).get('gatehouse-session')).toBe(secret);
  expect(browser.cookies(place.origin).has('gatehouse-login')).toBe(false);
  const { issuer } = place.house;
  expect((await link(new Browser())).headers.get('location')).toContain(`${issuer.url}/authorize`);
  browser.cookies(place.origin).set('gatehouse-session', `gth_ses_${'0'.repeat(49)}`);
  expect((await link(browser)).headers.get('location')).toContain(issuer.url);
});

test('a sign-in is finished by the browser that began it, once', async () => {
  const { browser, callback } = await comeBack();
  const BEGIN = /^400 This sign-in took too long, or began in another browser/;
  expect(await refusalOf(new Browser(), callback)).toMatch(BEGIN);
  const { browser: other } = await comeBack();
  expect(await refusalOf(other, callback)).toMatch(/^401 .*did not confirm/);
  const kept = browser.cookies(place.origin).get('gatehouse-login') ?? '';
  const [body = '', seal = ''] = kept.split('.');
  const state = JSON.parse(Buffer.from(body, 'base64url').toString());
  const forged = Buffer.from(JSON.stringify({ ...state, returnPath: '//evil.example' }));
  for (const value of [`${forged.toString('base64url')}.${seal}`, body, '', `${body}.`]) {
    const tampered = new Browser();
    tampered.cookies(place.origin).set('gatehouse-login', value);
    expect(await refusalOf(tampered, callback)).toMatch(BEGIN);
  }
  expect((await browser.send(callback.href)).status).toBe(303);
  const thief = new Browser();
  thief.cookies(place.origin).set('gatehouse-login', kept);
  expect(await refusalOf(thief, callback)).toMatch(/^401 .*did not confirm/);
});

test.each<[string, (callback: URL) => void]>([
  ['another state', ({ searchParams }) => searchParams.set('state', 'x')],
  ['no state', ({ searchParams }) => searchParams.delete('state')],
  ['another code', ({ searchParams }) => searchParams.set('code', 'x')],
  [
    'the name of another issuer',
    ({ searchParams }) => searchParams.set('iss', 'https://a.example'),
  ],
  ['no name of an issuer that always says it', ({ searchParams }) => searchParams.delete('iss')],
])('a way back with %s is refused', async (_what, change) => {
  const { browser, callback } = await comeBack();
  change(callback);
  expect(await refusalOf(browser, callback)).toMatch(/^401 .*did not confirm/);
});

test.each<[string, Readonly<Record<string, unknown>>]>([
  ['of another nonce', { nonce: 'x' }],
  ['without a nonce', { nonce: undefined }],
  ['for another client', { aud: 'other' }],
  ['of another issuer', { iss: 'https://a.example' }],
  ['that has ended', { exp: 1_000_000 }],
  ['without a subject', { sub: undefined }],
])('an ID token %s signs nobody in', async (_what, idToken) => {
  place.house.issuer.idToken = idToken;
  const { browser, callback } = await comeBack();
  expect(await refusalOf(browser, callback)).toMatch(/^401 /);
});

test('an ID token that another key has signed signs nobody in', async () => {
  const { browser, callback } = await comeBack();
  place.house.issuer.keys = [{ ...(await createIssuerKey()), kid: place.house.issuer.key.kid }];
  expect(await refusalOf(browser, callback)).toMatch(/^401 This access token is not valid/);
});

test('an issuer that says no is quoted by its word only', async () => {
  const said = async (error: string) => {
    const { browser, callback } = await comeBack();
    callback.searchParams.delete('code');
    callback.searchParams.set('error', error);
    return refusalOf(browser, callback);
  };
  expect(await said('access_denied')).toMatch(/did not confirm the sign-in \(access_denied\)/);
  expect(await said('<script>')).not.toContain('<');
});

test('somebody without a role here, or of an archived provider, is told so', async () => {
  place.house.issuer.user = { sub: 'stranger', groups: ['others'] };
  const { browser, callback } = await comeBack();
  expect(await refusalOf(browser, callback)).toMatch(/^401 None of your groups has a role here/);
});

test('an issuer that is down, and one that nobody knows, are told apart', async () => {
  const BAD = /^400 Sign in at \/auth\/login\?issuer=/;
  for (const query of ['', 'issuer=okta&issuer=okta', 'issuer[a]=okta', 'return=/'])
    expect(await refusalOf(new Browser(), place.loginUrl(query))).toMatch(BAD);
  expect(await refusalOf(new Browser(), place.loginUrl('issuer=nobody'))).toMatch(
    /^404 There is no such identity provider/,
  );
  await using other = await SignInHouse.open();
  other.house.issuer.isDown = true;
  const response = await new Browser().send(other.loginUrl());
  expect(response.status).toBe(503);
  expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'BUSY' } }] });
});

const ELSEWHERE = [
  'https://evil.example',
  '//evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  'javascript:alert(1)',
  'evil',
  '',
  ' /',
  '/a\r\nset-cookie: a=b',
  '/ä',
  `/${'x'.repeat(1_000)}`,
];
test.each(ELSEWHERE)('nobody is sent to %j afterwards', async (path) => {
  expect(isReturnPath(path)).toBe(false);
  const query = `issuer=okta&return=${encodeURIComponent(path)}`;
  expect(await refusalOf(new Browser(), place.loginUrl(query))).toMatch(/^400 /);
});

test.each([
  '/',
  '/routes',
  '/routes?after=a%2Fb#top',
  '/@evil.example',
  '/a//b',
  '/%5Cevil.example',
])('a path of this site is: %s', (path) => {
  expect(isReturnPath(path)).toBe(true);
});

test('a whole control plane has the door, at the address that it listens on or that it is told', async () => {
  await using own = await startOwnControlPlane({ GATEHOUSE_INNER_NETWORKS: '127.0.0.0/8' });
  const { issuer } = place.house;
  const input = {
    name: 'okta',
    issuer: issuer.url,
    clientId: issuer.clientId,
    clientSecret: issuer.clientSecret,
    audience: 'api',
    roleMappings: [{ group: 'staff', roles: ['VIEWER'] }],
  };
  await own.bootstrap.mutate('createIdentityProvider', input, '__typename');
  const browser = new Browser();
  const { origin } = new URL(own.controlPlane.graphqlUrl);
  const { url, response } = await browser.go(`${origin}/auth/login?issuer=okta`);
  expect([url, response.status]).toEqual([`${origin}/`, 404]);
  expect(browser.cookies(origin).has('gatehouse-session')).toBe(true);
  await own.restart({ GATEHOUSE_BIND_ADDRESS: '0.0.0.0' });
  const { port } = new URL(own.controlPlane.graphqlUrl);
  expect(await refusalOf(new Browser(), `http://127.0.0.1:${port}/auth/login?issuer=okta`)).toMatch(
    /^503 Browsers cannot sign in here until the operator sets GATEHOUSE_PUBLIC_URL/,
  );
});
