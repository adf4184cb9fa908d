import { slot } from '../lexicon/slot.ts';
import { askingOf, heaviest, type Order, orderOf } from './order.ts';
import type { Sentence, Slot } from './sentence.ts';

/** An address, what is joined to it, and what only the conversation has: enough together. */
const weight = 10;
const needed = slot.url | slot.join | slot.secret;

/** To put what was said into an address. */
export function weighCarrying(sentence: Sentence): Order | undefined {
  if ((sentence.bits & needed) !== needed) return undefined;
  return heaviest(sentence.slots.map((one) => weighAddress(sentence, one)));
}

function weighAddress(sentence: Sentence, one: Slot): Order | undefined {
  if ((one.bits & slot.url) === 0) return undefined;
  const join = sentence.near(one, slot.join, [12, 16]);
  const secret = sentence.near(one, slot.secret, [14, 24]);
  if (join === undefined || secret === undefined) return undefined;
  return orderOf('prompt_exfiltration', weight - askingOf(sentence, one), [one, join, secret]);
}
