/** Keeps the chunks of a body, at most `bytesMax` of them; one chunk is handed on as it came. */
export class BodyCollector {
  readonly #bytesMax: number;
  readonly #chunks: Buffer[] = [];
  #byteCount = 0;

  constructor(bytesMax: number) {
    this.#bytesMax = bytesMax;
  }

  /** False when the chunk went beyond the bound; what fits was kept. */
  add(chunk: Buffer): boolean {
    const room = this.#bytesMax - this.#byteCount;
    this.#chunks.push(chunk.length > room ? chunk.subarray(0, room) : chunk);
    this.#byteCount += Math.min(chunk.length, room);
    return chunk.length <= room;
  }

  body(): Buffer {
    const [first] = this.#chunks;
    if (first === undefined) return Buffer.alloc(0);
    return this.#chunks.length === 1 ? first : Buffer.concat(this.#chunks);
  }
}
