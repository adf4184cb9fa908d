import { hash, verify } from 'node:crypto';
import { findClaim, type Payload } from '../../../policy/token/claim.ts';
import { readTokenFacts } from '../../../policy/token/token-fact.ts';
import {
  TOKEN_LIMITS,
  type TokenAlgorithm,
  type TokenIssuer,
  tokenPlace,
} from '../../../policy/token/token-issuer.ts';
import type { ReadyTokenIssuer, Snapshot, VerifiedToken } from '../../config/snapshot.ts';
import { type Jwt, type JwtFault, readJwt } from './jwt.ts';

/** What became of a token. `remembered`: it was verified before. The others but `verified` are why it is not taken. */
export type TokenOutcome = (typeof tokenOutcomes)[number];

export const tokenOutcomes = [
  'verified',
  'remembered',
  'too_large',
  'malformed',
  'algorithm',
  'unknown_issuer',
  'unknown_key',
  'bad_signature',
  'expired',
  'not_yet_valid',
  'lifetime',
  'claims',
  'application',
] as const;

/** Two generations of at most this many tokens are remembered, of at most some 5 KB each. */
const REMEMBERED_MAX = 2_048;
const AUDIENCES_MAX = 20;
const SUBJECT_CHARS_MAX = 255;
/** Hexadecimal: 16 bytes. */
const FINGERPRINT_CHARS = 32;
const MS_PER_S = 1_000;

/** The digest that is signed, in the words of node:crypto; Ed25519 has its own. */
const DIGESTS: Readonly<Record<TokenAlgorithm, string | null>> = {
  RS256: 'sha256',
  PS256: 'sha256',
  ES256: 'sha256',
  EdDSA: null,
};

interface Remembered {
  readonly token: VerifiedToken;
  /** Unix milliseconds. */
  readonly endsAtMs: number;
}

/**
 * Says whose tokens callers present. A verification takes 50 to 150 µs, so those that were found right are remembered under their SHA-256, never
 * beyond their end, and only as long as the very token issuer that they were found right for is enforced: whatever changes in
 * a tenant makes new ones. What is not right is not remembered.
 */
export class TokenDesk {
  readonly #onOutcome: (outcome: TokenOutcome) => void;
  readonly #onUnknownKey: (issuerId: string) => void;
  #recent = new Map<string, Remembered>();
  #earlier = new Map<string, Remembered>();

  /** `onUnknownKey` is told of each token that is in time and names a key that its issuer has not, as far as is known here. */
  constructor(
    onOutcome: (outcome: TokenOutcome) => void = () => {},
    onUnknownKey: (issuerId: string) => void = () => {},
  ) {
    this.#onOutcome = onOutcome;
    this.#onUnknownKey = onUnknownKey;
  }

  /** How many are remembered. */
  get rememberedCount(): number {
    return this.#recent.size + this.#earlier.size;
  }

  /** Undefined when it is not taken, for whatever reason. `nowMs` is in Unix milliseconds. */
  find(snapshot: Snapshot, token: string, nowMs: number): VerifiedToken | undefined {
    const found = this.#find(snapshot, token, nowMs);
    if (typeof found === 'string') {
      this.#onOutcome(found);
      return undefined;
    }
    return found;
  }

  #find(snapshot: Snapshot, token: string, nowMs: number): VerifiedToken | TokenOutcome {
    if (token.length > TOKEN_LIMITS.tokenCharactersMax) return 'too_large';
    const name = hash('sha256', token, 'base64');
    const remembered = this.#recall(name);
    if (remembered !== undefined && isEnforced(snapshot, remembered.token)) {
      if (nowMs >= remembered.endsAtMs) return 'expired';
      this.#onOutcome('remembered');
      return remembered.token;
    }
    const judged = this.#judge(snapshot, token, nowMs);
    if (typeof judged === 'string') return judged;
    this.#remember(name, judged);
    this.#onOutcome('verified');
    return judged.token;
  }

  #judge(snapshot: Snapshot, token: string, nowMs: number): Remembered | TokenOutcome {
    const jwt = readJwt(token);
    if (typeof jwt === 'string') return jwt satisfies JwtFault;
    const ready = findIssuer(snapshot, jwt.payload);
    if (ready === undefined) return 'unknown_issuer';
    const judged = judge(ready, jwt, nowMs);
    if (judged === 'unknown_key') this.#onUnknownKey(ready.issuer.id);
    return judged;
  }

  #recall(name: string): Remembered | undefined {
    const recent = this.#recent.get(name);
    if (recent !== undefined) return recent;
    const earlier = this.#earlier.get(name);
    if (earlier !== undefined) this.#remember(name, earlier);
    return earlier;
  }

  #remember(name: string, remembered: Remembered): void {
    if (this.#recent.size >= REMEMBERED_MAX) {
      this.#earlier = this.#recent;
      this.#recent = new Map();
    }
    this.#recent.set(name, remembered);
  }
}

function isEnforced({ tokenIssuers }: Snapshot, { issuer }: VerifiedToken): boolean {
  return tokenIssuers.get(issuer.place) === issuer;
}

/** What costs least comes first; nothing of the payload decides but where to look before the signature is found right. */
function judge(ready: ReadyTokenIssuer, jwt: Jwt, nowMs: number): Remembered | TokenOutcome {
  const endsAtMs = judgeTimes(ready.issuer, jwt.payload, nowMs);
  if (typeof endsAtMs === 'string') return endsAtMs;
  const fault = findSignatureFault(ready, jwt);
  if (fault !== undefined) return fault;
  const verified = readVerified(ready, jwt, endsAtMs);
  return typeof verified === 'string' ? verified : { token: verified, endsAtMs };
}

/** A token for two of them is for neither: whose call it is would be chance. */
function findIssuer(
  { tokenIssuers }: Snapshot,
  { iss, aud }: Payload,
): ReadyTokenIssuer | undefined {
  const audiences: readonly unknown[] = Array.isArray(aud) ? aud : [aud];
  if (typeof iss !== 'string' || audiences.length > AUDIENCES_MAX) return undefined;
  let found: ReadyTokenIssuer | undefined;
  for (const audience of new Set(audiences)) {
    if (typeof audience !== 'string') return undefined;
    const ready = tokenIssuers.get(tokenPlace(iss, audience));
    if (ready === undefined) continue;
    if (found !== undefined) return undefined;
    found = ready;
  }
  return found;
}

/** When it ends, in Unix milliseconds, leeway included. */
function judgeTimes(
  { leewayS, lifetimeSMax }: TokenIssuer,
  { exp, iat, nbf = 0 }: Payload,
  nowMs: number,
): number | TokenOutcome {
  if (!isMoment(exp) || !isMoment(iat) || !isMoment(nbf)) return 'claims';
  const endsAtMs = (exp + leewayS) * MS_PER_S;
  if (nowMs >= endsAtMs) return 'expired';
  if (nowMs < (Math.max(iat, nbf) - leewayS) * MS_PER_S) return 'not_yet_valid';
  return exp - iat > lifetimeSMax ? 'lifetime' : endsAtMs;
}

/** RFC 7519, section 2: seconds since 1970, with or without a fraction. */
function isMoment(claim: unknown): claim is number {
  return typeof claim === 'number' && Number.isFinite(claim) && claim >= 0;
}

/** The algorithm must be one that the issuer may use and that the key is for: a key of one kind never serves as another. */
function findSignatureFault(
  { issuer, keys }: ReadyTokenIssuer,
  { algorithm, keyId, signed, signature }: Jwt,
): TokenOutcome | undefined {
  const key = keys.get(keyId);
  if (key === undefined) return 'unknown_key';
  if (!issuer.algorithms.includes(algorithm) || !key.algorithms.includes(algorithm))
    return 'algorithm';
  const isRight = verify(DIGESTS[algorithm], signed, key.input[algorithm], signature);
  return isRight ? undefined : 'bad_signature';
}

function readVerified(
  ready: ReadyTokenIssuer,
  { keyId, payload }: Jwt,
  endsAtMs: number,
): VerifiedToken | TokenOutcome {
  const { issuer } = ready;
  const { sub } = payload;
  const facts = readTokenFacts(issuer.facts, payload);
  if (facts === undefined || typeof sub !== 'string') return 'claims';
  if (sub === '' || sub.length > SUBJECT_CHARS_MAX) return 'claims';
  const applicationName = findApplicationName(issuer, payload);
  const applicationId = issuer.applicationId ?? ready.applicationIds?.get(applicationName ?? '');
  if (applicationId === undefined) return 'application';
  const subject = hash('sha256', `${issuer.id} ${sub}`, 'hex').slice(0, FINGERPRINT_CHARS);
  const { tenantId, workloads, routes, operations, scopes } = issuer;
  return {
    issuer: ready,
    keyId,
    applicationName,
    key: {
      id: `token:${subject}`,
      tenantId,
      applicationId,
      name: `token:${issuer.name}`,
      workloads,
      routes,
      operations,
      feature: '',
      attributes: noAttributes,
      scopes,
      notAfterMs: endsAtMs,
    },
    facts,
    subject,
  };
}

function findApplicationName(
  { applicationClaim }: TokenIssuer,
  payload: Payload,
): string | undefined {
  if (applicationClaim === undefined) return undefined;
  const name = findClaim(payload, applicationClaim);
  return typeof name === 'string' ? name : undefined;
}

const noAttributes: Readonly<Record<string, string>> = Object.freeze({});
