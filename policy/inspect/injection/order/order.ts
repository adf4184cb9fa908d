import type { InjectionKind } from '../injection-kind.ts';
import { slot } from '../lexicon/slot.ts';
import type { Sentence, Slot } from './sentence.ts';

/** How much of an order a sentence is, and what of it. */
export interface Order {
  readonly kind: InjectionKind;
  /** Of the ten that it takes to be reported. */
  readonly weight: number;
  readonly start: number;
  readonly end: number;
}

/** Words between a verb and what is done it to, at most. */
export const verbReach = [12, 12] as const;
/** What a verb and its object weigh at most that have nothing with them: "follow the instructions". */
export const bareMax = 4;

/** Who orders it is the developer, the owner, or in a hurry. */
const rankWeight = 4;
/** Rules of a game, in my mail. */
const otherDoubt = 6;
const otherReach = [4, 6] as const;
/** How and why to, or somebody who did. */
const askingDoubt = 5;

/** What a thing counts where it is so. */
export function counts(isSo: boolean, weight: number): number {
  return isSo ? weight : 0;
}

export function rankOf(sentence: Sentence): number {
  return counts(sentence.isRanked, rankWeight);
}

/** What speaks of somebody else's rules, or of somebody else who ignores them. */
export function doubtOf(sentence: Sentence, object: Slot, verb: Slot): number {
  const other = sentence.near(object, slot.other, otherReach);
  const isOther = other !== undefined && !isElsewhere(sentence, object, other);
  return counts(isOther, otherDoubt) + askingOf(sentence, verb);
}

/** Behind its object, something else has begun in between. */
function isElsewhere(sentence: Sentence, object: Slot, other: Slot): boolean {
  const between = sentence.slots.slice(object.index + 1, other.index + 1);
  return between.some(({ leads }) => leads);
}

export function askingOf(sentence: Sentence, one: Slot): number {
  return counts(sentence.isAsked(one), askingDoubt);
}

/** From the first of its parts to the last. */
export function orderOf(
  kind: InjectionKind,
  weight: number,
  parts: readonly (Slot | undefined)[],
): Order {
  const known = parts.filter((part) => part !== undefined);
  const start = Math.min(...known.map((part) => part.start));
  const end = Math.max(...known.map((part) => part.end));
  return { kind, weight, start, end };
}

/** Of what weighs anything, the first that weighs most. */
export function heaviest(orders: readonly (Order | undefined)[]): Order | undefined {
  let best: Order | undefined;
  for (const one of orders) if (one !== undefined && one.weight > (best?.weight ?? 0)) best = one;
  return best;
}

/** Two ways to say the same count both. */
export function together(one: Order | undefined, other: Order | undefined): Order | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return {
    kind: one.kind,
    weight: one.weight + other.weight,
    start: Math.min(one.start, other.start),
    end: Math.max(one.end, other.end),
  };
}
