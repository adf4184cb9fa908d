import type { Payload } from '../../../policy/token/claim.ts';
import { type TokenAlgorithm, tokenAlgorithms } from '../../../policy/token/token-issuer.ts';

/** A token as it came, before anybody has looked at its signature. */
export interface Jwt {
  readonly algorithm: TokenAlgorithm;
  readonly keyId: string;
  readonly payload: Payload;
  /** What was signed: header and payload as they came. */
  readonly signed: Buffer;
  readonly signature: Buffer;
}

/** Why a text is no token that is looked at further. */
export type JwtFault = 'malformed' | 'algorithm' | 'unknown_key' | 'claims';

/** `eyJ` is base64url of `{"`, with which the header of every issuer begins; keys of the gateway begin otherwise. */
const SHAPE = /^(eyJ[\w-]+)\.(eyJ[\w-]+)\.([\w-]+)$/;
const KEY_ID_CHARS_MAX = 200;
/** RFC 9068 and what issuers wrote before it; logout tokens, proofs and the like have types of their own. */
const TYPES: ReadonlySet<unknown> = new Set([undefined, 'jwt', 'at+jwt', 'application/at+jwt']);
/** What only ID tokens carry, and what a token has that is worth nothing without the key of its owner (RFC 7800). */
const FOREIGN_CLAIMS = ['nonce', 'at_hash', 'c_hash', 'cnf'];

/** Whether a credential may be a token: what costs no allocation for those who come with keys. */
export function looksLikeJwt(credential: string): boolean {
  return credential.startsWith('eyJ');
}

/**
 * Reads a token in the compact form (RFC 7519) as far as it costs nothing. Of the header only `alg`, `kid`, `typ` and `crit` mean anything:
 * keys, and addresses of keys, that a token brings along (`jwk`, `jku`, `x5u`, `x5c`) are passed over.
 */
export function readJwt(token: string): Jwt | JwtFault {
  const [, head = '', body = '', signature = ''] = SHAPE.exec(token) ?? [];
  const header = readObject(head);
  const payload = readObject(body);
  if (header === undefined || payload === undefined) return 'malformed';
  // RFC 7515, section 4.1.11: whoever does not know what is critical refuses, and nothing is known here.
  if (Object.hasOwn(header, 'crit') || !isAccessToken(header)) return 'malformed';
  const algorithm = tokenAlgorithms.find((known) => known === header['alg']);
  if (algorithm === undefined) return 'algorithm';
  const keyId = header['kid'];
  // Without a name every key of the issuer would have to be tried.
  if (typeof keyId !== 'string' || keyId === '' || keyId.length > KEY_ID_CHARS_MAX)
    return 'unknown_key';
  if (FOREIGN_CLAIMS.some((claim) => Object.hasOwn(payload, claim))) return 'claims';
  return {
    algorithm,
    keyId,
    payload,
    signed: Buffer.from(token.slice(0, head.length + 1 + body.length), 'latin1'),
    signature: Buffer.from(signature, 'base64url'),
  };
}

function isAccessToken({ typ }: Payload): boolean {
  return TYPES.has(typeof typ === 'string' ? typ.toLowerCase() : typ);
}

/** Undefined for whatever is no JSON object. */
function readObject(part: string): Payload | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    return isObject ? (value as Payload) : undefined;
  } catch {
    return undefined;
  }
}
