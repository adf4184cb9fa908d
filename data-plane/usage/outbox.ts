import { mkdirSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import { Acknowledgement, type OutboxPosition } from './acknowledgement.ts';
import type { FrameKind } from './frame.ts';
import { RecentFrames } from './recent-frames.ts';
import { RecordEncoder } from './record-encoder.ts';
import {
  cutTornTail,
  dropSegment,
  type FrameCounts,
  listSegments,
  OpenSegment,
  segmentPath,
  stripDecisions,
} from './segment.ts';
import type { SettledRecord, SettledRecordSink } from './settled-record.ts';

/** Bounds of an outbox, in bytes. */
export interface OutboxLimits {
  readonly segmentBytesMax: number;
  /** All segments together; beyond it decisions are dropped, oldest first, and after them usage. */
  readonly bytesMax: number;
  /** What waits in memory while the disk refuses writes. */
  readonly unwrittenBytesMax: number;
}

export const OUTBOX_LIMITS: OutboxLimits = {
  segmentBytesMax: 8 * 1_048_576,
  bytesMax: 1_073_741_824,
  unwrittenBytesMax: 8 * 1_048_576,
};

/** Why records were lost: `bound` of the disk space, `oversize` of one record, `disk` that refused for too long. */
export type DropReason = 'bound' | 'oversize' | 'disk';

/** Who is told what happens. None of these may throw. */
export interface OutboxObserver {
  appended(counts: FrameCounts): void;
  dropped(kind: FrameKind, count: number, reason: DropReason): void;
  failed(error: unknown): void;
}

/** Where an outbox lives and what bounds it. */
export interface OutboxOptions {
  readonly directory: string;
  readonly limits: OutboxLimits;
  readonly observer: OutboxObserver;
}

/**
 * Keeps settled records until the control plane has them: segment files that are only appended to. A record is in the kernel when
 * `append` returns, so that killing this process loses none; it is not synced, so that a power failure may lose
 * the last seconds. Delivery is at least once. One process at a time may use a directory.
 */
export class Outbox implements SettledRecordSink {
  readonly directory: string;
  readonly #limits: OutboxLimits;
  readonly #observer: OutboxObserver;
  readonly #encoder: RecordEncoder;
  readonly #recent = new RecentFrames();
  readonly #acknowledgement: Acknowledgement;
  /** Sizes by number, oldest first. */
  readonly #sealed: Map<number, number>;
  readonly #stripped = new Set<number>();
  #open: OpenSegment;
  #acknowledged: OutboxPosition;
  #readThrough: number;
  #unwritten: Buffer[] = [];
  #unwrittenBytes = 0;
  #onAppend: () => void = () => undefined;
  #closed = false;

  /** Recovers what an earlier process left. @throws Error when the directory cannot be used */
  constructor({ directory, limits, observer }: OutboxOptions) {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    this.directory = directory;
    this.#limits = limits;
    this.#observer = observer;
    this.#encoder = new RecordEncoder((kind) => observer.dropped(kind, 1, 'oversize'));
    this.#sealed = listSegments(directory);
    this.#acknowledgement = new Acknowledgement(join(directory, 'acknowledged'));
    const mark = this.#acknowledgement.read();
    const newest = [...this.#sealed.keys()].at(-1) ?? mark?.segment ?? 1;
    const size = this.#sealed.has(newest) ? cutTornTail(segmentPath(directory, newest)) : 0;
    this.#sealed.delete(newest);
    this.#open = new OpenSegment(directory, newest, size);
    this.#acknowledged = this.#believe(mark);
    this.#readThrough = this.#acknowledged.segment;
    this.#deleteAcknowledged();
  }

  /** Everything before it is safe in the control plane. */
  get acknowledged(): OutboxPosition {
    return this.#acknowledged;
  }

  /** Where what was appended so far ends; undefined while some of it waits in memory, for a place that is not known yet. */
  get end(): OutboxPosition | undefined {
    if (this.#unwritten.length > 0) return undefined;
    return { segment: this.#open.number, offset: this.#open.size };
  }

  /** Bytes on disk and in memory that are not acknowledged. */
  get pendingBytes(): number {
    return this.#diskBytes() - this.#acknowledged.offset + this.#unwrittenBytes;
  }

  /** Registers the one who delivers; it is called after each append. */
  onAppend(wake: () => void): void {
    this.#onAppend = wake;
  }

  /**
   * Takes a record. Never throws: while the disk refuses, records wait in memory, and what finds no
   * room there is counted as lost. A record of 800 bytes takes 12 µs of CPU, 9 of it to encode (Node 20, two busy cores).
   */
  append(record: SettledRecord): void {
    this.appendAll([record]);
  }

  /** Takes several records with one write. As {@link append}, but what finds no room is lost together. */
  appendAll(records: readonly SettledRecord[]): void {
    try {
      const counts = this.#encoder.encode(records);
      if (this.#put(this.#encoder.frames)) this.#observer.appended(counts);
      else this.#drop(counts, 'disk');
    } catch (error) {
      this.#observer.failed(error);
    }
    this.#onAppend();
  }

  /** Writes what waits in memory, if the disk takes it again. */
  retryWrites(): void {
    while (this.#unwritten.length > 0) {
      const [first] = this.#unwritten;
      if (first === undefined || !this.#write(first)) return;
      this.#unwritten.shift();
      this.#unwrittenBytes -= first.length;
    }
  }

  /** Size of a segment; undefined when it is gone. */
  sizeOf(segment: number): number | undefined {
    return segment === this.#open.number ? this.#open.size : this.#sealed.get(segment);
  }

  /** Oldest segment after this one; undefined when there is none. */
  segmentAfter(segment: number): number | undefined {
    for (const number of this.#sealed.keys()) if (number > segment) return number;
    return this.#open.number > segment ? this.#open.number : undefined;
  }

  /** What was written last from that place on, while it is still in memory; else it must be read. Valid within this turn. */
  recentFrom(segment: number, offset: number): Buffer | undefined {
    return this.#recent.from(segment, offset);
  }

  /** Says that segments up to this one are being read, so that they must stay as they are. */
  holdThrough(segment: number): void {
    this.#readThrough = segment;
  }

  /** Says that the rest of a segment is no frames, as after a power failure. How many there were is not known. */
  reportDamage(segment: number): void {
    this.#observer.failed(new Error(`segment ${segment} of the outbox is damaged`));
  }

  /** Forgets what is safe in the control plane. Going back is ignored. */
  acknowledge(position: OutboxPosition): void {
    const { segment, offset } = this.#acknowledged;
    if (position.segment < segment) return;
    if (position.segment === segment && position.offset <= offset) return;
    this.#acknowledged = position;
    try {
      // Before the mark, which a full disk refuses: room is made first, and an old mark only means sending twice.
      if (this.#isStuck()) this.#rotate();
      else this.#deleteAcknowledged();
      this.#acknowledgement.write(position);
    } catch (error) {
      this.#observer.failed(error);
    }
  }

  /** Whether the disk refuses more, and the open segment only takes up room. */
  #isStuck(): boolean {
    const isRead = this.#acknowledged.offset === this.#open.size;
    return isRead && this.#acknowledged.segment === this.#open.number && this.#unwrittenBytes > 0;
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.retryWrites();
    this.#open.close();
    this.#acknowledgement.close();
  }

  /** Whether the bytes found a place, on disk or in memory. */
  #put(frames: Buffer): boolean {
    if (this.#unwritten.length > 0) this.retryWrites();
    if (this.#unwritten.length === 0 && this.#write(frames)) return true;
    if (this.#unwrittenBytes + frames.length > this.#limits.unwrittenBytesMax) return false;
    this.#unwritten.push(Buffer.from(frames));
    this.#unwrittenBytes += frames.length;
    return true;
  }

  #drop(counts: FrameCounts, reason: DropReason): void {
    this.#observer.dropped('usage', counts.usage, reason);
    this.#observer.dropped('decision', counts.decision, reason);
  }

  #write(frames: Buffer): boolean {
    try {
      const isEmpty = this.#open.size === 0;
      if (!isEmpty && this.#open.size + frames.length > this.#limits.segmentBytesMax)
        this.#rotate();
      const offset = this.#open.size;
      this.#open.write(frames);
      this.#recent.add(this.#open.number, offset, frames);
      return true;
    } catch (error) {
      this.#observer.failed(error);
      return false;
    }
  }

  #rotate(): void {
    const next = new OpenSegment(this.directory, this.#open.number + 1, 0);
    this.#sealed.set(this.#open.number, this.#open.size);
    this.#open.close();
    this.#open = next;
    this.#deleteAcknowledged();
    this.#shrink();
  }

  /** Makes room for one more segment. Each step takes about 20 ms, once in 8 MiB, and only beyond the bound. */
  #shrink(): void {
    const bytesMax = this.#limits.bytesMax - this.#limits.segmentBytesMax;
    for (const [number] of this.#shrinkable()) {
      if (this.#diskBytes() <= bytesMax) return;
      if (this.#stripped.has(number)) continue;
      const { size, count } = stripDecisions(segmentPath(this.directory, number));
      this.#stripped.add(number);
      this.#sealed.set(number, size);
      this.#observer.dropped('decision', count, 'bound');
    }
    for (const [number] of this.#shrinkable()) {
      if (this.#diskBytes() <= bytesMax) return;
      const counts = dropSegment(segmentPath(this.directory, number));
      this.#forget(number);
      this.#drop(counts, 'bound');
    }
  }

  #shrinkable(): readonly (readonly [number, number])[] {
    return [...this.#sealed].filter(([number]) => number > this.#readThrough);
  }

  #diskBytes(): number {
    let sum = this.#open.size;
    for (const size of this.#sealed.values()) sum += size;
    return sum;
  }

  /** A mark that points outside of what is there is moved to where it makes sense; at worst records go twice. */
  #believe(mark: OutboxPosition | undefined): OutboxPosition {
    const first = this.#sealed.keys().next().value ?? this.#open.number;
    if (mark === undefined || mark.segment < first) return { segment: first, offset: 0 };
    const size = this.sizeOf(mark.segment);
    if (size === undefined) return { segment: this.#open.number, offset: 0 };
    return { segment: mark.segment, offset: Math.min(mark.offset, size) };
  }

  #deleteAcknowledged(): void {
    for (const [number, size] of this.#sealed) {
      const { segment, offset } = this.#acknowledged;
      if (number > segment || (number === segment && offset < size)) return;
      unlinkSync(segmentPath(this.directory, number));
      this.#forget(number);
      if (number !== segment) continue;
      this.#acknowledged = { segment: this.segmentAfter(number) ?? number, offset: 0 };
    }
  }

  #forget(segment: number): void {
    this.#sealed.delete(segment);
    this.#stripped.delete(segment);
  }
}
