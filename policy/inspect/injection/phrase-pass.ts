import { lookaheadChars, textUnits } from '../text-units.ts';
import type { InjectionKind } from './injection-kind.ts';
import { type Phrase, weakWeight } from './phrase.ts';
import { phrases } from './phrase-list.ts';

/** Where a phrase stands. */
export interface PhraseMatch {
  readonly kind: InjectionKind;
  readonly weight: number;
  readonly start: number;
  readonly end: number;
}

interface Anchor {
  readonly lowBits: Uint8Array;
  readonly phrase: Phrase;
}

const LETTER = 1;
/** Signs that begin what delimits roles. */
const SIGN = 2;
/** What an encoded text is made of, besides letters: digits, `+`, `/`, `=`, `-`, `_`, `%`. */
const CODE = 4;
/** Chinese, Japanese and the like put no space between words. */
const unspacedMin = 0x2e80;
/** Shorter runs hide no instruction. */
export const runMin = 24;

/** A letter that is not of ASCII. */
const FOREIGN = LETTER;
const hashCount = 1 << 15;
/** Five bits, which are the same for both cases of a letter. */
const lowMask = 31;

const { units } = textUnits;
const classes = createClasses();
/** By the low bits of three characters. */
const slots = new Uint16Array(hashCount);
const anchors: readonly (readonly Anchor[])[] = indexAnchors();

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
    if (code === 0) return true;
    return (kindOf(before) & LETTER) === 0 && (kindOf(code) & (LETTER | SIGN)) !== 0;
  },
  slotAt(index) {
    return slots[hashOf(units[index] ?? 0, units[index + 1] ?? 0, units[index + 2] ?? 0)] ?? 0;
  },
  findAt(text, position, place) {
    if (!beginsWord(place.index) || position + 2 >= text.length) return undefined;
    return matchAt(text, position, place);
  },
};

function beginsWord(index: number): boolean {
  const code = units[index] ?? 0;
  const isFree = (kindOf(units[index - 1] ?? 0) & LETTER) === 0 || code >= unspacedMin;
  return isFree && (kindOf(code) & (LETTER | SIGN)) !== 0;
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

/** The weightiest phrase that begins at a position of the text, which is `index` of {@link units}. */
function matchAt(text: string, start: number, { index, slot }: WordPlace): PhraseMatch | undefined {
  let best: PhraseMatch | undefined;
  const candidates = anchors[slot - 1] ?? [];
  for (let number = 0; number < candidates.length; number += 1) {
    const candidate = candidates[number];
    if (candidate === undefined || !startsWithAnchor(index, candidate.lowBits)) continue;
    const match = matchPhrase(text, start, candidate.phrase);
    if (match !== undefined && (best === undefined || match.weight > best.weight)) best = match;
  }
  return best;
}

/** The first three characters were compared by the hash. */
function startsWithAnchor(index: number, lowBits: Uint8Array): boolean {
  for (let offset = 3; offset < lowBits.length; offset += 1)
    if (((units[index + offset] ?? 0) & lowMask) !== lowBits[offset]) return false;
  return true;
}

function matchPhrase(text: string, start: number, phrase: Phrase): PhraseMatch | undefined {
  const { kind, pattern, strong } = phrase;
  pattern.lastIndex = start;
  if (!pattern.test(text)) return undefined;
  const end = pattern.lastIndex;
  const isWeak = strong !== undefined && !strong.test(text.slice(start, end));
  return { kind, weight: isWeak ? weakWeight : phrase.weight, start, end };
}

function hashOf(first: number, second: number, third: number): number {
  return ((first & lowMask) << 10) | ((second & lowMask) << 5) | (third & lowMask);
}

function indexAnchors(): readonly (readonly Anchor[])[] {
  const lists: Anchor[][] = [];
  for (const phrase of phrases)
    for (const anchor of phrase.anchors)
      for (const start of startsOf(anchor)) {
        const hash = hashOf(start.charCodeAt(0), start.charCodeAt(1), start.charCodeAt(2));
        const slot = slots[hash] || lists.push([]);
        slots[hash] = slot;
        lists[slot - 1]?.push({ lowBits: lowBitsOf(start), phrase });
      }
  return lists;
}

/** As far as is read ahead: what is longer is left to the pattern. */
function lowBitsOf(anchor: string): Uint8Array {
  const read = anchor.slice(0, lookaheadChars);
  return Uint8Array.from(read, (_, index) => read.charCodeAt(index) & lowMask);
}

/** An anchor of two characters may be followed by anything. */
function startsOf(anchor: string): readonly string[] {
  if (anchor.length > 2) return [anchor];
  return Array.from({ length: 32 }, (_, low) => anchor + String.fromCharCode(0x60 + low));
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
