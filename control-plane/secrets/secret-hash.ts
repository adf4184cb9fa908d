import { createHmac, type KeyObject } from 'node:crypto';
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

/** Hashes access tokens, under a key that is derived from the master key. */
export function createTokenHasher(envelope: Envelope): SecretHasher {
  return new SecretHasher(envelope.deriveKey('access token hash'));
}
