import { slot } from '../lexicon/slot.ts';
import type { Order } from './order.ts';
import { readSentences } from './read-sentences.ts';
import { weighSentence } from './weigh-sentence.ts';

/** Hints so far apart belong together. */
const pairReach = 160;
/** What is read around a hint that is worth it. */
const readBefore = 200;
const readBehind = 260;
/** A word of so many letters may be several without spaces. */
const gluedMin = 14;

/** What is worth reading a sentence for: one of each side; nothing on the other means by itself. */
const pairs: readonly (readonly [one: number, other: number])[] = [
  [slot.drop, slot.softOrder | slot.prior],
  [slot.show, slot.prior | slot.secret],
  [slot.drop | slot.softDrop | slot.be | slot.no | slot.helper, slot.limit],
  [slot.helper, slot.note | slot.reads],
  [slot.url, slot.secret],
];
const neverSeen = pairs.flatMap(() => [-1 - pairReach, -1 - pairReach]);
const alone = slot.free | slot.hush | slot.ai | slot.order | slot.prompt;
const gluing = slot.drop | slot.show;

/** Reads the sentences where words stand together that may be an order; each once. */
export class HintReader {
  readonly #text: string;
  readonly #tell: (order: Order) => void;
  /** Where each side of each pair was seen last: further than any reach, before. */
  readonly #seenAt = neverSeen.slice();
  /** Where the sentence begins that may go on behind what was read. */
  #openFrom = 0;
  #readTo = 0;

  constructor(text: string, tell: (order: Order) => void) {
    this.#text = text;
    this.#tell = tell;
  }

  /** A word that may do these things begins at `start`. Words come in the order of the text. */
  note(start: number, bits: number): void {
    if (start >= this.#readTo && this.#isWorth(start, bits)) this.#read(start);
    for (let pair = 0; pair < pairs.length; pair += 1) {
      const [one, other] = pairs[pair] ?? [0, 0];
      if ((bits & one) !== 0) this.#seenAt[2 * pair] = start;
      if ((bits & other) !== 0) this.#seenAt[2 * pair + 1] = start;
    }
  }

  #isWorth(start: number, bits: number): boolean {
    if ((bits & alone) !== 0) return true;
    for (let pair = 0; pair < pairs.length; pair += 1) {
      const [one, other] = pairs[pair] ?? [0, 0];
      if ((bits & one) !== 0 && (bits & other) !== 0) return true;
      if ((bits & one) !== 0 && this.#isNear(start, 2 * pair + 1)) return true;
      if ((bits & other) !== 0 && this.#isNear(start, 2 * pair)) return true;
    }
    return (bits & gluing) !== 0 && this.#isGlued(start);
  }

  #isNear(start: number, side: number): boolean {
    return start - (this.#seenAt[side] ?? 0) <= pairReach;
  }

  #isGlued(start: number): boolean {
    for (let at = start; at < start + gluedMin; at += 1) {
      const code = this.#text.charCodeAt(at) | 0x20;
      if (!(code >= 0x61 && code <= 0x7a)) return false;
    }
    return true;
  }

  #read(start: number): void {
    const from = Math.max(0, this.#openFrom, start - readBefore);
    const to = Math.min(this.#text.length, start + readBehind);
    const readTo = this.#readTo;
    const sentences = readSentences(this.#text, from, to);
    const last = sentences[sentences.length - 1];
    const isOpen = last !== undefined && last.start > start && to < this.#text.length;
    for (const sentence of sentences) {
      if (isOpen && sentence === last) continue;
      for (const order of weighSentence(sentence)) if (order.end > readTo) this.#tell(order);
    }
    this.#openFrom = last?.start ?? to;
    this.#readTo = isOpen ? last.start : to;
  }
}
