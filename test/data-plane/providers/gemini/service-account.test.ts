import { generateKeyPairSync, verify } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { ServiceAccountTokens } from '../../../../data-plane/providers/gemini/service-account.ts';
import { encode, typed } from './sample.ts';

const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const account = {
  type: 'service_account',
  project_id: 'acme',
  private_key_id: 'key-1',
  private_key: pem,
  client_email: 'gateway@acme.iam.gserviceaccount.com',
};
const credential = JSON.stringify(account);
const nowMs = Date.parse('2025-07-01T10:00:00.500Z');
const nowS = Math.floor(nowMs / 1000);

function read(token: string) {
  const [header = '', claims = '', signature = ''] = token.split('.');
  const valid = verify(
    'sha256',
    Buffer.from(`${header}.${claims}`),
    publicKey,
    Buffer.from(signature, 'base64url'),
  );
  const json = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString());
  return { valid, header: json(header), claims: json(claims) };
}

test('a token is signed by the key of the account, for Vertex, for an hour', () => {
  expect(read(new ServiceAccountTokens().of(credential, nowMs))).toEqual({
    valid: true,
    header: { alg: 'RS256', typ: 'JWT', kid: 'key-1' },
    claims: {
      iss: account.client_email,
      sub: account.client_email,
      aud: 'https://aiplatform.googleapis.com/',
      iat: nowS,
      exp: nowS + 3600,
    },
  });
});

test('it stands in the header of a request', () => {
  const { headers } = encode(typed, { surface: 'vertex', credential, nowMs });
  const value = headers[headers.indexOf('authorization') + 1] ?? '';
  expect(value).toMatch(/^Bearer /);
  expect(read(value.slice(7)).valid).toBe(true);
});

test('it is kept until five minutes before its end, then made anew', () => {
  const tokens = new ServiceAccountTokens();
  const issuedAtS = (atMs: number) => read(tokens.of(credential, atMs)).claims.iat - nowS;
  const renewMs = nowMs + 3_300_000;
  expect([nowMs, nowMs + 1_000, renewMs - 1].map(issuedAtS)).toEqual([0, 0, 0]);
  expect([renewMs, renewMs + 1_000].map(issuedAtS)).toEqual([3_300, 3_300]);
});

test('a clock that was set back makes a new one, not one of the future', () => {
  const tokens = new ServiceAccountTokens();
  tokens.of(credential, nowMs);
  expect(read(tokens.of(credential, nowMs - 60_000)).claims.iat).toBe(nowS - 60);
});

test('accounts have tokens of their own, and the oldest leaves when they are many', () => {
  const tokens = new ServiceAccountTokens();
  const of = (name: number, atMs: number) =>
    read(tokens.of(JSON.stringify({ ...account, client_email: `a${name}@x` }), atMs)).claims;
  for (let name = 0; name < 257; name += 1) expect(of(name, nowMs).iss).toBe(`a${name}@x`);
  expect(of(1, nowMs + 1_000).iat).toBe(nowS);
  expect(of(0, nowMs + 1_000).iat).toBe(nowS + 1);
});

test('an access token is used as it is', () => {
  expect(new ServiceAccountTokens().of(' ya29.a0Ab-c_d\n', nowMs)).toBe('ya29.a0Ab-c_d');
});

describe('what cannot be used is an error for operators, with nothing of it inside', () => {
  const { private_key: _, ...keyless } = account;
  const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  test.each<[string, string]>([
    ['nothing', ''],
    ['two words', 'ya29.abc secret'],
    ['a line of a header', 'ya29.abc\r\nx-evil: 1'],
    ['a cut JSON', credential.slice(0, -20)],
    ['a user', JSON.stringify({ ...account, type: 'authorized_user' })],
    ['no key', JSON.stringify(keyless)],
    ['no email', JSON.stringify({ ...account, client_email: '' })],
    ['a broken key', JSON.stringify({ ...account, private_key: pem.replaceAll('A', '*') })],
    [
      'a key of another kind',
      JSON.stringify({ ...account, private_key: ec.export({ type: 'pkcs8', format: 'pem' }) }),
    ],
  ])('%s', (_name, text) => {
    let thrown: unknown;
    try {
      new ServiceAccountTokens().of(text, nowMs);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toMatchObject({ code: 'provider_unavailable', cause: undefined });
    expect(String(thrown)).not.toMatch(/ya29|BEGIN|gserviceaccount|secret/);
  });
});

test('blanks around the file make no other credential of it', () => {
  const tokens = new ServiceAccountTokens();
  const first = tokens.of(credential, nowMs);
  expect(tokens.of(`\n${credential} `, nowMs + 5_000)).toBe(first);
});
