import { lookaheadChars, textUnits } from '../text-units.ts';
import type { Phrase } from './phrase.ts';
import { phrases } from './phrase-list.ts';
import { kindOf, LETTER } from './unit-kind.ts';

/** A place of {@link textUnits}, and which phrases may begin there. */
export interface WordPlace {
  readonly index: number;
  readonly slot: number;
}

interface Anchor {
  /** Its first two characters. */
  readonly first: number;
  readonly second: number;
  readonly lowBits: Uint8Array;
  readonly length: number;
  readonly phrase: Phrase;
}

/** The anchors of a slot follow one another. */
interface AnchorTable {
  readonly anchors: readonly Anchor[];
  /** By slot: where its anchors begin; those of the next begin where they end. */
  readonly begins: Int32Array;
  /** By anchor: the low bits of its fourth character to the ninth, and which of them it has. */
  readonly tails: Int32Array;
  readonly tailMasks: Int32Array;
}

/** Thai, Chinese, Japanese and the like put no space between words. */
export const unspacedMin = 0x0e00;

const hashCount = 1 << 15;
/** Five bits, which are the same for both cases of a letter. */
const lowMask = 31;
const lowBitCount = 5;
/** Most words that have a slot are told from its anchors by the characters behind the third: as many as a number holds. */
const tailFrom = 3;
const tailTo = 9;
/** All but what tells upper from lower case in Latin, Greek and Cyrillic. */
const scriptMask = 0xff9f;

const { units } = textUnits;
/** By the low bits of three characters. */
const slots = new Uint16Array(hashCount);
/** Of scripts without spaces, by two characters: words are that short. */
const wideSlots = new Uint16Array(hashCount);
const lists = listAnchors();
const { anchors, begins, tails, tailMasks } = tabulate(lists);
/** By slot: which low bits the fourth and the fifth character of its anchors have. Half of the words that have a slot stop here. */
const fourths = maskAnchors(lists, 3);
const fifths = maskAnchors(lists, 4);

const noPhrases: Phrase[] = [];

/** Of the phrases that begin as the text does there; 0 for none, as mostly. */
export function slotAt(index: number): number {
  const first = units[index] ?? 0;
  const second = units[index + 1] ?? 0;
  if (first >= unspacedMin) return wideSlots[wideHashOf(first, second)] ?? 0;
  const slot = slots[hashOf(first, second, units[index + 2] ?? 0)] ?? 0;
  if (slot === 0) return 0;
  const isFourth = ((fourths[slot] ?? 0) >> ((units[index + 3] ?? 0) & lowMask)) & 1;
  return isFourth & ((fifths[slot] ?? 0) >> ((units[index + 4] ?? 0) & lowMask)) ? slot : 0;
}

/** The phrases whose anchors stand there. */
export function phrasesAt({ index, slot }: WordPlace): readonly Phrase[] {
  let found = noPhrases;
  const tail = tailAt(index);
  const end = begins[slot + 1] ?? 0;
  for (let number = begins[slot] ?? 0; number < end; number += 1) {
    if (((tail ^ (tails[number] ?? 0)) & (tailMasks[number] ?? 0)) !== 0) continue;
    const anchor = anchors[number];
    if (anchor === undefined || !isAnchorAt(index, anchor)) continue;
    if (found === noPhrases) found = [anchor.phrase];
    else found.push(anchor.phrase);
  }
  return found;
}

/** The low bits of the fourth character to the ninth of what begins there. */
function tailAt(index: number): number {
  let tail = 0;
  for (let offset = tailFrom; offset < tailTo; offset += 1)
    tail |= ((units[index + offset] ?? 0) & lowMask) << (lowBitCount * (offset - tailFrom));
  return tail;
}

/** The low bits of the first three characters were compared by the hash; here, whether they are of its script. */
function isAnchorAt(index: number, anchor: Anchor): boolean {
  const { first, second, lowBits, length, phrase } = anchor;
  if ((((units[index] ?? 0) ^ first) & scriptMask) !== 0) return false;
  if ((((units[index + 1] ?? 0) ^ second) & scriptMask) !== 0) return false;
  for (let offset = 2; offset < lowBits.length; offset += 1)
    if (((units[index + offset] ?? 0) & lowMask) !== lowBits[offset]) return false;
  return !phrase.isWhole || (kindOf(units[index + length] ?? 0) & LETTER) === 0;
}

function hashOf(first: number, second: number, third: number): number {
  return ((first & lowMask) << 10) | ((second & lowMask) << 5) | (third & lowMask);
}

function wideHashOf(first: number, second: number): number {
  return ((first << 7) ^ second) & (hashCount - 1);
}

/** By slot; none has 0. */
function listAnchors(): readonly (readonly Anchor[])[] {
  const found: Anchor[][] = [[]];
  for (const phrase of phrases)
    for (const anchor of phrase.anchors)
      for (const start of startsOf(anchor)) {
        const [first, second] = [start.charCodeAt(0), start.charCodeAt(1)];
        const isWide = first >= unspacedMin;
        const table = isWide ? wideSlots : slots;
        const hash = isWide
          ? wideHashOf(first, second)
          : hashOf(first, second, start.charCodeAt(2));
        const slot = table[hash] || found.push([]) - 1;
        table[hash] = slot;
        const { length } = anchor;
        found[slot]?.push({ first, second, lowBits: lowBitsOf(start), length, phrase });
      }
  return found;
}

function tabulate(bySlot: readonly (readonly Anchor[])[]): AnchorTable {
  const all = bySlot.flat();
  const firsts = [0];
  for (const [slot, list] of bySlot.entries()) firsts.push((firsts[slot] ?? 0) + list.length);
  return {
    anchors: all,
    begins: Int32Array.from(firsts),
    tails: Int32Array.from(all, ({ lowBits }) => packTail(lowBits)),
    tailMasks: Int32Array.from(all, ({ lowBits }) => packTail(lowBits.map(() => lowMask))),
  };
}

function packTail(lowBits: Uint8Array): number {
  return lowBits
    .subarray(tailFrom, tailTo)
    .reduce((tail, low, at) => tail | (low << (lowBitCount * at)), 0);
}

/** By slot: bits of the characters at an offset; all of them where an anchor has none there. */
function maskAnchors(bySlot: readonly (readonly Anchor[])[], offset: number): Int32Array {
  return Int32Array.from(bySlot, (list) =>
    list.reduce((mask, { lowBits }) => {
      const low = lowBits[offset];
      return low === undefined ? -1 : mask | (1 << low);
    }, 0),
  );
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
