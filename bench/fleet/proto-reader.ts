/** Wire types of Protocol Buffers that our messages are made of. */
const wire = { varint: 0, bytes: 2 } as const;
const wireTypeBits = 3;

/** Reads the fields of one encoded message one by one; what nobody asks for is stepped over, not decoded. */
export class ProtoReader {
  readonly #bytes: Buffer;
  #at = 0;
  #wireType = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** Number of the next field, whose value is to be read or skipped; undefined at the end. */
  next(): number | undefined {
    if (this.#at >= this.#bytes.length) return undefined;
    const tag = this.varint();
    this.#wireType = tag & ((1 << wireTypeBits) - 1);
    return tag >>> wireTypeBits;
  }

  /** An unsigned number up to 2^53. */
  varint(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.#bytes[this.#at];
      if (byte === undefined) throw new Error('the message ends within a number');
      this.#at += 1;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
  }

  /** A string, bytes or a message; not copied. */
  bytes(): Buffer {
    const length = this.varint();
    const value = this.#bytes.subarray(this.#at, this.#at + length);
    if (value.length < length) throw new Error('the message ends within a field');
    this.#at += length;
    return value;
  }

  skip(): void {
    if (this.#wireType === wire.varint) this.varint();
    else if (this.#wireType === wire.bytes) this.bytes();
    else throw new Error(`wire type ${this.#wireType} is in none of our messages`);
  }
}
