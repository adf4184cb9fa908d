import { createHash, createPrivateKey, type KeyObject, sign } from 'node:crypto';
import { isJsonObject } from '../../dialects/json-body.ts';
import { GatewayError } from '../../errors.ts';
import type { Json, JsonObject } from '../../inference.ts';

/** Longest life that Google allows (AIP-4111, 2025). */
const lifeS = 3_600;
/** A token is renewed this long before its end, so that none ends on its way. */
const marginMs = 300_000;
/** Far more than a node has credentials of this kind. */
const tokensMax = 256;
/** The service, not the address: regional addresses take the same. */
const audience = 'https://aiplatform.googleapis.com/';

interface Token {
  readonly text: string;
  readonly issuedAtMs: number;
}

/**
 * Bearer tokens of service accounts: signed here (AIP-4111, self-signed JWT, RS256), so that no call waits for Google's token
 * server. Signing takes a millisecond, so a token is kept until five minutes before its end, under a hash of its credential; at
 * most 256 are, the oldest leaves.
 */
export class ServiceAccountTokens {
  readonly #tokens = new Map<string, Token>();

  /**
   * The token of a credential: the JSON of a service account's key, or an access token, which is used as it is.
   *
   * @param nowMs Unix milliseconds
   * @throws GatewayError provider_unavailable, for operators, when the credential is neither; it holds nothing of it
   */
  of(credential: string, nowMs: number): string {
    const text = credential.trim();
    if (!text.startsWith('{')) return requireAccessToken(text);
    const key = createHash('sha256').update(text).digest('base64');
    const known = this.#tokens.get(key);
    if (known !== undefined && isFresh(known, nowMs)) return known.text;
    const token = { text: signToken(readAccount(text), nowMs), issuedAtMs: nowMs };
    this.#tokens.delete(key);
    for (const [oldest] of this.#tokens) {
      if (this.#tokens.size < tokensMax) break;
      this.#tokens.delete(oldest);
    }
    this.#tokens.set(key, token);
    return token.text;
  }
}

/** A clock that was set back makes a token of the future, which Google refuses. */
function isFresh({ issuedAtMs }: Token, nowMs: number): boolean {
  return nowMs >= issuedAtMs && nowMs < issuedAtMs + lifeS * 1_000 - marginMs;
}

function requireAccessToken(text: string): string {
  if (/^[\x21-\x7e]{1,16384}$/.test(text)) return text;
  throw unusable();
}

interface Account {
  readonly email: string;
  readonly keyId: string;
  readonly key: KeyObject;
}

function readAccount(text: string): Account {
  const object = parse(text);
  const { type, client_email: email, private_key_id: keyId, private_key: pem } = object;
  const isAccount = type === 'service_account' && typeof email === 'string' && email !== '';
  if (!isAccount || typeof keyId !== 'string' || typeof pem !== 'string') throw unusable();
  return { email, keyId, key: readKey(pem) };
}

function parse(text: string): JsonObject {
  let value: Json;
  try {
    value = JSON.parse(text);
  } catch {
    // The parser's own message quotes the credential.
    throw unusable();
  }
  if (isJsonObject(value)) return value;
  throw unusable();
}

function readKey(pem: string): KeyObject {
  let key: KeyObject;
  try {
    key = createPrivateKey(pem);
  } catch {
    throw unusable();
  }
  if (key.asymmetricKeyType === 'rsa') return key;
  throw unusable();
}

function signToken({ email, keyId, key }: Account, nowMs: number): string {
  const issuedAtS = Math.floor(nowMs / 1_000);
  const header = { alg: 'RS256', typ: 'JWT', kid: keyId };
  const claims = {
    iss: email,
    sub: email,
    aud: audience,
    iat: issuedAtS,
    exp: issuedAtS + lifeS,
  };
  const signed = `${encode(header)}.${encode(claims)}`;
  return `${signed}.${sign('sha256', Buffer.from(signed), key).toString('base64url')}`;
}

function encode(value: JsonObject): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function unusable(): GatewayError {
  return new GatewayError(
    'provider_unavailable',
    'The credential of this provider cannot be used: store the whole JSON key of a service account, or an access token.',
  );
}
