import { createHash } from 'node:crypto';

const DIGEST_BYTES = 32;

/** Names one version of one resource. */
export interface VersionedKey {
  readonly kind: string;
  readonly id: string;
  readonly version: Uint8Array;
}

/**
 * Digest of a set of resources: XOR of SHA-256(kind, id, version) over all of them. The order of arrival does not
 * matter, and one change costs one hash. Adding a resource twice removes it: callers toggle the
 * old version out before the new one in.
 */
export class ViewDigest {
  readonly #sum: Buffer;

  constructor(start?: Uint8Array) {
    this.#sum = start === undefined ? Buffer.alloc(DIGEST_BYTES) : Buffer.from(start);
  }

  /** Puts a resource into the set, or takes it out again. */
  toggle({ kind, id, version }: VersionedKey): void {
    const hash = createHash('sha256').update(`${kind}\0${id}\0`).update(version).digest();
    for (let index = 0; index < DIGEST_BYTES; index += 1) {
      this.#sum[index] = (this.#sum[index] ?? 0) ^ (hash[index] ?? 0);
    }
  }

  /** A copy of the 32 bytes. */
  value(): Buffer {
    return Buffer.from(this.#sum);
  }
}
