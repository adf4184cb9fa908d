import { describe, expect, test } from '@jest/globals';
import { findCaller } from '../../../../data-plane/pipeline/authenticate.ts';
import { TokenDesk, type TokenOutcome } from '../../../../data-plane/pipeline/token/token-desk.ts';
import { sharedResources, tenantResources } from '../../../support/configuration.ts';
import {
  createSigner,
  hmacSigner,
  makeToken,
  TEST_ISSUER,
  tokenIssuerResource,
} from '../../../support/token.ts';
import { built, receive } from '../../config/snapshot-fixture.ts';
import {
  type Claims,
  ec,
  issuer,
  judge,
  NOW_MS,
  NOW_S,
  pss,
  rsa,
  signers,
  snapshotWith,
  standard,
  token,
} from './token-fixture.ts';

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
