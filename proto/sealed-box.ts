import {
  createCipheriv,
  createDecipheriv,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';

const PUBLIC_KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** DER prefix of an X25519 SubjectPublicKeyInfo (RFC 8410, section 4); the raw key follows. */
const SPKI_PREFIX = Buffer.from('302a300506032b656e032100', 'hex');

/** A key pair that lives as long as one process. `publicKey` is the raw 32 bytes of X25519. */
export interface SealingKeyPair {
  readonly publicKey: Buffer;
  readonly privateKey: KeyObject;
}

/** Makes the pair whose public half goes into Hello. */
export function createSealingKeyPair(): SealingKeyPair {
  const { publicKey, privateKey } = generateKeyPairSync('x25519');
  return { publicKey: rawPublicKey(publicKey), privateKey };
}

/**
 * Seals a secret so that only the holder of the private key reads it: an ephemeral X25519 agreement, HKDF-SHA-256,
 * AES-256-GCM. `name` is authenticated with it, so that one secret cannot stand in for another.
 * Layout: ephemeral public key (32 bytes), nonce (12), ciphertext, tag (16).
 *
 * @throws Error when `recipient` is not a raw X25519 key
 */
export function seal(secret: Uint8Array, recipient: Uint8Array, name: string): Buffer {
  const ephemeral = generateKeyPairSync('x25519');
  const ephemeralPublic = rawPublicKey(ephemeral.publicKey);
  const key = deriveKey(ephemeral.privateKey, publicKeyOf(recipient), ephemeralPublic);
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(name));
  const ciphertext = Buffer.concat([cipher.update(secret), cipher.final()]);
  return Buffer.concat([ephemeralPublic, nonce, ciphertext, cipher.getAuthTag()]);
}

/** Opens what `seal` made for this pair and name. @throws Error when it was made for another, or changed. */
export function unseal(sealed: Buffer, privateKey: KeyObject, name: string): Buffer {
  if (sealed.length < PUBLIC_KEY_BYTES + NONCE_BYTES + TAG_BYTES)
    throw new Error('the sealed secret is too short');
  const ephemeralPublic = sealed.subarray(0, PUBLIC_KEY_BYTES);
  const nonce = sealed.subarray(PUBLIC_KEY_BYTES, PUBLIC_KEY_BYTES + NONCE_BYTES);
  const ciphertext = sealed.subarray(PUBLIC_KEY_BYTES + NONCE_BYTES, -TAG_BYTES);
  const key = deriveKey(privateKey, publicKeyOf(ephemeralPublic), ephemeralPublic);
  const decipher = createDecipheriv('aes-256-gcm', key, nonce)
    .setAAD(Buffer.from(name))
    .setAuthTag(sealed.subarray(-TAG_BYTES));
  return Buffer.concat([decipher.update(ciphertext), decipher.final()]);
}

function deriveKey(privateKey: KeyObject, publicKey: KeyObject, salt: Uint8Array): Buffer {
  const shared = diffieHellman({ privateKey, publicKey });
  return Buffer.from(hkdfSync('sha256', shared, salt, 'gatehouse sealed secret v1', 32));
}

function rawPublicKey(key: KeyObject): Buffer {
  return key.export({ type: 'spki', format: 'der' }).subarray(SPKI_PREFIX.length);
}

function publicKeyOf(raw: Uint8Array): KeyObject {
  if (raw.length !== PUBLIC_KEY_BYTES) throw new Error('an X25519 public key has 32 bytes');
  const key = Buffer.concat([SPKI_PREFIX, raw]);
  return createPublicKey({ key, format: 'der', type: 'spki' });
}
