import { hash } from 'node:crypto';

const DIGEST_BYTES = 32;
/** Room for a kind, an id and a version; a longer name gets a buffer of its own. */
const SCRATCH_BYTES = 1_024;
const scratch = Buffer.allocUnsafe(SCRATCH_BYTES);

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
  toggle(key: VersionedKey): void {
    this.toggleEncoded(preimageOf(key));
  }

  /** The same of a name that is encoded already: kind, a zero byte, id, a zero byte, version. */
  toggleEncoded(versionedName: Uint8Array): void {
    // As text of one byte a character: 0.4 µs where a buffer takes 1.5 µs, and nothing outside the heap to collect.
    const sha = hash('sha256', versionedName, 'binary');
    for (let index = 0; index < DIGEST_BYTES; index += 1) {
      this.#sum[index] = (this.#sum[index] ?? 0) ^ sha.charCodeAt(index);
    }
  }

  /** A copy of the 32 bytes. */
  value(): Buffer {
    return Buffer.from(this.#sum);
  }
}

/** One piece, because hashing at once takes half the time of hashing in steps. */
function preimageOf({ kind, id, version }: VersionedKey): Buffer {
  const name = `${kind}\0${id}\0`;
  // Three bytes hold any UTF-16 unit.
  if (name.length * 3 + version.length > SCRATCH_BYTES)
    return Buffer.concat([Buffer.from(name), version]);
  const nameBytes = scratch.write(name);
  scratch.set(version, nameBytes);
  return scratch.subarray(0, nameBytes + version.length);
}
