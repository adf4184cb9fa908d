import type { InjectionKind } from '../injection-kind.ts';
import { slot } from '../lexicon/slot.ts';
import { featuresOf } from '../sense/feature.ts';
import type { Order } from './order.ts';
import { readSentences } from './read-sentences.ts';
import type { Sentence } from './sentence.ts';
import { weighSentence } from './weigh-sentence.ts';
import { Worth } from './worth.ts';

/** What is read around a hint that is worth it. */
const readBefore = 200;
const readBehind = 260;
/** From there on a passage is an order by the sense of it, which is enough. */
const sureFrom = 2;
const sureWeight = 10;
/** From there on it is some evidence. */
const likelyFrom = 0;
const likelyWeight = 3;
/** Below, its orders are not borne out. */
const doubtBelow = 0.5;
/** Below, they are denied. */
const denyBelow = -1;

/** Who is told what was read. */
export interface Listener {
  /** What weighs anything. */
  tell(order: Order): void;
  /** How much the features of two sentences that follow one another make an order: 0 where it may be or not. */
  judge(features: readonly number[]): number;
}

/** A sentence, with the next one where there is one, and how much of an order they are. */
interface Passage {
  readonly start: number;
  readonly end: number;
  readonly bits: number;
  readonly sense: number;
}

/** Reads the sentences where words stand together that may be an order; each once. */
export class HintReader {
  readonly #text: string;
  readonly #listener: Listener;
  readonly #worth: Worth;
  /** Where the sentence begins that may go on behind what was read. */
  #openFrom = 0;
  #readTo = 0;

  constructor(text: string, listener: Listener) {
    this.#text = text;
    this.#listener = listener;
    this.#worth = new Worth(text);
  }

  /** A word that may do these things begins at `start`. Words come in the order of the text. */
  note(start: number, bits: number): void {
    if (this.#worth.note(start, bits) && start >= this.#readTo) this.#read(start);
  }

  #read(start: number): void {
    const from = Math.max(0, this.#openFrom, start - readBefore);
    const to = Math.min(this.#text.length, start + readBehind);
    const sentences = readSentences(this.#text, from, to);
    const last = sentences[sentences.length - 1];
    const isOpen = last !== undefined && last.start > start && to < this.#text.length;
    this.#weigh(isOpen ? sentences.slice(0, -1) : sentences);
    this.#openFrom = last?.start ?? to;
    this.#readTo = isOpen ? last.start : to;
  }

  #weigh(sentences: readonly Sentence[]): void {
    const weighed = sentences.map(weighSentence);
    const passages = sentences.map((one, at) => {
      const next = sentences[at + 1];
      const both = next === undefined ? [one] : [one, next];
      const orders = [...(weighed[at] ?? []), ...(weighed[at + 1] ?? [])];
      return passageOf(both, this.#listener.judge(featuresOf(both, orders)));
    });
    for (const [at, orders] of weighed.entries()) {
      const passage = passages[at];
      if (passage === undefined) continue;
      const sense = Math.max(passage.sense, passages[at - 1]?.sense ?? passage.sense);
      for (const order of orders) this.#tell(doubted(order, sense));
      const next = weighed[at + 1] ?? [];
      if (![...orders, ...next].some(isEnough)) this.#tell(orderOf(passage));
    }
  }

  /** What ends before was read before. */
  #tell(order: Order): void {
    if (order.end > this.#readTo && order.weight > 0) this.#listener.tell(order);
  }
}

function passageOf(sentences: readonly Sentence[], sense: number): Passage {
  const slots = sentences.flatMap((one) => one.slots);
  const bits = sentences.reduce((all, one) => all | one.bits, 0);
  return { start: slots[0]?.start ?? 0, end: slots[slots.length - 1]?.end ?? 0, bits, sense };
}

function orderOf({ start, end, bits, sense }: Passage): Order {
  return { kind: kindOf(bits), weight: weightOf(sense), start, end };
}

function weightOf(sense: number): number {
  if (sense >= sureFrom) return sureWeight;
  return sense >= likelyFrom ? likelyWeight : 0;
}

/** By what is in it that is rarest elsewhere. */
function kindOf(bits: number): InjectionKind {
  if ((bits & (slot.free | slot.limit)) !== 0 && (bits & slot.be) !== 0) return 'persona_change';
  if ((bits & (slot.hush | slot.reads | slot.ai | slot.helper)) !== 0) return 'tool_instruction';
  if ((bits & (slot.show | slot.tell)) !== 0 && (bits & slot.drop) === 0)
    return 'prompt_exfiltration';
  return 'instruction_override';
}

/** What is enough by itself has to be denied to weigh half; what is not weighs half where it is not borne out, and nothing where it is denied. */
function doubted(order: Order, sense: number): Order {
  const isDenied = sense < denyBelow;
  if (sense >= doubtBelow || (isEnough(order) && !isDenied)) return order;
  return { ...order, weight: isDenied && !isEnough(order) ? 0 : order.weight >> 1 };
}

/** Its place is told more closely than that of its passage. */
function isEnough({ weight }: Order): boolean {
  return weight >= sureWeight;
}
