import { isUnspaced } from '../lexicon/vocabulary.ts';
import type { Order } from '../order/order.ts';
import type { Sentence, Slot } from '../order/sentence.ts';

/** Features are numbers below this: what they stand for is hashed, so that two may share one. */
export const featureBits = 14;
const featureMask = (1 << featureBits) - 1;

/** Each part of what is said has numbers of its own before they are hashed. */
const salt = { word: 1, pair: 2, stem: 3, gram: 4, slot: 5, turn: 6, lead: 7, call: 8, order: 9 };
/** What turns of phrase stand so many words apart belong together. */
const turnReach = 7;
const stemChars = 5;
const slotCount = 32;
/** Of one passage; the rest says nothing new. */
const featuresMax = 600;

/** What a passage shows, without doubles: its words, pairs of them, what they do in an order, and how heavy its orders are. */
export function featuresOf(
  sentences: readonly Sentence[],
  orders: readonly Order[],
): readonly number[] {
  const found = new FeatureSet();
  for (const sentence of sentences) {
    addWords(sentence.words, found);
    addSlots(sentence, found);
  }
  for (const { kind, weight } of orders) {
    const name = hashOf(kind, 0, kind.length);
    for (let least = 2; least <= Math.min(weight, 14); least += 3)
      found.add(salt.order, name, least);
  }
  return found.features;
}

function addWords(words: readonly string[], found: FeatureSet): void {
  let before = 0;
  for (const word of words) {
    if (isUnspaced(word.charCodeAt(0))) {
      addGrams(word, found);
      before = 0;
      continue;
    }
    const hash = hashOf(word, 0, word.length);
    found.add(salt.word, hash, 0);
    found.add(salt.pair, before, hash);
    if (word.length > stemChars) found.add(salt.stem, hashOf(word, 0, stemChars), 0);
    before = hash;
  }
}

/** Of scripts without spaces, two and three characters each. */
function addGrams(word: string, found: FeatureSet): void {
  for (let at = 0; at + 1 < word.length; at += 1) {
    found.add(salt.gram, hashOf(word, at, at + 2), 2);
    if (at + 2 < word.length) found.add(salt.gram, hashOf(word, at, at + 3), 3);
  }
}

function addSlots({ slots }: Sentence, found: FeatureSet): void {
  for (const [at, one] of slots.entries())
    for (const bit of bitsOf(one.bits)) {
      found.add(salt.slot, bit, 0);
      if (one.leads) found.add(salt.lead, bit, 0);
      if (one.mark !== '') found.add(salt.call, bit, one.mark.charCodeAt(0));
      addTurns(bit, slots.slice(at + 1), one.place + turnReach, found);
    }
}

/** What stands behind it as far as a place. */
function addTurns(bit: number, later: readonly Slot[], to: number, found: FeatureSet): void {
  for (const { bits, place } of later) {
    if (place > to) return;
    for (const other of bitsOf(bits)) found.add(salt.turn, bit, other + 1);
  }
}

function bitsOf(bits: number): readonly number[] {
  const found: number[] = [];
  for (let bit = 0; bit < slotCount; bit += 1) if (((bits >>> bit) & 1) !== 0) found.push(bit);
  return found;
}

/** Which passage had a feature last: telling doubles so is faster than a set of numbers. */
const hadIn = new Uint32Array(1 << featureBits);
let passageNumber = 0;

/** The features of one passage. Only one may be filled at a time. */
class FeatureSet {
  readonly features: number[] = [];

  constructor() {
    passageNumber = (passageNumber + 1) >>> 0;
    if (passageNumber === 0) {
      hadIn.fill(0);
      passageNumber = 1;
    }
  }

  add(kind: number, one: number, other: number): void {
    if (this.features.length >= featuresMax) return;
    const feature = mix(kind, one, other);
    if (hadIn[feature] === passageNumber) return;
    hadIn[feature] = passageNumber;
    this.features.push(feature);
  }
}

function mix(kind: number, one: number, other: number): number {
  let hash =
    Math.imul(kind ^ Math.imul(one, 0x9e3779b1), 0x85ebca6b) ^ Math.imul(other, 0xc2b2ae35);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (hash ^ (hash >>> 13)) & featureMask;
}

/** FNV-1a. */
function hashOf(text: string, from: number, to: number): number {
  let hash = 0x811c9dc5;
  for (let at = from; at < to; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash | 0;
}
