const LENGTH_BYTES = 4;
/** What one UTF-16 unit takes in UTF-8 at the most. */
const UTF8_BYTES_MAX = 3;

/**
 * Writes blocks, each behind its length (4 bytes, big-endian), into one memory that is used again: a buffer for each name of
 * 110,000 resources took five times as long as the rest of writing them.
 */
export class BlockWriter {
  #memory: Buffer;
  #length = 0;

  /** Grows beyond `bytes` when more waits to be taken. */
  constructor(bytes: number) {
    this.#memory = Buffer.allocUnsafeSlow(bytes);
  }

  /** Bytes that wait to be taken. */
  get length(): number {
    return this.#length;
  }

  /** What was written since the last time. Valid until something is written again. */
  take(): Buffer {
    const taken = this.#memory.subarray(0, this.#length);
    this.#length = 0;
    return taken;
  }

  /** Without a length before them. */
  bytes(bytes: Buffer): void {
    this.#reserve(bytes.length);
    this.#memory.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  block(bytes: Buffer): void {
    this.#reserve(LENGTH_BYTES + bytes.length);
    this.#memory.writeUInt32BE(bytes.length, this.#length);
    this.#length += LENGTH_BYTES;
    this.bytes(bytes);
  }

  text(value: string): void {
    this.#reserve(LENGTH_BYTES + UTF8_BYTES_MAX * value.length);
    const start = this.#length + LENGTH_BYTES;
    const bytes = this.#memory.write(value, start);
    this.#memory.writeUInt32BE(bytes, this.#length);
    this.#length = start + bytes;
  }

  #reserve(bytes: number): void {
    const needed = this.#length + bytes;
    if (needed <= this.#memory.length) return;
    const grown = Buffer.allocUnsafeSlow(Math.max(needed, 2 * this.#memory.length));
    grown.set(this.#memory.subarray(0, this.#length));
    this.#memory = grown;
  }
}
