import { decodeJwt, decodeProtectedHeader, errors, type JWTPayload, jwtVerify } from 'jose';
import { DomainError } from '../../domain/errors.ts';
import { CLOCK_SKEW_MS } from '../../domain/identity/federated-identity.ts';
import type { Issuer } from './issuer.ts';

const TOKEN_CHARACTERS_MAX = 16_384;

/** Signatures that are taken: asymmetric ones. With none of `none` and HS a public key never serves as a secret. */
const ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
];
/** RFC 9068 and what issuers wrote before it; logout tokens, proofs and the like have types of their own. */
const TYPES = new Set([undefined, 'jwt', 'at+jwt', 'application/at+jwt']);
/** What only ID tokens carry, and what a token has that is worth nothing without the key of its owner (RFC 7800). */
const FOREIGN_CLAIMS = ['nonce', 'at_hash', 'c_hash', 'cnf'];

/** Whom a token is from and for, before anybody has looked at its signature. */
export interface Addressee {
  readonly issuer: string;
  readonly audiences: readonly string[];
}

/**
 * Reads an access token as far as it costs nothing: what is no token, has ended or is not yet valid goes no further.
 *
 * @throws DomainError UNAUTHENTICATED
 */
export function readAddressee(token: string, now: Date): Addressee {
  const { iss: issuer, aud, exp, nbf, ...payload } = readUnverified(token);
  const audiences = (Array.isArray(aud) ? aud : [aud]).filter((one) => typeof one === 'string');
  if (typeof issuer !== 'string' || audiences.length === 0) throw invalidToken();
  if (FOREIGN_CLAIMS.some((claim) => Object.hasOwn(payload, claim))) throw invalidToken();
  if (typeof exp !== 'number' || exp * 1_000 + CLOCK_SKEW_MS <= now.getTime()) throw invalidToken();
  if (typeof nbf === 'number' && nbf * 1_000 - CLOCK_SKEW_MS > now.getTime()) throw invalidToken();
  return { issuer, audiences };
}

/**
 * The payload of a token that the issuer has signed for this audience and that is valid now.
 *
 * @throws DomainError UNAUTHENTICATED; BUSY when the keys of the issuer cannot be had
 */
export async function verifyToken(
  token: string,
  issuer: Issuer,
  expected: { readonly issuer: string; readonly audience: string; readonly now: Date },
): Promise<JWTPayload> {
  try {
    const { payload } = await jwtVerify(token, issuer.findKey, {
      algorithms: ALGORITHMS,
      issuer: expected.issuer,
      audience: expected.audience,
      currentDate: expected.now,
      clockTolerance: CLOCK_SKEW_MS / 1_000,
      requiredClaims: ['iss', 'aud', 'sub', 'exp', 'iat'],
    });
    const { iat = Number.POSITIVE_INFINITY } = payload;
    if (iat * 1_000 - CLOCK_SKEW_MS > expected.now.getTime())
      throw invalidToken('it was issued in the future');
    return payload;
  } catch (error) {
    if (error instanceof errors.JOSEError) throw invalidToken(error);
    throw error;
  }
}

/** In the same words for whatever is wrong, but for the log. */
export function invalidToken(cause?: unknown): DomainError {
  return new DomainError(
    { code: 'UNAUTHENTICATED' },
    'This access token is not valid: expired, revoked, or not from an identity provider and for an audience that are known here.',
    cause,
  );
}

function readUnverified(token: string): JWTPayload {
  if (token.length > TOKEN_CHARACTERS_MAX) throw invalidToken();
  try {
    const { alg, typ } = decodeProtectedHeader(token);
    const isRight = ALGORITHMS.includes(String(alg)) && TYPES.has(typ?.toLowerCase());
    if (isRight) return decodeJwt(token);
  } catch (error) {
    throw invalidToken(error);
  }
  throw invalidToken();
}
