import { codeAt } from '../../character.ts';
import { textUnits } from '../../text-units.ts';
import { decodeRun } from './decode.ts';
import type { Veiled } from './veil.ts';

/** A stretch of so many characters with signs between them shows at one of these places; a block has a whole number of them. */
const stride = 8;
/** What is set apart: letters by one sign to four, or bytes in hexadecimal. */
const apart = /\p{L}(?:[ .,_*|~·-]{1,4}\p{L}){5,2000}(?!\p{L})/uy;
const bytes = /[0-9a-f]{2}(?:[ ,:][0-9a-f]{2}){11,4000}(?![0-9a-z])/iy;
const separators = /[^\p{L}]+/gu;

const LETTER = 1;
const SEPARATOR = 2;
const HEX = 4;
/** From here on everything counts as a letter. */
const letterFrom = 0xc0;
const classes = createClasses();
const { units } = textUnits;
const noneFound: readonly Veiled[] = [];

/** Letters with signs between them, and bytes with signs between them, in the order of the text. */
export function listApart(text: string): readonly Veiled[] {
  let reader: ApartReader | undefined;
  for (let from = 0; from < text.length; ) {
    const length = textUnits.read(text, from);
    const end = Math.min(length, text.length - from - 3);
    for (let at = nextPlace(0, end); at < end; at = nextPlace(at + stride, end)) {
      reader ??= new ApartReader(text);
      reader.read(from + at);
    }
    from += length;
  }
  return reader?.found ?? noneFound;
}

/** From a place of the block on, the next where letters or a byte stand alone: each is asked without a branch, which would be guessed wrong. */
function nextPlace(from: number, end: number): number {
  const codes = units;
  for (let at = from; at < end; at += stride) {
    const first = classOf(codes[at + 1] ?? 0);
    const second = classOf(codes[at + 2] ?? 0);
    const third = classOf(codes[at + 3] ?? 0);
    const turn = first ^ second;
    const isApart = turn & (second ^ third) & (third ^ classOf(codes[at + 4] ?? 0)) & LETTER;
    const isByte = (first >> 1) & (second >> 2) & (third >> 2) & ~turn & 1;
    if ((isApart | isByte) !== 0) return at;
  }
  return end;
}

/** Reads what stands around places of a text, which come in its order. */
class ApartReader {
  readonly found: Veiled[] = [];
  readonly #text: string;
  /** Nothing begins before. */
  #from = 0;
  /** Places before are within what was found. */
  #nextAt = 0;
  /** From there what stands apart was read to no end: going back from a later place to it would come to the same. */
  #lettersAt = -1;
  #bytesAt = -1;

  constructor(text: string) {
    this.#text = text;
  }

  read(at: number): void {
    if (at < this.#nextAt) return;
    const isByte = this.#is(LETTER, at) === this.#is(LETTER, at + 1);
    const one = isByte ? this.#readBytes(at + 1) : this.#readLetters(at);
    if (one === undefined) return;
    this.found.push(one);
    this.#from = one.end;
    this.#nextAt = one.end + 1;
    this.#lettersAt = -1;
    this.#bytesAt = -1;
  }

  /** Goes back to the first byte, too. */
  #readBytes(from: number): Veiled | undefined {
    if (codeAt(this.#text, from + 2) !== codeAt(this.#text, from - 1)) return undefined;
    const known = this.#bytesAt;
    this.#bytesAt = from;
    let start = from;
    while (start !== known && this.#isByteBefore(start)) start -= 3;
    if (start === known) return undefined;
    bytes.lastIndex = start;
    const run = bytes.exec(this.#text)?.[0];
    const plain = run === undefined ? undefined : decodeRun(run.replace(/[ ,:]/g, ''));
    if (run === undefined || plain === undefined) return undefined;
    return { start, end: start + run.length, plain };
  }

  #isByteBefore(start: number): boolean {
    return (
      start - 3 >= this.#from &&
      this.#is(SEPARATOR, start - 1) &&
      this.#is(HEX, start - 2) &&
      this.#is(HEX, start - 3)
    );
  }

  /** Goes back to where it begins: as far as letters stand alone. */
  #readLetters(at: number): Veiled | undefined {
    const from = this.#is(LETTER, at) ? at : at + 1;
    const known = this.#lettersAt;
    this.#lettersAt = from;
    let start = from;
    while (start !== known && this.#isAloneBefore(start)) start -= 2;
    if (start === known) return undefined;
    apart.lastIndex = start;
    const run = apart.exec(this.#text)?.[0];
    if (run === undefined) return undefined;
    return { start, end: start + run.length, plain: join(run) };
  }

  #isAloneBefore(start: number): boolean {
    return (
      start - 2 >= this.#from &&
      this.#is(LETTER, start - 2) &&
      !this.#is(LETTER, start - 1) &&
      !this.#is(LETTER, start - 3)
    );
  }

  #is(wanted: number, at: number): boolean {
    return (classOf(codeAt(this.#text, at)) & wanted) !== 0;
  }
}

/** The sign that is there most often goes, others part words. */
function join(run: string): string {
  const counts = new Map<string, number>();
  for (const [one] of run.matchAll(separators)) counts.set(one, (counts.get(one) ?? 0) + 1);
  const [most] = [...counts].toSorted(([, one], [, other]) => other - one)[0] ?? [' '];
  return run.replace(separators, (one) => (one === most ? '' : ' '));
}

function classOf(code: number): number {
  return code < letterFrom ? (classes[code] ?? 0) : LETTER;
}

function createClasses(): Uint8Array {
  return Uint8Array.from({ length: letterFrom }, (_, code) => {
    const character = String.fromCharCode(code);
    if (/[ ,:]/.test(character)) return SEPARATOR;
    if (/[0-9]/.test(character)) return HEX;
    if (/[a-f]/i.test(character)) return LETTER | HEX;
    return /[a-z]/i.test(character) ? LETTER : 0;
  });
}
