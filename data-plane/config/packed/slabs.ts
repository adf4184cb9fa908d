const SLAB_BYTES = 262_144;
/** What is larger has a memory of its own. */
const SHARED_BYTES_MAX = 65_536;

/**
 * Memory for many domains at once, some sixty of them in one piece: of 10,000 tenants 160 pieces are left for the collector of garbage
 * to look after, and few to hand from one thread to another. A piece stays as long as one domain in it.
 */
export class Slabs {
  #slab = Buffer.alloc(0);
  #used = 0;

  /** Not zeroed: whoever asks fills it. */
  allocate(bytes: number): Buffer {
    if (bytes > SHARED_BYTES_MAX) return Buffer.allocUnsafeSlow(bytes);
    if (this.#used + bytes > this.#slab.length) {
      this.#slab = Buffer.allocUnsafeSlow(SLAB_BYTES);
      this.#used = 0;
    }
    const start = this.#used;
    this.#used += bytes;
    return this.#slab.subarray(start, this.#used);
  }
}
