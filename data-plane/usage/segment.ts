import {
  closeSync,
  ftruncateSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { type FrameKind, readFrames } from './frame.ts';

const FILE_PATTERN = /^(\d{12})\.segment$/;

/** How many frames of each kind went. */
export type FrameCounts = Readonly<Record<FrameKind, number>>;

/** Path of a segment. */
export function segmentPath(directory: string, number: number): string {
  return join(directory, `${String(number).padStart(12, '0')}.segment`);
}

/** Sizes of all segments by number, oldest first. */
export function listSegments(directory: string): Map<number, number> {
  const numbers = readdirSync(directory)
    .flatMap((name) => FILE_PATTERN.exec(name)?.[1] ?? [])
    .map(Number)
    .toSorted((left, right) => left - right);
  return new Map(
    numbers.map((number) => [number, statSync(segmentPath(directory, number)).size] as const),
  );
}

/** Cuts what a crash left of an unfinished frame. Gives the size after it. */
export function cutTornTail(path: string): number {
  const bytes = readFileSync(path);
  let whole = 0;
  for (const frame of readFrames(bytes)) whole = frame.end;
  if (whole < bytes.length) truncateSync(path, whole);
  return whole;
}

/** Rewrites a segment without its decisions. Gives its new size and how many went. */
export function stripDecisions(path: string): { readonly size: number; readonly count: number } {
  const bytes = readFileSync(path);
  const kept: Buffer[] = [];
  let count = 0;
  let at = 0;
  for (const frame of readFrames(bytes)) {
    if (frame.kind === 'usage') kept.push(bytes.subarray(at, frame.end));
    else count += 1;
    at = frame.end;
  }
  const stripped = Buffer.concat(kept);
  const unfinished = `${path}.unfinished`;
  writeFileSync(unfinished, stripped, { mode: 0o600 });
  renameSync(unfinished, path);
  return { size: stripped.length, count };
}

/** Deletes a segment; gives what was in it. */
export function dropSegment(path: string): FrameCounts {
  const counts = { usage: 0, decision: 0 };
  for (const { kind } of readFrames(readFileSync(path))) counts[kind] += 1;
  unlinkSync(path);
  return counts;
}

/** The segment that is written to. Whatever it has taken is in the kernel. */
export class OpenSegment {
  readonly number: number;
  readonly #file: number;
  #size: number;
  #torn = false;

  /** Opens at the end, `size` bytes from the start. @throws Error when the file cannot be opened */
  constructor(directory: string, number: number, size: number) {
    this.number = number;
    this.#file = openSync(segmentPath(directory, number), 'a', 0o600);
    this.#size = size;
  }

  get size(): number {
    return this.#size;
  }

  /** Takes all of the bytes or none. @throws Error of the disk */
  write(bytes: Buffer): void {
    // A frame that was cut would hide all that follow it.
    if (this.#torn) ftruncateSync(this.#file, this.#size);
    this.#torn = true;
    let at = 0;
    while (at < bytes.length) at += writeSync(this.#file, bytes, at, bytes.length - at);
    this.#torn = false;
    this.#size += bytes.length;
  }

  close(): void {
    closeSync(this.#file);
  }
}
