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
  readonly text: string;
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
const hashMask = 0x7fff;

const classes = createClasses();
/** By the low five bits of three characters, which are the same for both cases of a letter. */
const slots = new Uint16Array(hashMask + 1);
const anchors: readonly (readonly Anchor[])[] = indexAnchors();

/** One pass over a text: for each beginning of a word, one look-up by its first three characters. */
export function findPhrases(text: string, note: (match: PhraseMatch) => void): void {
  const { length } = text;
  let previous = 0;
  let resumeAt = 0;
  let hash = 0;
  /** The lowest bit is set where a word begins at this position, the next where one began before. */
  let begins = 0;
  for (let position = 0; position < length; position += 1) {
    const code = text.charCodeAt(position);
    const kind = kindOf(code);
    begins <<= 1;
    const isFree = (previous & LETTER) === 0 || code >= unspacedMin;
    if (isFree && (kind & (LETTER | SIGN)) !== 0) begins |= 1;
    previous = kind;
    hash = ((hash << 5) | (code & 31)) & hashMask;
    if ((begins & 4) === 0) continue;
    const slot = slots[hash] ?? 0;
    if (slot === 0 || position - 2 < resumeAt) continue;
    const match = matchAt(text, position - 2, slot);
    if (match === undefined) continue;
    note(match);
    resumeAt = match.end;
  }
}

function kindOf(code: number): number {
  return code < 128 ? (classes[code] ?? 0) : FOREIGN;
}

/**
 * Runs of characters that could be an encoded text. Where the last character of a window is none
 * of them, the whole window is skipped.
 */
export function findRuns(text: string, note: (start: number, end: number) => void): void {
  let start = 0;
  while (start + runMin <= text.length) {
    let last = start + runMin - 1;
    while (last >= start && isCodeAt(text, last)) last -= 1;
    if (last >= start) {
      start = last + 1;
      continue;
    }
    let end = start + runMin;
    while (end < text.length && isCodeAt(text, end)) end += 1;
    note(start, end);
    start = end + 1;
  }
}

function isCodeAt(text: string, position: number): boolean {
  const code = text.charCodeAt(position);
  return code < 128 && ((classes[code] ?? 0) & CODE) !== 0;
}

/** The weightiest phrase that begins here. */
function matchAt(text: string, start: number, slot: number): PhraseMatch | undefined {
  let best: PhraseMatch | undefined;
  for (const { text: anchor, phrase } of anchors[slot - 1] ?? []) {
    if (!startsWithAnchor(text, start, anchor)) continue;
    const { pattern, strong } = phrase;
    pattern.lastIndex = start;
    if (!pattern.test(text)) continue;
    const end = pattern.lastIndex;
    const isWeak = strong !== undefined && !strong.test(text.slice(start, end));
    const weight = isWeak ? weakWeight : phrase.weight;
    if (best === undefined || weight > best.weight)
      best = { kind: phrase.kind, weight, start, end };
  }
  return best;
}

function startsWithAnchor(text: string, start: number, anchor: string): boolean {
  for (let index = 3; index < anchor.length; index += 1)
    if ((text.charCodeAt(start + index) & 31) !== (anchor.charCodeAt(index) & 31)) return false;
  return true;
}

function hashAt(text: string, position: number): number {
  return (
    ((text.charCodeAt(position) & 31) << 10) |
    ((text.charCodeAt(position + 1) & 31) << 5) |
    (text.charCodeAt(position + 2) & 31)
  );
}

function indexAnchors(): readonly (readonly Anchor[])[] {
  const lists: Anchor[][] = [];
  for (const phrase of phrases)
    for (const anchor of phrase.anchors)
      for (const start of startsOf(anchor)) {
        const hash = hashAt(start, 0);
        const slot = slots[hash] || lists.push([]);
        slots[hash] = slot;
        lists[slot - 1]?.push({ text: start, phrase });
      }
  return lists;
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
