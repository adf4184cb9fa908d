import { constants, createPublicKey, hash, type KeyObject } from 'node:crypto';
import { type TokenAlgorithm, tokenAlgorithms } from '../../../policy/token/token-issuer.ts';
import type { TokenKey__Output } from '../../../proto/generated/gatehouse/config/v1/TokenKey.ts';
import type { TokenVerificationKey } from '../snapshot.ts';
import { InvalidResource } from './fault.ts';
import { requireText, requireWord } from './field.ts';

const SHA256_BYTES = 32;
/** Smaller ones are broken soon (RFC 7518, section 3.3); larger ones cost more than a call. */
const RSA_BITS = { min: 2_048, max: 4_096 } as const;
/** As large an exponent as any issuer has: the time of a verification grows with it. */
const EXPONENT_MAX = 2n ** 32n;

/** @throws InvalidResource; Error when the bytes are no key */
export function readVerificationKey({
  keyId,
  algorithm,
  spki,
}: TokenKey__Output): TokenVerificationKey {
  const key = createPublicKey({ key: Buffer.from(spki, 'base64'), format: 'der', type: 'spki' });
  const fitting = algorithmsOf(key);
  if (fitting.length === 0)
    throw new InvalidResource('a key of it verifies none of its signatures');
  const wanted =
    algorithm === '' ? undefined : requireWord(tokenAlgorithms, algorithm, 'algorithm');
  return {
    keyId: requireText(keyId, 'key_id'),
    algorithms: wanted === undefined ? fitting : fitting.filter((one) => one === wanted),
    input: inputsOf(key),
    thumbprint: hash('sha256', spki, 'hex'),
  };
}

function algorithmsOf(key: KeyObject): readonly TokenAlgorithm[] {
  const { modulusLength = 0, publicExponent = 0n, namedCurve } = key.asymmetricKeyDetails ?? {};
  switch (key.asymmetricKeyType) {
    case 'rsa': {
      const isSized = modulusLength >= RSA_BITS.min && modulusLength <= RSA_BITS.max;
      return isSized && publicExponent <= EXPONENT_MAX ? ['RS256', 'PS256'] : [];
    }
    case 'ec':
      return namedCurve === 'prime256v1' ? ['ES256'] : [];
    case 'ed25519':
      return ['EdDSA'];
    default:
      return [];
  }
}

function inputsOf(key: KeyObject): TokenVerificationKey['input'] {
  return {
    RS256: { key, padding: constants.RSA_PKCS1_PADDING },
    PS256: { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: SHA256_BYTES },
    ES256: { key, dsaEncoding: 'ieee-p1363' },
    EdDSA: { key },
  };
}
