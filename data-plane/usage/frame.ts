import { crc32 } from 'node:zlib';

/** What a frame of a segment holds. */
export type FrameKind = 'usage' | 'decision';

/** Bytes before the payload: its length (4), CRC-32 of kind and payload (4), kind (1). */
export const FRAME_HEADER_BYTES = 9;
/** Larger records are not kept: no batch could carry them. */
export const FRAME_BYTES_MAX = 262_144;

const KINDS: readonly FrameKind[] = ['usage', 'decision'];

/** One frame, found in a run of bytes. */
export interface Frame {
  readonly kind: FrameKind;
  readonly payload: Buffer;
  /** Where the next frame begins, in the same bytes. */
  readonly end: number;
}

/** Fills in the header of a frame whose payload is already in place. */
export function sealFrame(frame: Buffer, kind: FrameKind): void {
  frame[8] = KINDS.indexOf(kind);
  frame.writeUInt32LE(frame.length - FRAME_HEADER_BYTES, 0);
  frame.writeUInt32LE(crc32(frame.subarray(8)), 4);
}

/** The frame at `start`; `cut` when it goes on beyond the bytes, `bad` when it is none. */
export function readFrame(bytes: Buffer, start: number): Frame | 'cut' | 'bad' {
  if (bytes.length - start < FRAME_HEADER_BYTES) return 'cut';
  const length = bytes.readUInt32LE(start);
  if (length === 0 || length > FRAME_BYTES_MAX) return 'bad';
  const end = start + FRAME_HEADER_BYTES + length;
  if (end > bytes.length) return 'cut';
  const kind = KINDS[bytes[start + 8] ?? KINDS.length];
  const sum = crc32(bytes.subarray(start + 8, end));
  if (kind === undefined || sum !== bytes.readUInt32LE(start + 4)) return 'bad';
  return { kind, payload: bytes.subarray(start + FRAME_HEADER_BYTES, end), end };
}

/** All frames from the start of the bytes, up to the first that is not whole. */
export function* readFrames(bytes: Buffer): Generator<Frame, void, void> {
  let at = 0;
  for (;;) {
    const frame = readFrame(bytes, at);
    if (typeof frame === 'string') return;
    yield frame;
    at = frame.end;
  }
}
