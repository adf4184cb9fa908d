import { encodeDecision, encodeUsageEvent } from './encode-record.ts';
import { FRAME_BYTES_MAX, FRAME_HEADER_BYTES, type FrameKind, sealFrame } from './frame.ts';
import { ProtoWriter } from './proto-writer.ts';
import type { FrameCounts } from './segment.ts';
import type { SettledRecord } from './settled-record.ts';

/** Turns settled records into frames of a segment: usage first, so that a bound that drops decisions leaves it. */
export class RecordEncoder {
  readonly #writer = new ProtoWriter();
  readonly #onOversize: (kind: FrameKind) => void;

  /** `onOversize` is told of a frame that no segment takes; it is left out. */
  constructor(onOversize: (kind: FrameKind) => void) {
    this.#onOversize = onOversize;
  }

  /** Frames of the record that was encoded last; the next one overwrites them. */
  get frames(): Buffer {
    return this.#writer.view();
  }

  encode({ usageEvents, decision }: SettledRecord): FrameCounts {
    const writer = this.#writer;
    writer.reset();
    for (const event of usageEvents) {
      const start = this.#begin();
      encodeUsageEvent(writer, event);
      this.#end(start, 'usage');
    }
    if (decision === undefined) return { usage: usageEvents.length, decision: 0 };
    const start = this.#begin();
    encodeDecision(writer, decision);
    this.#end(start, 'decision');
    return { usage: usageEvents.length, decision: 1 };
  }

  #begin(): number {
    const start = this.#writer.position;
    this.#writer.skip(FRAME_HEADER_BYTES);
    return start;
  }

  #end(start: number, kind: FrameKind): void {
    const frame = this.#writer.view(start);
    if (frame.length <= FRAME_BYTES_MAX) {
      sealFrame(frame, kind);
      return;
    }
    this.#writer.rewind(start);
    this.#onOversize(kind);
  }
}
