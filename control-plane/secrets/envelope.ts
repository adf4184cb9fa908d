import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto';

/** Bytes of the master key, and of each data key. */
export const MASTER_KEY_BYTES = 32;
const FORMAT = 1;
const KEY_ID_BYTES = 8;
const HEADER_BYTES = 1 + KEY_ID_BYTES;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const WRAPPED_KEY_BYTES = NONCE_BYTES + MASTER_KEY_BYTES + TAG_BYTES;
const SEALED_BYTES_MIN = HEADER_BYTES + WRAPPED_KEY_BYTES + NONCE_BYTES + TAG_BYTES;

/**
 * Why a sealed value cannot be opened: `unknown_key` when another master key sealed it, `damaged`
 * when it was changed, cut, or belongs to another name.
 */
export type EnvelopeFault = 'unknown_key' | 'damaged';

/** A sealed value that cannot be opened. The message names neither key nor value. */
export class EnvelopeError extends Error {
  override readonly name = 'EnvelopeError';
  readonly fault: EnvelopeFault;

  constructor(fault: EnvelopeFault, message: string, cause?: unknown) {
    super(message, { cause });
    this.fault = fault;
  }
}

/** A master key, with what begins all that it sealed. */
interface MasterKey {
  readonly key: KeyObject;
  readonly header: Buffer;
}

/**
 * Seals secrets for the database. Each gets a random data key, which the master key wraps, both
 * with AES-256-GCM. Header and name are authenticated: a sealed value cannot stand in for another.
 * While the master key is changed, the one before it opens what it sealed, and seals nothing more.
 *
 * Layout: format (1 byte), id of the master key (8), wrapped data key (nonce 12, ciphertext 32, tag
 * 16), nonce (12), ciphertext, tag (16).
 */
export class Envelope {
  readonly #master: MasterKey;
  readonly #previous: MasterKey | undefined;
  readonly #fingerprintKey: KeyObject;

  /** @throws Error when a key has not 32 bytes */
  constructor(masterKey: Uint8Array, previousKey?: Uint8Array) {
    this.#master = readMasterKey(masterKey);
    this.#previous = previousKey && readMasterKey(previousKey);
    this.#fingerprintKey = this.deriveKey('fingerprint');
  }

  /**
   * Seals a secret under a name, which `open` must be given again: `provider_credential/<uuid>`.
   */
  seal(secret: Uint8Array, name: string): Buffer {
    const { key, header } = this.#master;
    const authenticated = Buffer.concat([header, Buffer.from(name)]);
    const dataKey = randomBytes(MASTER_KEY_BYTES);
    const wrapped = encrypt(dataKey, key, authenticated);
    const sealed = encrypt(secret, createSecretKey(dataKey), authenticated);
    dataKey.fill(0);
    return Buffer.concat([header, wrapped, sealed]);
  }

  /** Opens what `seal` made for this name. @throws EnvelopeError */
  open(sealed: Buffer, name: string): Buffer {
    if (sealed.length < SEALED_BYTES_MIN || sealed[0] !== FORMAT)
      throw new EnvelopeError('damaged', `the sealed value ${name} is damaged`);
    const master = this.#findKeyOf(sealed);
    if (master === undefined)
      throw new EnvelopeError(
        'unknown_key',
        `GATEHOUSE_MASTER_KEY is not the key that sealed ${name}: start with the key that did, or with that one as GATEHOUSE_MASTER_KEY_PREVIOUS`,
      );
    const authenticated = Buffer.concat([master.header, Buffer.from(name)]);
    const bodyAt = HEADER_BYTES + WRAPPED_KEY_BYTES;
    try {
      const dataKey = decrypt(sealed.subarray(HEADER_BYTES, bodyAt), master.key, authenticated);
      return decrypt(sealed.subarray(bodyAt), createSecretKey(dataKey), authenticated);
    } catch (cause) {
      throw new EnvelopeError('damaged', `the sealed value ${name} is damaged`, cause);
    }
  }

  /** Whether the master key sealed it, and not the one before it or any other. */
  isCurrent(sealed: Buffer): boolean {
    return sealed.subarray(0, HEADER_BYTES).equals(this.#master.header);
  }

  /** The same secret, sealed with the master key. @throws EnvelopeError */
  reseal(sealed: Buffer, name: string): Buffer {
    const secret = this.open(sealed, name);
    const resealed = this.seal(secret, name);
    secret.fill(0);
    return resealed;
  }

  /**
   * A key of 32 bytes for one purpose only: HKDF-SHA-256 (RFC 5869) of the master key; of the one
   * that sealed `sealed`, when that is given and known.
   */
  deriveKey(purpose: string, sealed?: Buffer): KeyObject {
    const { key } = (sealed && this.#findKeyOf(sealed)) ?? this.#master;
    return derive(key, purpose);
  }

  /** Equal for equal secrets, useless to whoever has no master key: HMAC-SHA-256, hexadecimal. */
  fingerprint(secret: string): string {
    return createHmac('sha256', this.#fingerprintKey).update(secret).digest('hex');
  }

  #findKeyOf(sealed: Buffer): MasterKey | undefined {
    const header = sealed.subarray(0, HEADER_BYTES);
    return [this.#master, this.#previous].find((one) => one?.header.equals(header));
  }
}

function readMasterKey(bytes: Uint8Array): MasterKey {
  if (bytes.length !== MASTER_KEY_BYTES)
    throw new Error(`a master key has ${MASTER_KEY_BYTES} bytes`);
  const key = createSecretKey(bytes);
  const id = derive(key, 'key id').export().subarray(0, KEY_ID_BYTES);
  return { key, header: Buffer.concat([Buffer.of(FORMAT), id]) };
}

function derive(key: KeyObject, purpose: string): KeyObject {
  const info = `gatehouse ${purpose} v1`;
  return createSecretKey(Buffer.from(hkdfSync('sha256', key, '', info, MASTER_KEY_BYTES)));
}

/** Nonce, ciphertext, tag. */
function encrypt(plain: Uint8Array, key: KeyObject, authenticated: Buffer): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(authenticated);
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

function decrypt(sealed: Buffer, key: KeyObject, authenticated: Buffer): Buffer {
  const nonce = sealed.subarray(0, NONCE_BYTES);
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES })
    .setAAD(authenticated)
    .setAuthTag(sealed.subarray(-TAG_BYTES));
  const ciphertext = sealed.subarray(NONCE_BYTES, -TAG_BYTES);
  return Buffer.concat([decipher.update(ciphertext), decipher.final()]);
}
