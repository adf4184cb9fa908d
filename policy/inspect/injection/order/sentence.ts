import { slot } from '../lexicon/slot.ts';

/** A word, or a turn of phrase, that may be part of an order. */
export interface Slot {
  /** What it may do: bits of `slot`. */
  readonly bits: number;
  /** How many words stand before it in the text that was read; some characters of unspaced scripts count as one. */
  readonly place: number;
  readonly start: number;
  readonly end: number;
  /** Its position among those of its sentence. */
  readonly index: number;
  /** Whether it begins something: a line, what follows a comma, a colon or a word such as "and". */
  readonly leads: boolean;
  /** What follows a name that is called: a comma or a colon. */
  readonly mark: Mark;
  /** Whether nothing more belongs to it: a sign, the end or a word such as "and" follows. */
  readonly closes: boolean;
}

export type Mark = '' | ',' | ':';

/** Words before and words behind. */
export type Reach = readonly [before: number, behind: number];

/** A possessive stands before what it is about, or close behind it. */
const ownReach: Reach = [3, 2];
/** The whole of "everything above" stands so close together. */
const allReach: Reach = [0, 3];
const commandReach: Reach = [2, 0];

interface SentenceParts {
  readonly slots: readonly Slot[];
  readonly words: readonly string[];
  readonly first: number;
  readonly isRanked: boolean;
  readonly start: number;
}

/** What stands between two full stops. */
export class Sentence {
  readonly slots: readonly Slot[];
  /** In lower case. */
  readonly words: readonly string[];
  /** All that its slots may do. */
  readonly bits: number;
  readonly start: number;
  /** Whether somebody claims to be the developer near it, or to be in a hurry. */
  readonly isRanked: boolean;
  /** The `place` of its first word. */
  readonly #first: number;

  constructor({ slots, words, first, isRanked, start }: SentenceParts) {
    this.slots = slots;
    this.words = words;
    this.bits = slots.reduce((bits, one) => bits | one.bits, 0);
    this.#first = first;
    this.isRanked = isRanked;
    this.start = start;
  }

  /** The nearest other slot with one of these bits within a reach. */
  near(one: Slot, bits: number, [before, behind]: Reach): Slot | undefined {
    const earlier = this.#earlier(one, bits, before);
    const later = this.#later(one, bits, behind);
    if (earlier === undefined || later === undefined) return earlier ?? later;
    return later.place - one.place < one.place - earlier.place ? later : earlier;
  }

  has(one: Slot, bits: number, reach: Reach): boolean {
    return this.near(one, bits, reach) !== undefined;
  }

  /** First in its sentence or behind a sign, or behind a word such as "please" and "must". */
  isCommand(verb: Slot): boolean {
    return (
      verb.leads ||
      verb.place <= this.#first + 1 ||
      this.has(verb, slot.must | slot.you, commandReach)
    );
  }

  /** Whether it asks how or why, or speaks of a third, before this word. */
  isAsked(verb: Slot): boolean {
    for (let index = verb.index - 1; index >= 0; index -= 1)
      if (((this.slots[index]?.bits ?? 0) & slot.asking) !== 0) return true;
    return false;
  }

  /** Yours, the system's, the developer's. */
  isOwn(one: Slot): boolean {
    return (one.bits & slot.own) !== 0 || this.has(one, slot.own, ownReach);
  }

  /** "Everything above", and nothing more: not all values above ten. */
  isAllBefore(one: Slot): boolean {
    if ((one.bits & slot.all) === 0) return false;
    const prior = this.near(one, slot.prior, allReach);
    if (prior === undefined) return false;
    return (
      prior.closes ||
      (prior.bits & slot.exact) !== 0 ||
      this.isOwn(prior) ||
      this.has(prior, slot.exact, [0, 2])
    );
  }

  #earlier(one: Slot, bits: number, words: number): Slot | undefined {
    for (let index = one.index - 1; index >= 0; index -= 1) {
      const other = this.slots[index];
      if (other === undefined || one.place - other.place > words) return undefined;
      if ((other.bits & bits) !== 0) return other;
    }
    return undefined;
  }

  #later(one: Slot, bits: number, words: number): Slot | undefined {
    for (let index = one.index + 1; index < this.slots.length; index += 1) {
      const other = this.slots[index];
      if (other === undefined || other.place - one.place > words) return undefined;
      if ((other.bits & bits) !== 0) return other;
    }
    return undefined;
  }
}
