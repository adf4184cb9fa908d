/** Random bytes fetched at once: one call of the generator serves 409 ids. */
const poolBytes = 4096;
/** Random bytes of one id: 74 bits are used (RFC 9562, section 5.7). */
const idBytes = 10;

/** Where time and randomness come from. */
export interface RequestIdSource {
  /** Unix milliseconds. */
  readonly now: () => number;
  /** Fills a buffer with random bytes, as `crypto.randomFillSync` does. */
  readonly randomFill: (target: Buffer) => unknown;
}

/**
 * Gives a fresh UUID version 7 (RFC 9562, section 5.7) at each call: ids sort by the millisecond
 * of their arrival.
 */
export function createRequestIds(source: RequestIdSource): () => string {
  const pool = Buffer.allocUnsafe(poolBytes);
  let used = poolBytes;
  return () => {
    if (used + idBytes > poolBytes) {
      source.randomFill(pool);
      used = 0;
    }
    const random = pool.toString('hex', used, used + idBytes);
    const variant = (8 | ((pool[used + 2] ?? 0) & 3)).toString(16);
    used += idBytes;
    const time = source.now().toString(16).padStart(12, '0');
    const node = random.slice(8);
    const low = `7${random.slice(0, 3)}-${variant}${random.slice(5, 8)}-${node}`;
    return `${time.slice(0, 8)}-${time.slice(8)}-${low}`;
  };
}
