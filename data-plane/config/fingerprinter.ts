import { createHmac, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import { comparableValue } from '../../policy/inspect/comparable-value.ts';
import type { Fingerprinter, FingerprintOf } from './snapshot.ts';

const KEY_BYTES = 32;
const FINGERPRINT_BYTES = 16;

/**
 * Names what prompt policies find, so that equal values of a kind are seen to be equal, and nothing else: HMAC-SHA-256 under a key
 * of each tenant, which is derived (HKDF, RFC 5869) from the pepper of key hashes. All nodes hold that one, it outlives a change of
 * the master key, and it never leaves the planes (decision 55).
 */
export class HmacFingerprinter implements Fingerprinter {
  readonly #root: KeyObject | undefined;

  /** Undefined for a node that holds no pepper: it names nothing. */
  constructor(pepper: Buffer | undefined) {
    this.#root = pepper && createSecretKey(pepper);
  }

  forTenant(tenantId: string): FingerprintOf | undefined {
    if (this.#root === undefined) return undefined;
    const info = `gatehouse finding fingerprint v1/${tenantId}`;
    const key = createSecretKey(Buffer.from(hkdfSync('sha256', this.#root, '', info, KEY_BYTES)));
    return (kind, value) =>
      createHmac('sha256', key)
        .update(`${kind}\0${comparableValue(kind, value)}`)
        .digest()
        .toString('hex', 0, FINGERPRINT_BYTES);
  }
}
