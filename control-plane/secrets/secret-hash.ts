import { createHmac, createSecretKey, type KeyObject } from 'node:crypto';
import { PLATFORM, type Storage } from '../storage/storage.ts';
import type { Envelope } from './envelope.ts';

/**
 * Hashes a secret for storing and finding: HMAC-SHA-256, 32 bytes. Without its key the hash is of
 * no use.
 */
export class SecretHasher {
  readonly #key: KeyObject;

  constructor(key: KeyObject) {
    this.#key = key;
  }

  hash(secret: string): Buffer {
    return createHmac('sha256', this.#key).update(secret).digest();
  }
}

/** What the envelope authenticates. */
const TOKEN_PEPPER_NAME = 'access_token_pepper';

/**
 * Hashes access tokens. The key of it is derived from the master key when it is first needed, and kept
 * sealed from then on, so that tokens outlive a change of the master key. After `ensurePepper`: what
 * that one was sealed with is what tokens hang from until then.
 *
 * @throws EnvelopeError when it was sealed with another master key
 */
export async function ensureTokenHasher(
  storage: Storage,
  envelope: Envelope,
  now: Date,
): Promise<SecretHasher> {
  const known = await storage.read(PLATFORM, ({ accessTokenPepper }) => accessTokenPepper.find());
  const sealed = known ?? (await keepTokenPepper(storage, envelope, now));
  return new SecretHasher(createSecretKey(envelope.open(sealed, TOKEN_PEPPER_NAME)));
}

/** Replicas that start at once keep one. */
async function keepTokenPepper(storage: Storage, envelope: Envelope, now: Date): Promise<Buffer> {
  const actor = { name: 'system', authenticatedBy: 'start' };
  const { value } = await storage.transaction(PLATFORM, actor, async (stores) => {
    const pepper = await stores.apiKeyPeppers.findNewest();
    const key = envelope.deriveKey('access token hash', pepper?.sealed).export();
    const sealed = envelope.seal(key, TOKEN_PEPPER_NAME);
    await stores.accessTokenPepper.insertOnce(sealed, now);
    return (await stores.accessTokenPepper.find()) ?? sealed;
  });
  return value;
}
