import { decodeRun } from './decode.ts';
import type { Veiled } from './veil.ts';

/** A stretch of so many characters with signs between them shows at one of these places. */
const stride = 8;
/** What is set apart: letters by one sign to four, or bytes in hexadecimal. */
const apart = /\p{L}(?:[ .,_*|~·-]{1,4}\p{L}){5,2000}(?!\p{L})/uy;
const bytes = /[0-9a-f]{2}(?:[ ,:][0-9a-f]{2}){11,4000}(?![0-9a-z])/iy;
const separators = /[^\p{L}]+/gu;

/** Letters with signs between them, and bytes with signs between them, in the order of the text. */
export function listApart(text: string): readonly Veiled[] {
  let found: Veiled[] | undefined;
  let from = 0;
  for (let at = 0; at + 3 < text.length; at += stride) {
    const one = readApart(text, at, from);
    if (one === undefined) continue;
    from = one.end;
    found ??= [];
    found.push(one);
    at = one.end + (stride - (one.end % stride)) - stride;
  }
  return found ?? [];
}

/** Nothing begins before `from`. */
function readApart(text: string, at: number, from: number): Veiled | undefined {
  const first = isLetterAt(text, at);
  if (first !== isLetterAt(text, at + 1)) {
    if (first !== isLetterAt(text, at + 2) || first === isLetterAt(text, at + 3)) return undefined;
    return readLetters(text, at, from);
  }
  return isSeparatorAt(text, at) && isHexAt(text, at + 1) && isHexAt(text, at + 2)
    ? readBytes(text, at, from)
    : undefined;
}

/** Goes back to the first byte, too. */
function readBytes(text: string, at: number, from: number): Veiled | undefined {
  if (text.charCodeAt(at + 3) !== text.charCodeAt(at)) return undefined;
  let start = at + 1;
  while (
    start - 3 >= from &&
    isSeparatorAt(text, start - 1) &&
    isHexAt(text, start - 2) &&
    isHexAt(text, start - 3)
  )
    start -= 3;
  bytes.lastIndex = start;
  const run = bytes.exec(text)?.[0];
  const plain = run === undefined ? undefined : decodeRun(run.replace(/[ ,:]/g, ''));
  if (run === undefined || plain === undefined) return undefined;
  return { start, end: start + run.length, plain };
}

function isSeparatorAt(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return code === 0x20 || code === 0x2c || code === 0x3a;
}

function isHexAt(text: string, at: number): boolean {
  const code = text.charCodeAt(at);
  return (code >= 0x30 && code <= 0x39) || ((code | 0x20) >= 0x61 && (code | 0x20) <= 0x66);
}

/** Goes back to where it begins: as far as letters stand alone. */
function readLetters(text: string, at: number, from: number): Veiled | undefined {
  let start = isLetterAt(text, at) ? at : at + 1;
  while (
    start - 2 >= from &&
    isLetterAt(text, start - 2) &&
    !isLetterAt(text, start - 1) &&
    !isLetterAt(text, start - 3)
  )
    start -= 2;
  apart.lastIndex = start;
  const run = apart.exec(text)?.[0];
  if (run === undefined) return undefined;
  return { start, end: start + run.length, plain: join(run) };
}

/** The sign that is there most often goes, others part words. */
function join(run: string): string {
  const counts = new Map<string, number>();
  for (const [one] of run.matchAll(separators)) counts.set(one, (counts.get(one) ?? 0) + 1);
  const [most] = [...counts].toSorted(([, one], [, other]) => other - one)[0] ?? [' '];
  return run.replace(separators, (one) => (one === most ? '' : ' '));
}

function isLetterAt(text: string, at: number): boolean {
  const code = text.charCodeAt(at) | 0x20;
  return (code >= 0x61 && code <= 0x7a) || code >= 0xc0;
}
