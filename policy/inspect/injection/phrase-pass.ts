import { lookaheadChars, textUnits } from '../text-units.ts';
import type { InjectionKind } from './injection-kind.ts';
import type { Phrase } from './phrase.ts';
import { phrases } from './phrase-list.ts';

/** Where a phrase stands. */
export interface PhraseMatch {
  readonly kind: InjectionKind;
  readonly weight: number;
  readonly start: number;
  readonly end: number;
  /** What it may do in an order: bits of `slot`. Where the weight is 0 it is that alone. */
  readonly bits: number;
}

interface Anchor {
  /** Its first two characters. */
  readonly first: number;
  readonly second: number;
  readonly lowBits: Uint8Array;
  readonly length: number;
  readonly phrase: Phrase;
}

const LETTER = 1;
/** Signs that begin what delimits roles. */
const SIGN = 2;
/** What an encoded text is made of, besides letters: digits, `+`, `/`, `=`, `-`, `_`, `%`. */
const CODE = 4;
/** Thai, Chinese, Japanese and the like put no space between words. */
const unspacedMin = 0x0e00;
/** Shorter runs hide no instruction. */
export const runMin = 24;

/** A letter that is not of ASCII. */
const FOREIGN = LETTER;
const hashCount = 1 << 15;
/** Five bits, which are the same for both cases of a letter. */
const lowMask = 31;
/** All but what tells upper from lower case in Latin, Greek and Cyrillic. */
const scriptMask = 0xff9f;

const { units } = textUnits;
const classes = createClasses();
/** By the low bits of three characters. */
const slots = new Uint16Array(hashCount);
/** Of scripts without spaces, by two characters: words are that short. */
const wideSlots = new Uint16Array(hashCount);
const anchors: readonly (readonly Anchor[])[] = indexAnchors();
/** By slot: which low bits the fourth and the fifth character of its anchors have. Half of the words that have a slot stop here. */
const fourths = maskAnchors(3);
const fifths = maskAnchors(4);

/** Where phrases begin: for each beginning of a word, one look-up by its first three characters. */
export interface WordIndex {
  /** Whether a word may begin with an ASCII character behind another; 0 is any other character, and the beginning of the text. */
  mayBegin(before: number, code: number): boolean;
  /** Of the phrases that begin as the text does at this place of {@link textUnits}; 0 for none, as mostly. */
  slotAt(index: number): number;
  /** The weightiest of them that stands at `position` of the text, if a word begins there. */
  findAt(text: string, position: number, place: WordPlace): PhraseMatch | undefined;
}

/** A place of {@link textUnits} and its slot. */
export interface WordPlace {
  readonly index: number;
  readonly slot: number;
}

export const wordIndex: WordIndex = {
  mayBegin(before, code) {
    if (code === 0 || (kindOf(code) & SIGN) !== 0) return true;
    return (kindOf(before) & LETTER) === 0 && (kindOf(code) & LETTER) !== 0;
  },
  slotAt(index) {
    const first = units[index] ?? 0;
    const second = units[index + 1] ?? 0;
    if (first >= unspacedMin) return wideSlots[wideHashOf(first, second)] ?? 0;
    const slot = slots[hashOf(first, second, units[index + 2] ?? 0)] ?? 0;
    if (slot === 0) return 0;
    const isFourth = ((fourths[slot] ?? 0) >> ((units[index + 3] ?? 0) & lowMask)) & 1;
    return isFourth & ((fifths[slot] ?? 0) >> ((units[index + 4] ?? 0) & lowMask)) ? slot : 0;
  },
  findAt(text, position, place) {
    if (!beginsWord(place.index) || position + 1 >= text.length) return undefined;
    return matchAt(text, position, place);
  },
};

function beginsWord(index: number): boolean {
  const code = units[index] ?? 0;
  if (code >= unspacedMin || (kindOf(code) & SIGN) !== 0) return true;
  return (kindOf(units[index - 1] ?? 0) & LETTER) === 0 && (kindOf(code) & LETTER) !== 0;
}

function kindOf(code: number): number {
  return code < 128 ? (classes[code] ?? 0) : FOREIGN;
}

/** Characters that could be an encoded text. */
export interface Run {
  readonly start: number;
  readonly end: number;
}

/**
 * The next run of characters that could be an encoded text. Where the last character of a window is none
 * of them, the whole window is skipped.
 */
export function findRun(text: string, from: number): Run | undefined {
  let start = from;
  while (start + runMin <= text.length) {
    let last = start + runMin - 1;
    while (last >= start && isCodeAt(text, last)) last -= 1;
    if (last < start) return { start, end: endOfCode(text, start + runMin) };
    start = last + 1;
  }
  return undefined;
}

function endOfCode(text: string, from: number): number {
  let end = from;
  while (end < text.length && isCodeAt(text, end)) end += 1;
  return end;
}

function isCodeAt(text: string, position: number): boolean {
  const code = text.charCodeAt(position);
  return code < 128 && ((classes[code] ?? 0) & CODE) !== 0;
}

/**
 * The weightiest phrase that begins at a position of the text, which is `index` of {@link units}, and what may be
 * done in an order by what begins there.
 */
function matchAt(text: string, start: number, { index, slot }: WordPlace): PhraseMatch | undefined {
  let best: PhraseMatch | undefined;
  let bits = 0;
  const candidates = anchors[slot - 1] ?? [];
  for (let number = 0; number < candidates.length; number += 1) {
    const candidate = candidates[number];
    if (candidate === undefined || !startsWithAnchor(index, candidate)) continue;
    const { phrase } = candidate;
    if (phrase.isWhole && isLetterAt(text, start + candidate.length)) continue;
    bits |= phrase.bits;
    best = heavierOf(best, matchPhrase(text, start, phrase));
  }
  if (bits === 0) return best;
  return best === undefined ? hintAt(start, bits) : { ...best, bits };
}

function matchPhrase(text: string, start: number, phrase: Phrase): PhraseMatch | undefined {
  const { kind, pattern, weight } = phrase;
  if (pattern === undefined) return undefined;
  pattern.lastIndex = start;
  return pattern.test(text) ? { kind, weight, start, end: pattern.lastIndex, bits: 0 } : undefined;
}

function heavierOf(
  one: PhraseMatch | undefined,
  other: PhraseMatch | undefined,
): PhraseMatch | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return other.weight > one.weight ? other : one;
}

function hintAt(start: number, bits: number): PhraseMatch {
  return { kind: 'instruction_override', weight: 0, start, end: start + 1, bits };
}

/** The low bits of the first three characters were compared by the hash; here, whether they are of its script. */
function startsWithAnchor(index: number, { first, second, lowBits }: Anchor): boolean {
  if ((((units[index] ?? 0) ^ first) & scriptMask) !== 0) return false;
  if ((((units[index + 1] ?? 0) ^ second) & scriptMask) !== 0) return false;
  for (let offset = 2; offset < lowBits.length; offset += 1)
    if (((units[index + offset] ?? 0) & lowMask) !== lowBits[offset]) return false;
  return true;
}

function isLetterAt(text: string, position: number): boolean {
  return position < text.length && (kindOf(text.charCodeAt(position)) & LETTER) !== 0;
}

function hashOf(first: number, second: number, third: number): number {
  return ((first & lowMask) << 10) | ((second & lowMask) << 5) | (third & lowMask);
}

function wideHashOf(first: number, second: number): number {
  return ((first << 7) ^ second) & (hashCount - 1);
}

function indexAnchors(): readonly (readonly Anchor[])[] {
  const lists: Anchor[][] = [];
  for (const phrase of phrases)
    for (const anchor of phrase.anchors)
      for (const start of startsOf(anchor)) {
        const [first, second] = [start.charCodeAt(0), start.charCodeAt(1)];
        const isWide = first >= unspacedMin;
        const table = isWide ? wideSlots : slots;
        const hash = isWide
          ? wideHashOf(first, second)
          : hashOf(first, second, start.charCodeAt(2));
        const slot = table[hash] || lists.push([]);
        table[hash] = slot;
        const { length } = anchor;
        lists[slot - 1]?.push({ first, second, lowBits: lowBitsOf(start), length, phrase });
      }
  return lists;
}

/** Bits of the characters at an offset; all of them where an anchor has none there. */
function maskAnchors(offset: number): Int32Array {
  const masks = anchors.map((list) =>
    list.reduce((mask, { lowBits }) => {
      const low = lowBits[offset];
      return low === undefined ? -1 : mask | (1 << low);
    }, 0),
  );
  return Int32Array.from([0, ...masks]);
}

/** As far as is read ahead: what is longer is left to the pattern. */
function lowBitsOf(anchor: string): Uint8Array {
  const read = anchor.slice(0, lookaheadChars);
  return Uint8Array.from(read, (_, index) => read.charCodeAt(index) & lowMask);
}

/** An anchor of two characters may be followed by anything; capitals may have other low bits. */
function startsOf(anchor: string): readonly string[] {
  const upper = anchor.toUpperCase();
  const cases = isAlike(anchor, upper) ? [anchor] : [anchor, upper];
  if (anchor.length > 2 || anchor.charCodeAt(0) >= unspacedMin) return cases;
  return cases.flatMap((one) =>
    Array.from({ length: 32 }, (_, low) => one + String.fromCharCode(0x60 + low)),
  );
}

function isAlike(one: string, other: string): boolean {
  for (let index = 0; index < one.length; index += 1)
    if ((one.charCodeAt(index) & lowMask) !== (other.charCodeAt(index) & lowMask)) return false;
  return true;
}

function createClasses(): Uint8Array {
  const table = new Uint8Array(128);
  for (let code = 0; code < 128; code += 1) {
    const character = String.fromCharCode(code);
    if (/[A-Za-z]/.test(character)) table[code] = LETTER | CODE;
    else if (/[0-9+/=_%-]/.test(character)) table[code] = CODE;
    else if (/[<[#]/.test(character)) table[code] = SIGN;
  }
  return table;
}
