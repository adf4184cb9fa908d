import { createPublicKey, type JsonWebKey } from 'node:crypto';
import { TOKEN_KEYS_MAX, type TokenKey, type TokenKeyReading } from '../../domain/token-issuer.ts';
import { type AskIssuer, OtherIssuer, type PublishedKey, readIssuer } from './read-issuer.ts';

const KEY_ID_CHARS_MAX = 200;
/** As data-plane/config/build/verification-key.ts takes them. */
const RSA_BITS = { min: 2_048, max: 4_096 } as const;
const EXPONENT_MAX = 2n ** 32n;

/** Key type and curve -> the algorithms that nodes verify with such a key. */
const algorithmsOf: Readonly<Record<string, readonly string[]>> = {
  'RSA/': ['RS256', 'PS256'],
  'EC/P-256': ['ES256'],
  'OKP/Ed25519': ['EdDSA'],
};

/**
 * Reads the keys of a token issuer. Whoever registered it is told in a few words what is wrong: what stands behind an address
 * is not his to find out. `error` is for the log.
 */
export async function readTokenKeys(issuer: string, ask: AskIssuer): Promise<TokenKeyReading> {
  try {
    const keys = toTokenKeys((await readIssuer(issuer, ask)).keys);
    return keys.length === 0 ? { fault: NO_KEYS, error: undefined } : { keys };
  } catch (error) {
    return { fault: error instanceof OtherIssuer ? OTHER : UNREADABLE, error };
  }
}

const NO_KEYS =
  'It publishes no key with a kid for RS256, PS256, ES256 or EdDSA: RSA of 2048 to 4096 bits, P-256 or Ed25519.';
const OTHER =
  'Its discovery document is that of another issuer: write the issuer as that says it, a slash at its end included.';
const UNREADABLE =
  'Its discovery document or its keys cannot be read, or it is inside and GATEHOUSE_INNER_NETWORKS does not list it; the log of the control plane says more.';

/**
 * The keys of an issuer that nodes can verify tokens with, in the order of their ids: those for signatures (RFC 7517, sections
 * 4.2 and 4.3) that have a name, of two with one name the first.
 */
function toTokenKeys(published: readonly PublishedKey[]): readonly TokenKey[] {
  const keys = new Map<string, TokenKey>();
  for (const jwk of published) {
    const key = toTokenKey(jwk);
    if (key !== undefined && !keys.has(key.keyId)) keys.set(key.keyId, key);
  }
  return [...keys.values()]
    .toSorted((a, b) => (a.keyId < b.keyId ? -1 : 1))
    .slice(0, TOKEN_KEYS_MAX);
}

function toTokenKey(jwk: PublishedKey): TokenKey | undefined {
  const { kid: keyId, use = 'sig', key_ops: operations = ['verify'], alg = '' } = jwk;
  const isNamed = typeof keyId === 'string' && keyId !== '' && keyId.length <= KEY_ID_CHARS_MAX;
  const isForSignatures =
    use === 'sig' && Array.isArray(operations) && operations.includes('verify');
  const algorithms = algorithmsOf[`${jwk.kty}/${jwk['crv'] ?? ''}`] ?? [];
  const isFitting = alg === '' ? algorithms.length > 0 : algorithms.includes(String(alg));
  if (!isNamed || !isForSignatures || !isFitting) return undefined;
  const spki = toSpki(jwk);
  return spki === undefined ? undefined : { keyId, algorithm: String(alg), spki };
}

/** Undefined for what is no key, or one that nodes refuse. */
function toSpki({ kty, crv, n, e, x, y }: PublishedKey): string | undefined {
  try {
    // Its public members alone, should an issuer publish the others.
    const key = createPublicKey({ key: { kty, crv, n, e, x, y } as JsonWebKey, format: 'jwk' });
    const { modulusLength = RSA_BITS.min, publicExponent = 0n } = key.asymmetricKeyDetails ?? {};
    const isSized = modulusLength >= RSA_BITS.min && modulusLength <= RSA_BITS.max;
    if (!isSized || publicExponent > EXPONENT_MAX) return undefined;
    return key.export({ format: 'der', type: 'spki' }).toString('base64');
  } catch {
    return undefined;
  }
}
