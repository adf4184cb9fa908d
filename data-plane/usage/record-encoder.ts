import type { DecisionRecord } from '../../proto/generated/gatehouse/usage/v1/DecisionRecord.ts';
import type { UsageEvent } from '../../proto/generated/gatehouse/usage/v1/UsageEvent.ts';
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

  /** Frames of what was encoded last; the next overwrite them. */
  get frames(): Buffer {
    return this.#writer.view();
  }

  encode(records: readonly SettledRecord[]): FrameCounts {
    this.#writer.reset();
    let usage = 0;
    let decision = 0;
    for (const record of records) {
      for (const event of record.usageEvents) this.#encodeUsage(event);
      usage += record.usageEvents.length;
      if (record.decision === undefined) continue;
      this.#encodeDecision(record.decision);
      decision += 1;
    }
    return { usage, decision };
  }

  #encodeUsage(event: UsageEvent): void {
    const start = this.#begin();
    encodeUsageEvent(this.#writer, event);
    this.#end(start, 'usage');
  }

  #encodeDecision(decision: DecisionRecord): void {
    const start = this.#begin();
    encodeDecision(this.#writer, decision);
    this.#end(start, 'decision');
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
