import { TransportFault } from './transport-fault.ts';

/** Digits of a size without the zeros before it: chunks of 256 MiB are beyond every bound of a reply. */
const digitsMax = 7;
/** The line with its zeros and extensions, which nobody needs. */
const lineBytesMax = 4_096;

const carriageReturn = 13;
const lineFeed = 10;

/** Reads the line before each chunk, byte for byte and without text: streams have one for each event. */
export class ChunkSizeReader {
  #size = 0;
  #digitCount = 0;
  #byteCount = 0;
  #place: 'size' | 'extension' | 'line-end' | 'done' = 'size';

  begin(): void {
    this.#size = 0;
    this.#digitCount = 0;
    this.#byteCount = 0;
    this.#place = 'size';
  }

  get isDone(): boolean {
    return this.#place === 'done';
  }

  /** Bytes of the chunk; known when the line is done. */
  get size(): number {
    return this.#size;
  }

  /** Gives the place behind the last byte that was used. @throws TransportFault framing */
  push(bytes: Buffer, start: number, end: number): number {
    let at = start;
    while (at < end && this.#place !== 'done') {
      this.#take(bytes[at] ?? 0);
      at += 1;
    }
    return at;
  }

  #take(byte: number): void {
    this.#byteCount += 1;
    if (this.#byteCount > lineBytesMax) throw malformed();
    if (this.#place === 'line-end') {
      if (byte !== lineFeed) throw malformed();
      this.#place = 'done';
    } else if (byte === carriageReturn && this.#byteCount > 1) {
      this.#place = 'line-end';
    } else if (this.#place === 'size') {
      this.#takeOfSize(byte);
    } else if (!isText(byte)) {
      throw malformed();
    }
  }

  #takeOfSize(byte: number): void {
    const digit = digitOf(byte);
    if (digit >= 0) {
      this.#size = this.#size * 16 + digit;
      if (this.#size > 0) this.#digitCount += 1;
      if (this.#digitCount > digitsMax) throw malformed();
    } else if (this.#byteCount > 1 && (byte === 0x3b || byte === 0x20 || byte === 0x09)) {
      this.#place = 'extension';
    } else {
      throw malformed();
    }
  }
}

/** Value of a hexadecimal digit; -1 for what is none. */
function digitOf(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const lower = byte | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}

function isText(byte: number): boolean {
  return byte === 0x09 || (byte >= 0x20 && byte !== 0x7f);
}

function malformed(): TransportFault {
  return new TransportFault('framing', 'The reply has a chunk without a size.');
}
