import { type FileHandle, open } from 'node:fs/promises';
import type { OutboxPosition } from './acknowledgement.ts';
import { FRAME_BYTES_MAX, FRAME_HEADER_BYTES, readFrame } from './frame.ts';
import type { Outbox } from './outbox.ts';
import { segmentPath } from './segment.ts';

/** Bounds of one batch. */
export const BATCH_LIMITS = { recordsMax: 500, bytesMax: 1_048_576 } as const;

/** Records in their order, ready to be sent. */
export interface OutboxBatch {
  /** Entries of a ReportRequest side by side: its encoding but for node and number. */
  readonly payload: Buffer;
  readonly count: number;
  /** Acknowledging this position acknowledges the batch. */
  readonly end: OutboxPosition;
}

/** Reads an outbox from a position on. One read at a time. */
export class OutboxReader {
  readonly #outbox: Outbox;
  #segment: number | undefined;
  #file: FileHandle | undefined;

  constructor(outbox: Outbox) {
    this.#outbox = outbox;
  }

  /** The next records; undefined when there are none yet. @throws Error of the disk */
  async read(from: OutboxPosition): Promise<OutboxBatch | undefined> {
    await this.#releaseDeleted();
    let { segment, offset } = from;
    for (;;) {
      this.#outbox.holdThrough(segment);
      const size = this.#outbox.sizeOf(segment) ?? 0;
      if (offset < size) {
        const recent = this.#outbox.recentFrom(segment, offset);
        const batch = collect(recent ?? (await this.#load(segment, offset, size)));
        if (batch.count > 0) return { ...batch, end: { segment, offset: offset + batch.length } };
        this.#outbox.reportDamage(segment);
        offset = size;
      }
      const next = this.#outbox.segmentAfter(segment);
      if (next === undefined) return undefined;
      segment = next;
      offset = 0;
    }
  }

  async close(): Promise<void> {
    this.#segment = undefined;
    const file = this.#file;
    this.#file = undefined;
    await file?.close();
  }

  /** A file that is open keeps its room on the disk, though it is deleted. */
  async #releaseDeleted(): Promise<void> {
    if (this.#segment === undefined || this.#outbox.sizeOf(this.#segment) !== undefined) return;
    await this.close();
  }

  async #load(segment: number, offset: number, size: number): Promise<Buffer> {
    const file = await this.#fileOf(segment);
    const wanted = Math.min(
      size - offset,
      BATCH_LIMITS.bytesMax + FRAME_BYTES_MAX + FRAME_HEADER_BYTES,
    );
    const bytes = Buffer.allocUnsafe(wanted);
    const { bytesRead } = await file.read(bytes, 0, wanted, offset);
    return bytes.subarray(0, bytesRead);
  }

  async #fileOf(segment: number): Promise<FileHandle> {
    if (this.#file !== undefined && this.#segment === segment) return this.#file;
    await this.close();
    const file = await open(segmentPath(this.#outbox.directory, segment), 'r');
    this.#file = file;
    this.#segment = segment;
    return file;
  }
}

function collect(bytes: Buffer): {
  readonly payload: Buffer;
  readonly count: number;
  readonly length: number;
} {
  const payloads: Buffer[] = [];
  let length = 0;
  while (payloads.length < BATCH_LIMITS.recordsMax && length < BATCH_LIMITS.bytesMax) {
    const frame = readFrame(bytes, length);
    if (typeof frame === 'string') break;
    payloads.push(frame.payload);
    length = frame.end;
  }
  return { payload: Buffer.concat(payloads), count: payloads.length, length };
}
