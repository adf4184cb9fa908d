import { slot } from '../lexicon/slot.ts';

/** Hints so far apart belong together. */
const pairReach = 160;
/** A word of so many letters may be several without spaces. */
const gluedMin = 14;
/** So many different things together are worth it, and fewer where one of them is rare elsewhere. */
const kindsMin = 3;
const rareKindsMin = 2;
const rare = slot.drop | slot.softDrop | slot.show | slot.be | slot.helper | slot.reads;
/** Near a word there are mostly fewer. */
const keptCount = 16;

/** What is worth reading a sentence for: one of each side. */
const pairs: readonly (readonly [one: number, other: number])[] = [
  [slot.drop, slot.softOrder | slot.prior],
  [slot.show, slot.prior | slot.secret],
  [slot.drop | slot.softDrop | slot.be | slot.no | slot.helper, slot.limit],
  [slot.helper, slot.note | slot.reads],
  [slot.url, slot.secret],
];
const alone = slot.free | slot.hush | slot.ai | slot.order | slot.prompt;
const gluing = slot.drop | slot.show;

/** Whether what stands around a word is worth reading: words come in the order of the text. */
export class Worth {
  readonly #text: string;
  /** Of the last words, as many as are kept, in turns: where each began, and what it may do. */
  readonly #starts = new Int32Array(keptCount).fill(-1 - pairReach);
  readonly #bits = new Int32Array(keptCount);
  #count = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** A word that may do these things begins at `start`. */
  note(start: number, bits: number): boolean {
    const together = bits | this.#near(start);
    this.#starts[this.#count % keptCount] = start;
    this.#bits[this.#count % keptCount] = bits;
    this.#count += 1;
    if ((bits & alone) !== 0) return true;
    // A word that stands alone and does one thing: nearly all of them.
    if ((together & (together - 1)) === 0) return (bits & gluing) !== 0 && this.#isGlued(start);
    if (pairs.some((pair) => isPair(pair, bits, together))) return true;
    if ((bits & gluing) !== 0 && this.#isGlued(start)) return true;
    return countBits(together) >= ((together & rare) === 0 ? kindsMin : rareKindsMin);
  }

  /** All that the words before it may do that stand near it. */
  #near(start: number): number {
    let bits = 0;
    for (let back = 1; back <= keptCount; back += 1) {
      const at = (this.#count + keptCount - back) % keptCount;
      if (start - (this.#starts[at] ?? 0) > pairReach) break;
      bits |= this.#bits[at] ?? 0;
    }
    return bits;
  }

  #isGlued(start: number): boolean {
    for (let at = start; at < start + gluedMin; at += 1) {
      const code = this.#text.charCodeAt(at) | 0x20;
      if (!(code >= 0x61 && code <= 0x7a)) return false;
    }
    return true;
  }
}

function isPair(
  [one, other]: readonly [one: number, other: number],
  bits: number,
  together: number,
): boolean {
  if ((bits & one) !== 0 && (together & other) !== 0) return true;
  return (bits & other) !== 0 && (together & one) !== 0;
}

function countBits(bits: number): number {
  let count = 0;
  for (let left = bits; left !== 0; left &= left - 1) count += 1;
  return count;
}
