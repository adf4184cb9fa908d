import { textUnits } from '../text-units.ts';
import { phrasesAt, slotAt, unspacedMin, type WordPlace } from './anchor-index.ts';
import type { InjectionKind } from './injection-kind.ts';
import type { Phrase } from './phrase.ts';
import { CODE, kindOf, LETTER, SIGN } from './unit-kind.ts';

/** Where a phrase stands. */
export interface PhraseMatch {
  readonly kind: InjectionKind;
  readonly weight: number;
  readonly start: number;
  readonly end: number;
  /** What it may do in an order: bits of `slot`. Where the weight is 0 it is that alone. */
  readonly bits: number;
}

/** Shorter runs hide no instruction. */
const runMin = 24;

const { units } = textUnits;

/** Where phrases begin: for each beginning of a word, one look-up by its first three characters. */
export interface WordIndex {
  /** Whether a word may begin with an ASCII character behind another; 0 is any other character, and the beginning of the text. */
  mayBegin(before: number, code: number): boolean;
  /** Of the phrases that begin as the text does at this place of {@link textUnits}; 0 for none, as mostly. */
  slotAt(index: number): number;
  /** The weightiest of them that stands at `position` of the text, if a word begins there. */
  findAt(text: string, position: number, place: WordPlace): PhraseMatch | undefined;
}

export const wordIndex: WordIndex = {
  mayBegin(before, code) {
    if (code === 0 || (kindOf(code) & SIGN) !== 0) return true;
    return (kindOf(before) & LETTER) === 0 && (kindOf(code) & LETTER) !== 0;
  },
  slotAt,
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
  return (kindOf(text.charCodeAt(position)) & CODE) !== 0;
}

/**
 * The weightiest phrase that begins at a position of the text, which is `index` of {@link units}, and what may be
 * done in an order by what begins there.
 */
function matchAt(text: string, start: number, place: WordPlace): PhraseMatch | undefined {
  let best: PhraseMatch | undefined;
  let bits = 0;
  for (const phrase of phrasesAt(place)) {
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
