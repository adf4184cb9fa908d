import { describe, expect, test } from '@jest/globals';
import { honours } from '../../../../data-plane/config/build/ready-token-issuer.ts';
import type { Snapshot } from '../../../../data-plane/config/snapshot.ts';
import { findCaller } from '../../../../data-plane/pipeline/authenticate.ts';
import { TokenDesk, type TokenOutcome } from '../../../../data-plane/pipeline/token/token-desk.ts';
import {
  sharedResources,
  type TestResource,
  tenantResources,
} from '../../../support/configuration.ts';
import {
  createSigner,
  hmacSigner,
  makeToken,
  TEST_ISSUER,
  tokenIssuerResource,
} from '../../../support/token.ts';
import { built, receive } from '../../config/snapshot-fixture.ts';

/**
 * Goal: a token is taken exactly when an issuer of the tenant made it for the gateway and it holds now; whatever else is
 * presented is refused, and its caller does not learn why.
 * Method: tokens that are right but for one thing, against a configuration as it comes over the wire.
 */
const NOW_MS = 1_800_000_000_000;
const NOW_S = NOW_MS / 1_000;
const rsa = createSigner('RS256');
const pss = createSigner('PS256');
const ec = createSigner('ES256');
const ed = createSigner('EdDSA');
const signers = [rsa, pss, ec, ed];

const tenants = [...sharedResources(), ...tenantResources('a'), ...tenantResources('b')];
const issuer = tokenIssuerResource('a', signers);
const snapshotWith = (...more: readonly TestResource[]): Snapshot =>
  built(receive([...tenants, ...more])).snapshot;
const standard = snapshotWith(issuer);

type Claims = Readonly<Record<string, unknown>>;
const token = (claims: Claims = {}, header: Claims = {}, signer = rsa): string =>
  makeToken(signer, claims, { header, nowMs: NOW_MS });

/** The last outcome that operators see. */
function judge(text: string, snapshot = standard, nowMs = NOW_MS): TokenOutcome | undefined {
  let seen: TokenOutcome | undefined;
  new TokenDesk((outcome) => {
    seen = outcome;
  }).find(snapshot, text, nowMs);
  return seen;
}

describe('a token that is right', () => {
  test.each(signers.map((signer) => [signer.algorithm, signer] as const))(
    'is taken: %s',
    (_, signer) => {
      expect(judge(token({}, {}, signer))).toBe('verified');
    },
  );

  test.each<[string, Claims, Claims]>([
    ['one audience of several', { aud: ['other', 'gatehouse'] }, {}],
    ['no type', {}, { typ: undefined }],
    ['the type JWT', {}, { typ: 'JWT' }],
    ['times with a fraction', { iat: NOW_S - 0.5, exp: NOW_S + 10.5 }, {}],
    [
      'keys and addresses of keys in its header, which mean nothing',
      {},
      {
        jku: 'https://evil.example/keys',
        x5u: 'https://evil.example/x',
        jwk: { kty: 'oct', k: 'AA' },
        x5c: ['AA'],
      },
    ],
  ])('may have %s', (_, claims, header) => {
    expect(judge(token(claims, header))).toBe('verified');
  });

  test('calls as the application of its issuer, with what that allows and no more', () => {
    const caller = findCaller({ snapshot: standard, tokens: new TokenDesk() }, token(), NOW_MS);
    expect(caller).toMatchObject({
      tenant: { id: 'a' },
      application: { id: 'application-a' },
      key: { name: 'token:login', workloads: ['chat'], routes: [], scopes: [], attributes: {} },
      token: { facts: {}, subject: expect.stringMatching(/^[0-9a-f]{32}$/) },
    });
    expect(JSON.stringify(caller.token?.facts)).not.toContain('ada');
  });

  test('names its application by a claim where the issuer lets it', () => {
    const named = snapshotWith(
      tokenIssuerResource('a', signers, { applicationId: '', applicationClaim: 'azp.tool' }),
    );
    expect(judge(token({ azp: { tool: 'tool' } }), named)).toBe('verified');
    for (const azp of [{ tool: 'other' }, { tool: ['tool'] }, undefined, { tool: 'constructor' }])
      expect(judge(token({ azp }), named)).toBe('application');
  });
});

describe('facts', () => {
  const facts = [
    { name: 'team', claim: 'https://example.com/team', type: 'string' },
    { name: 'level', claim: 'level', type: 'number' },
    { name: 'staff', claim: 'staff', type: 'boolean' },
    { name: 'roles', claim: 'realm_access.roles', type: 'string_list' },
  ];
  const mapped = snapshotWith(tokenIssuerResource('a', signers, { facts }));
  const factsOf = (claims: Claims) => new TokenDesk().find(mapped, token(claims), NOW_MS)?.facts;

  test('are the claims that the issuer maps, and nothing else', () => {
    expect(
      factsOf({
        'https://example.com/team': 'care',
        level: 3,
        staff: true,
        realm_access: { roles: ['x', 'y'] },
        secret: 'unseen',
      }),
    ).toEqual({ team: 'care', level: 3n, staff: true, roles: ['x', 'y'] });
    expect(factsOf({ level: 2.5, staff: null })).toEqual({ level: 2.5 });
  });

  test.each<[string, Claims]>([
    ['another type', { level: '3' }],
    ['a number that JSON cannot carry', { level: 2 ** 60 }],
    ['a list with something else in it', { realm_access: { roles: ['x', 1] } }],
    ['a list that is too long', { realm_access: { roles: Array(65).fill('x') } }],
    ['a text that is too long', { 'https://example.com/team': 'x'.repeat(257) }],
    ['more than all may hold', { realm_access: { roles: Array(20).fill('x'.repeat(250)) } }],
  ])('spoil the token: %s', (_, claims) => {
    expect(judge(token(claims), mapped)).toBe('claims');
  });
});

describe('a token is refused', () => {
  const forged = (alg: string, secret: string | Buffer) =>
    makeToken({ ...rsa, ...hmacSigner(rsa.keyId, secret) }, {}, { header: { alg }, nowMs: NOW_MS });
  const [head, body] = token().split('.');
  const [, other] = token({ sub: 'eve' }).split('.');
  const signature = token().split('.')[2];
  const attackerKey = createSigner('RS256');
  const attackerJwk = attackerKey.publicKey.export({ format: 'jwk' });

  test.each<[string, TokenOutcome, string]>([
    [
      'alg none',
      'algorithm',
      makeToken(
        { ...rsa, sign: () => Buffer.from('x') },
        {},
        { header: { alg: 'none' }, nowMs: NOW_MS },
      ),
    ],
    ['alg none without a signature', 'malformed', `${head}.${body}.`],
    [
      'HS256 with the public key as PEM',
      'algorithm',
      forged('HS256', rsa.publicKey.export({ format: 'pem', type: 'spki' }).toString()),
    ],
    [
      'HS256 with the public key as DER',
      'algorithm',
      forged('HS256', Buffer.from(rsa.spki, 'base64')),
    ],
    ['RS256 by whoever has the public key only', 'bad_signature', forged('RS256', rsa.spki)],
    ['an algorithm in another case', 'algorithm', token({}, { alg: 'rs256' })],
    ['an algorithm that is not listed', 'algorithm', token({}, { alg: 'RS512' })],
    ['an algorithm of another kind of key', 'algorithm', token({}, { alg: 'ES256' })],
    [
      'RS256 said of a PS256 signature',
      'bad_signature',
      token({}, { alg: 'RS256', kid: pss.keyId }, pss),
    ],
    [
      'a key that it brings along',
      'bad_signature',
      makeToken(attackerKey, {}, { header: { kid: rsa.keyId, jwk: attackerJwk }, nowMs: NOW_MS }),
    ],
    [
      'a key that it brings along under a name of its own',
      'unknown_key',
      makeToken(
        attackerKey,
        {},
        {
          header: { kid: 'mine', jwk: attackerJwk, jku: 'https://evil.example/keys' },
          nowMs: NOW_MS,
        },
      ),
    ],
    ['no kid', 'unknown_key', token({}, { kid: undefined })],
    ['a kid that is no text', 'unknown_key', token({}, { kid: [rsa.keyId] })],
    ['an unknown kid', 'unknown_key', token({}, { kid: 'gone' })],
    ['crit', 'malformed', token({}, { crit: ['exp'] })],
    ['an empty crit', 'malformed', token({}, { crit: [] })],
    ['a type of another kind of token', 'malformed', token({}, { typ: 'logout+jwt' })],
    ['another payload', 'bad_signature', `${head}.${other}.${signature}`],
    ['a signature of no length that there is', 'bad_signature', `${head}.${body}.AA`],
    ['five parts, as an encrypted one has', 'malformed', `${head}.${body}.${signature}.AA.AA`],
    ['no JSON', 'malformed', `${head}.eyJ-_w.${signature}`],
    ['no object', 'malformed', `${head}.${Buffer.from('[]').toString('base64url')}.${signature}`],
    ['another issuer', 'unknown_issuer', token({ iss: 'https://evil.example' })],
    ['the issuer with a slash more', 'unknown_issuer', token({ iss: `${TEST_ISSUER}/` })],
    ['no issuer', 'unknown_issuer', token({ iss: undefined })],
    ['another audience', 'unknown_issuer', token({ aud: 'other' })],
    ['no audience', 'unknown_issuer', token({ aud: undefined })],
    ['an audience that begins alike', 'unknown_issuer', token({ aud: 'gatehouse2' })],
    ['audiences that are no texts', 'unknown_issuer', token({ aud: [1, 'gatehouse'] })],
    [
      'issuer and audience cut at another place',
      'unknown_issuer',
      token({ iss: `${TEST_ISSUER} gatehouse`, aud: '' }),
    ],
    [
      'too many audiences',
      'unknown_issuer',
      token({ aud: [...Array(20).keys()].map(String).concat('gatehouse') }),
    ],
    ['more than 8 KiB', 'too_large', token({ pad: 'x'.repeat(6_200) })],
    ['no exp', 'claims', token({ exp: undefined })],
    ['an exp that is a text', 'claims', token({ exp: String(NOW_S + 600) })],
    ['no iat', 'claims', token({ iat: undefined })],
    ['no sub', 'claims', token({ sub: undefined })],
    ['a nonce, as an ID token has', 'claims', token({ nonce: 'n' })],
    ['a binding to a key of its owner', 'claims', token({ cnf: { jkt: 'x' } })],
    ['a longer life than the issuer may give', 'lifetime', token({ exp: NOW_S + 3_601 })],
  ])('with %s', (_, outcome, text) => {
    expect(judge(text)).toBe(outcome);
  });

  test('outside of its time, by the leeway of its issuer at both ends', () => {
    const outcomes = (claims: Claims) => judge(token(claims));
    expect(outcomes({ iat: NOW_S - 700, exp: NOW_S - 59 })).toBe('verified');
    expect(outcomes({ iat: NOW_S - 700, exp: NOW_S - 60 })).toBe('expired');
    expect(outcomes({ nbf: NOW_S + 60 })).toBe('verified');
    expect(outcomes({ nbf: NOW_S + 61 })).toBe('not_yet_valid');
    expect(outcomes({ iat: NOW_S + 60, exp: NOW_S + 600 })).toBe('verified');
    expect(outcomes({ iat: NOW_S + 61, exp: NOW_S + 600 })).toBe('not_yet_valid');
    const strict = snapshotWith(tokenIssuerResource('a', signers, { leewayS: 0 }));
    expect(judge(token({ exp: NOW_S + 1 }), strict)).toBe('verified');
    expect(judge(token({ exp: NOW_S }), strict)).toBe('expired');
  });

  test('with an algorithm that its issuer, or the key, is not for', () => {
    const narrow = snapshotWith(tokenIssuerResource('a', signers, { algorithms: ['ES256'] }));
    expect(judge(token(), narrow)).toBe('algorithm');
    expect(judge(token({}, {}, ec), narrow)).toBe('verified');
    const { keyId, spki } = rsa;
    const bound = { keys: [{ keyId, spki, algorithm: 'PS256' }] };
    expect(judge(token(), snapshotWith(tokenIssuerResource('a', [], bound)))).toBe('algorithm');
  });

  test('when it is for two token issuers', () => {
    const both = snapshotWith(issuer, tokenIssuerResource('b', signers, { audience: 'second' }));
    expect(judge(token({ aud: ['gatehouse', 'second'] }), both)).toBe('unknown_issuer');
    expect(judge(token({ aud: ['second', 'second'] }), both)).toBe('verified');
  });

  test('in one and the same way, whatever is wrong', () => {
    const refusals = [token({ exp: 1 }), token({ aud: 'x' }), `${head}.${other}.${signature}`].map(
      (text) => {
        try {
          findCaller({ snapshot: standard, tokens: new TokenDesk() }, text, NOW_MS);
          return 'taken';
        } catch (error) {
          return `${error}`;
        }
      },
    );
    expect(new Set(refusals).size).toBe(1);
    expect(refusals[0]).toContain('This token is not taken');
  });

  test('of a suspended tenant', () => {
    const suspended = built(
      receive([...sharedResources(), ...tenantResources('a', { suspended: true }), issuer]),
    ).snapshot;
    const call = () =>
      findCaller({ snapshot: suspended, tokens: new TokenDesk() }, token(), NOW_MS);
    expect(call).toThrow(expect.objectContaining({ code: 'tenant_suspended' }));
  });

  test('where there is no token issuer, without being looked at', () => {
    const tokens = new TokenDesk(() => expect('it').toBe('not asked'));
    const call = () => findCaller({ snapshot: snapshotWith(), tokens }, token(), NOW_MS);
    expect(call).toThrow(expect.objectContaining({ code: 'unknown_key' }));
  });
});

describe('what was found right is remembered', () => {
  const deskOf = () => {
    const outcomes: TokenOutcome[] = [];
    return { outcomes, desk: new TokenDesk((outcome) => outcomes.push(outcome)) };
  };

  test('until it ends, and no longer than its token issuer is as it was', () => {
    const { outcomes, desk } = deskOf();
    const text = token();
    for (const atMs of [0, 1, 659_999, 660_000]) desk.find(standard, text, NOW_MS + atMs);
    expect(outcomes.splice(0)).toEqual(['verified', 'remembered', 'remembered', 'expired']);
    // The same again, another snapshot: nothing of the old one holds.
    desk.find(snapshotWith(issuer), text, NOW_MS);
    desk.find(snapshotWith(), text, NOW_MS);
    desk.find(snapshotWith(tokenIssuerResource('a', [ec])), text, NOW_MS);
    desk.find(snapshotWith(tokenIssuerResource('b', signers)), text, NOW_MS);
    expect(outcomes).toEqual(['verified', 'unknown_issuer', 'unknown_key', 'verified']);
  });

  test('however many there are, within a bound; what is wrong is not', () => {
    const { outcomes, desk } = deskOf();
    for (let number = 0; number < 4_200; number += 1)
      desk.find(standard, token({ sub: `subject ${number}` }, {}, ed), NOW_MS);
    expect(desk.rememberedCount).toBeLessThanOrEqual(4_096);
    expect(desk.rememberedCount).toBeGreaterThan(2_048);
    const before = desk.rememberedCount;
    desk.find(standard, token({ aud: 'other' }), NOW_MS);
    expect(desk.rememberedCount).toBe(before);
    expect(outcomes).toHaveLength(4_201);
  });
});

test('a call under way ends with what its token rests on: issuer, key, application', () => {
  const named = { applicationId: '', applicationClaim: 'tool' };
  const claimed = tokenIssuerResource('a', signers, named);
  const began = snapshotWith(claimed);
  const verified = new TokenDesk().find(began, token({ tool: 'tool' }), NOW_MS);
  if (verified === undefined) throw new Error('the token is not taken');
  const others = createSigner('RS256');
  const without = (id: string) =>
    built(receive([...tenants.filter((one) => one.id !== id && one.id !== 'key-a'), claimed]))
      .snapshot;
  expect(
    [
      snapshotWith(claimed),
      snapshotWith(tokenIssuerResource('a', signers, { ...named, name: 'renamed', leewayS: 1 })),
      snapshotWith(),
      snapshotWith(tokenIssuerResource('a', [ec], named)),
      snapshotWith(tokenIssuerResource('a', [others], named)),
      snapshotWith({ ...claimed, id: 'issuer-next' }),
      snapshotWith(tokenIssuerResource('b', signers, named)),
      without('application-a'),
    ].map((snapshot) => honours(snapshot, verified)),
  ).toEqual([true, true, false, false, false, false, false, false]);
});
