/** A linger of 50 ms at 5,000 calls a second writes 300 KiB. */
const BYTES_MAX = 1_048_576;

/**
 * What was written to the newest segment last, kept for whoever delivers it: reading it back from the file of that moment
 * ago took 4 % of a busy node's time. Whatever it lacks is in the file.
 */
export class RecentFrames {
  readonly #bytes = Buffer.allocUnsafeSlow(BYTES_MAX);
  #segment = 0;
  /** Offset in the segment of the first byte that is kept. */
  #start = 0;
  #length = 0;

  /** Takes frames that were just written to that place of a segment. */
  add(segment: number, offset: number, frames: Buffer): void {
    if (segment !== this.#segment || offset !== this.#start + this.#length) {
      this.#segment = segment;
      this.#start = offset;
      this.#length = 0;
    }
    if (this.#length + frames.length > BYTES_MAX) this.#makeRoom(frames.length);
    if (frames.length > BYTES_MAX) return;
    frames.copy(this.#bytes, this.#length);
    this.#length += frames.length;
  }

  /** Bytes from that place on; undefined when they are not kept. Valid until the next `add`. */
  from(segment: number, offset: number): Buffer | undefined {
    const at = offset - this.#start;
    if (segment !== this.#segment || at < 0 || at >= this.#length) return undefined;
    return this.#bytes.subarray(at, this.#length);
  }

  /** Keeps the newer half, or nothing where that would not do. */
  #makeRoom(byteCount: number): void {
    const kept = Math.min(this.#length, BYTES_MAX / 2);
    const dropped = byteCount <= BYTES_MAX / 2 ? this.#length - kept : this.#length;
    this.#bytes.copyWithin(0, dropped, this.#length);
    this.#start += dropped;
    this.#length -= dropped;
  }
}
