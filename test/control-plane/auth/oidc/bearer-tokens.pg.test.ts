import { createHmac, createPublicKey, KeyObject, sign } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Client, createClient } from 'graphql-ws';
import type { JWK } from 'jose';
import { WebSocket } from 'ws';
import { eventually } from '../../../support/eventually.ts';
import { GraphqlCaller } from '../../../support/graphql.ts';
import { openGraphqlDoor } from '../../../support/graphql-door.ts';
import { managementNow as now } from '../../../support/management.ts';
import { OidcHouse } from '../../../support/oidc-house.ts';
import { createIssuerKey } from '../../../support/oidc-issuer.ts';

/*
 * Goal: an access token of an issuer says who calls, and nothing that an attacker can write does. Method: an issuer on
 * loopback that signs with real keys; each forgery is a good token but for one thing.
 */

const INVALID = /^UNAUTHENTICATED: This access token is not valid/;
const at = (seconds: number) => now.getTime() / 1_000 + seconds;
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

let house: OidcHouse;
beforeAll(async () => {
  house = await OidcHouse.open();
});
afterAll(async () => {
  await house?.[Symbol.asyncDispose]();
});

test('a token gives an operation of a principal of its own, the same one each time', async () => {
  const who = house.subject();
  const first = await house.authenticate(await house.sign({ ...who, name: 'Ada' }));
  expect(first.principal).toMatchObject({
    name: 'okta/Ada',
    kind: 'service',
    email: null,
    roles: ['viewer'],
    tenantId: null,
  });
  expect(first.actor).toEqual({ name: 'okta/Ada', authenticatedBy: 'oidc_token' });
  const again = await house.authenticate(await house.sign({ ...who, name: 'Eve' }));
  expect(again.principal).toEqual(first.principal);
  const events = await house.management.query(
    `SELECT action, actor, authenticated_by, changes ->> 'subject' AS subject FROM audit_event
      WHERE object = 'principal/' || $1`,
    [first.principal.id],
  );
  expect(events).toEqual([
    {
      action: 'principal.create',
      actor: 'system',
      authenticated_by: 'oidc',
      subject: JSON.stringify([null, who.sub]).replace(',', ', '),
    },
  ]);
});

test('ten first calls at once make one principal', async () => {
  const token = await house.sign(house.subject());
  const all = await Promise.all(Array.from({ length: 10 }, () => house.authenticate(token)));
  expect(new Set(all.map(({ principal }) => principal.id)).size).toBe(1);
});

describe('what is forged is refused in the same words', () => {
  const signed = (claims: object, header = {}) =>
    house.sign({ ...house.subject(), ...claims }, { header });
  const unsigned = (alg: string, seal: (text: string) => string = () => '', header = {}) => {
    const { sub, groups } = house.subject();
    const head = encode({ alg, kid: house.issuer.key.kid, typ: 'JWT', ...header });
    const times = { iat: at(0), exp: at(600) };
    const body = encode({ iss: house.issuer.url, aud: 'gatehouse-api', sub, groups, ...times });
    return Promise.resolve(`${head}.${body}.${seal(`${head}.${body}`)}`);
  };
  const hmac = (secret: string | Buffer) => (text: string) =>
    createHmac('sha256', secret).update(text).digest('base64url');
  const byIssuer = (text: string) =>
    sign('sha256', Buffer.from(text), KeyObject.from(house.issuer.key.privateKey)).toString(
      'base64url',
    );
  const publicPem = () =>
    createPublicKey({ key: house.issuer.key.publicJwk as JWK & { kty: string }, format: 'jwk' })
      .export({ type: 'spki', format: 'pem' })
      .toString();
  const byStranger = async (header: (jwk: JWK) => object) => {
    const key = { ...(await createIssuerKey()), kid: house.issuer.key.kid };
    return house.sign(house.subject(), { key, header: header(key.publicJwk) });
  };

  const forgeries: Record<string, () => Promise<string>> = {
    'no signature at all': () => unsigned('none'),
    'no signature, written otherwise': () => unsigned('nOnE'),
    'a public key as the secret of HS256': () => unsigned('HS256', hmac(publicPem())),
    'a key as JSON as the secret of HS256': () =>
      unsigned('HS256', hmac(JSON.stringify(house.issuer.key.publicJwk))),
    'the signature of another key under a known kid': () => byStranger(() => ({})),
    'a key that the token brings along': () => byStranger((jwk) => ({ jwk })),
    'an address of keys that the token brings along': () =>
      byStranger(() => ({ jku: 'https://attacker.example/keys' })),
    'a signature that belongs to another payload': async () => {
      const [head, , signature] = (await signed({})).split('.');
      const body = {
        iss: house.issuer.url,
        aud: 'gatehouse-api',
        sub: 'x',
        iat: at(0),
        exp: at(9),
      };
      return `${head}.${encode(body)}.${signature}`;
    },
    'an extension that must be understood': () =>
      unsigned('RS256', byIssuer, { crit: ['urn:x'], 'urn:x': true }),
    'another issuer': () => signed({ iss: 'https://other.example' }),
    'the issuer with a slash more': () => signed({ iss: `${house.issuer.url}/` }),
    'another audience': () => signed({ aud: 'another-api' }),
    'no audience': () => signed({ aud: undefined }),
    'no audience among none': () => signed({ aud: [] }),
    'an end of 61 s ago': () => signed({ exp: at(-61) }),
    'no end': () => signed({ exp: undefined }),
    'a beginning in 61 s': () => signed({ nbf: at(61) }),
    'a time of issue in 61 s': () => signed({ iat: at(61) }),
    'no time of issue': () => signed({ iat: undefined }),
    'no subject': () => signed({ sub: undefined }),
    'the type of a logout token': () => signed({}, { typ: 'logout+jwt' }),
    'the nonce of an ID token': () => signed({ nonce: 'n' }),
    'a key that its holder must prove': () => signed({ cnf: { jkt: 'x' } }),
    'more characters than a token has': () => signed({ padding: 'x'.repeat(20_000) }),
    'three parts of nothing': () => Promise.resolve('a.b.c'),
    'a payload that is no object': async () => `${encode({ alg: 'RS256' })}.${encode(7)}.x`,
  };
  test.each(Object.keys(forgeries))('%s', async (name) => {
    const token = await forgeries[name]?.();
    expect(await house.outcome(token ?? '')).toMatch(INVALID);
  });

  test('each is a good token without that one thing', async () => {
    expect(await house.outcome(await unsigned('RS256', byIssuer))).toMatch(/^okta\//);
    expect(await house.outcome(await signed({ name: 'good' }))).toBe('okta/good');
  });
});

test('clocks may differ by a minute', async () => {
  const near = { exp: at(-59), nbf: at(59), iat: at(59), name: 'near' };
  expect(await house.outcome(await house.sign({ ...house.subject(), ...near }))).toBe('okta/near');
});

test.each(['ES256', 'PS256', 'Ed25519'])('keys of %s are taken', async (alg) => {
  const key = await createIssuerKey(alg);
  house.issuer.keys = [...house.issuer.keys, key];
  house.clockMs += 10_000;
  const token = await house.sign({ ...house.subject(), name: alg }, { key });
  expect(await house.outcome(token)).toBe(`okta/${alg}`);
});

test('the token of one audience is not for the provider of another, one for both is for neither', async () => {
  const { services, admin } = house.management;
  const { value: tenant } = await services.tenants.create(
    admin,
    { name: 'createTenant', input: {}, idempotencyKey: undefined },
    'acme',
  );
  const { id: _id, ...facts } = house.provider;
  const draft = { ...facts, name: 'acme', audience: 'acme-api', tenantId: tenant.id };
  await services.identityProviders.create(
    admin,
    { name: 'createIdentityProvider', input: {}, idempotencyKey: undefined },
    draft,
  );
  const who = house.subject();
  const platform = await house.authenticate(await house.sign(who));
  const member = await house.authenticate(await house.sign({ ...who, aud: 'acme-api' }));
  expect(member.scope).toEqual({ kind: 'tenant', tenantId: tenant.id });
  expect(member.principal.id).not.toBe(platform.principal.id);
  const both = await house.sign({ ...who, aud: ['acme-api', 'gatehouse-api'] });
  expect(await house.outcome(both)).toMatch(INVALID);
});

test('nobody is found by e-mail address or name', async () => {
  const { services, admin } = house.management;
  const draft = { tenantId: null, kind: 'human' as const, name: 'okta/eve@x.example' };
  const { value: known } = await services.principals.create(
    admin,
    { name: 'createPrincipal', input: {}, idempotencyKey: undefined },
    { ...draft, email: 'eve@x.example', roles: ['platform-admin'] },
  );
  const mail = { email: 'eve@x.example', email_verified: true };
  const eve = await house.authenticate(await house.sign({ ...house.subject(), ...mail }));
  expect(eve.principal.id).not.toBe(known.id);
  expect(eve.principal).toMatchObject({ roles: ['viewer'], email: null });
  expect(eve.principal.name).toMatch(/^okta\/eve@x\.example ~[0-9a-f]{12}$/);
});

test('an archived principal is refused, and so is everybody of an archived provider', async () => {
  const { services, admin } = house.management;
  const token = await house.sign({ ...house.subject(), name: 'gone' });
  const { principal } = await house.authenticate(token);
  const edit = { id: principal.id, expectedVersion: 1 };
  const mutation = { name: 'archive', input: {}, idempotencyKey: undefined };
  await services.principals.archive(admin, mutation, edit);
  expect(await house.outcome(token)).toMatch(/^UNAUTHENTICATED: You are signed out/);
  await using other = await OidcHouse.open();
  const good = await other.sign({ ...other.subject(), name: 'ada' });
  expect(await other.outcome(good)).toBe('okta/ada');
  const { id, version: expectedVersion } = other.provider;
  await other.management.services.identityProviders.archive(other.management.admin, mutation, {
    id,
    expectedVersion,
  });
  expect(await other.outcome(good)).toMatch(INVALID);
});

test('tokens are taken over HTTP and WebSocket, forged ones by neither', async () => {
  const { services, authenticator } = house.management;
  // The door has the time of the wall.
  const wall = new Date();
  await using open = await openGraphqlDoor({ services, authenticator, front: house.openFront() });
  const token = await house.sign({ ...house.subject(), name: 'caller' }, { now: wall });
  const old = await house.sign(house.subject(), { now: new Date(wall.getTime() - 3_600_000) });
  const me = (shown: string) => new GraphqlCaller(open.url, shown).send('{ me { name } }');
  expect(await me(token)).toMatchObject({
    status: 200,
    body: { data: { me: { name: 'okta/caller' } } },
  });
  expect(await me(old)).toMatchObject({
    status: 401,
    body: { errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] },
  });
  house.issuer.isDown = true;
  await using unread = await openGraphqlDoor({
    services,
    authenticator,
    front: house.openFront(),
  });
  expect(await new GraphqlCaller(unread.url, token).send('{ me { name } }')).toMatchObject({
    status: 503,
    body: { errors: [{ extensions: { code: 'BUSY' } }] },
  });
  house.issuer.isDown = false;
  const events: string[] = [];
  const connect = (shown: string): Client =>
    createClient({
      url: open.webSocketUrl,
      webSocketImpl: WebSocket,
      lazy: false,
      retryAttempts: 0,
      onNonLazyError: () => {},
      connectionParams: { authorization: `Bearer ${shown}` },
      on: {
        connected: () => void events.push('connected'),
        closed: (event) => void events.push(`closed ${(event as { code: number }).code}`),
      },
    });
  const good = connect(token);
  await eventually(() => expect(events).toEqual(['connected']));
  const bad = connect(old);
  await eventually(() => expect(events).toEqual(['connected', 'closed 4403']));
  await Promise.all([good.dispose(), bad.dispose()]);
});
