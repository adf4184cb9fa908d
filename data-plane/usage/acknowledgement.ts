import { closeSync, constants, openSync, readSync, writeSync } from 'node:fs';
import { crc32 } from 'node:zlib';

/** A place in the outbox: a segment, and a byte in it at which a frame begins. */
export interface OutboxPosition {
  readonly segment: number;
  readonly offset: number;
}

/** Whether everything before `end` is before `position` too. */
export function reaches(position: OutboxPosition, end: OutboxPosition): boolean {
  if (position.segment !== end.segment) return position.segment > end.segment;
  return position.offset >= end.offset;
}

const FILE_BYTES = 20;

/**
 * Remembers on disk how far records were acknowledged. One write over the same 20 bytes; when a crash tears it, the mark is
 * not believed and records are sent again, which changes nothing.
 */
export class Acknowledgement {
  readonly #file: number;
  readonly #bytes = Buffer.alloc(FILE_BYTES);

  /** @throws Error when the file cannot be opened */
  constructor(path: string) {
    this.#file = openSync(path, constants.O_RDWR | constants.O_CREAT, 0o600);
  }

  /** The position that was written last; undefined when there is none to believe. */
  read(): OutboxPosition | undefined {
    const bytes = Buffer.alloc(FILE_BYTES);
    if (readSync(this.#file, bytes, 0, FILE_BYTES, 0) < FILE_BYTES) return undefined;
    if (crc32(bytes.subarray(0, 16)) !== bytes.readUInt32LE(16)) return undefined;
    return {
      segment: Number(bytes.readBigUInt64LE(0)),
      offset: Number(bytes.readBigUInt64LE(8)),
    };
  }

  write({ segment, offset }: OutboxPosition): void {
    this.#bytes.writeBigUInt64LE(BigInt(segment), 0);
    this.#bytes.writeBigUInt64LE(BigInt(offset), 8);
    this.#bytes.writeUInt32LE(crc32(this.#bytes.subarray(0, 16)), 16);
    writeSync(this.#file, this.#bytes, 0, FILE_BYTES, 0);
  }

  close(): void {
    closeSync(this.#file);
  }
}
