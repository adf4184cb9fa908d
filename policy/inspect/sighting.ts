import type { FindingCounts, FindingKind, Inspector, Match } from './detector.ts';
import { type InspectedText, type PromptPart, writePlace } from './inspected-text.ts';
import { scoreOf, unscored } from './outside/outside-kind.ts';

/** What something is seen in. */
type SeenIn = Pick<InspectedText, 'part' | 'place'>;

/** What of a sighting may be told. */
export interface SightingFields {
  readonly kind: FindingKind;
  readonly part: PromptPart;
  /** See `writePlace`. */
  readonly place: string;
  /** UTF-16 code units of the text of the place, or of a form of it that was decoded or joined of what stands there. */
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
}

/** Where something was seen. What it is, nothing prints or serialises. */
export class Sighting implements SightingFields {
  readonly kind: FindingKind;
  readonly part: PromptPart;
  readonly place: string;
  readonly start: number;
  readonly end: number;
  readonly #value: string | undefined;

  /** @param value what was seen; of what stands in pieces over several places the whole */
  constructor({ kind, part, place, start, end }: SightingFields, value?: string) {
    this.kind = kind;
    this.part = part;
    this.place = place;
    this.start = start;
    this.end = end;
    this.#value = value;
  }

  /**
   * What was seen, at most so many of its UTF-16 code units: for keyed fingerprints, and nothing else. Undefined where the text
   * was not at hand.
   */
  read(charactersMax: number): string | undefined {
    return this.#value?.slice(0, charactersMax);
  }

  /** Whether the other one is the same thing at the same place. */
  isSame(other: Sighting): boolean {
    return this.kind === other.kind && this.place === other.place && this.#value === other.#value;
  }
}

/** By part; parts in which nothing was found are absent. */
export type PartCounts = ReadonlyMap<PromptPart, FindingCounts>;

/** What was seen in texts. */
export interface Sightings {
  readonly counts: PartCounts;
  /** Of at most 32 of each kind in each part; of what stands in pieces over several places those of the first four. */
  readonly seen: readonly Sighting[];
}

export const nothingSeen: Sightings = { counts: new Map(), seen: [] };

const seenMax = 32;
const pieceCountMax = 4;

/**
 * Looks at each text alone; makes nothing while nothing is found.
 *
 * @param onSeen told of each match whose places are kept
 */
export function lookAt(
  inspector: Inspector,
  texts: readonly InspectedText[],
  onSeen?: (text: InspectedText, match: Match) => void,
): Sightings {
  let tally: Tally | undefined;
  let current: InspectedText | undefined;
  const add = (text: InspectedText, match: Match): void => {
    tally ??= new Tally();
    if (tally.add(text, match)) onSeen?.(text, match);
  };
  const report = (match: Match): void => {
    if (current !== undefined) add(current, match);
  };
  for (const text of texts) {
    current = text;
    inspector.find(text.text, report);
  }
  inspector.findInCall?.(texts, add);
  return tally ?? nothingSeen;
}

/** Of two ways to look at the same texts: of each kind in each part the greater count, and what only the second saw at a place. */
export function joinLooks(one: Sightings, other: Sightings): Sightings {
  if (other.counts.size === 0) return one;
  if (one.counts.size === 0) return other;
  const counts = new Map(one.counts);
  for (const [part, found] of other.counts)
    counts.set(part, greaterCounts(counts.get(part) ?? new Map(), found));
  const isNew = (seen: Sighting) => !one.seen.some((known) => known.isSame(seen));
  return { counts, seen: one.seen.concat(other.seen.filter(isNew)) };
}

/** How many things of that kind stand in these parts; in all of them when none is named. */
export function countIn(
  { counts }: Sightings,
  kind: FindingKind,
  parts: readonly PromptPart[] | undefined,
): number {
  let total = 0;
  for (const [part, found] of counts)
    if (parts === undefined || parts.includes(part)) total += found.get(kind) ?? 0;
  return total;
}

/** The first places of these, each once. */
export function listPlaces(seen: readonly Sighting[], countMax: number): string[] {
  return [...new Set(seen.map(({ place }) => place))].slice(0, countMax);
}

function greaterCounts(one: FindingCounts, other: FindingCounts): FindingCounts {
  const greater = new Map(one);
  const scored = new Set<FindingKind>();
  for (const [kind, count] of other) {
    if (scoreOf(kind) === undefined) greater.set(kind, Math.max(count, one.get(kind) ?? 0));
    else scored.add(unscored(kind));
  }
  for (const kind of scored) takeGreater(greater, other, kind);
  return greater;
}

/** What was seen with a score in one way may have another in the other: at each score, so many that reach it as the greater way has. */
function takeGreater(
  greater: Map<FindingKind, number>,
  other: FindingCounts,
  scoreless: FindingKind,
): void {
  const scores = [...new Set([...greater.keys(), ...other.keys()])]
    .filter((kind) => kind !== scoreless && unscored(kind) === scoreless)
    .toSorted((first, second) => (scoreOf(second) ?? 1) - (scoreOf(first) ?? 1));
  let [ofOne, ofOther, taken] = [0, 0, 0];
  for (const kind of scores) {
    ofOne += greater.get(kind) ?? 0;
    ofOther += other.get(kind) ?? 0;
    const reaching = Math.max(ofOne, ofOther);
    if (reaching > taken) greater.set(kind, reaching - taken);
    else greater.delete(kind);
    taken = reaching;
  }
}

/** What is seen little by little. */
export class Tally implements Sightings {
  readonly counts = new Map<PromptPart, Map<FindingKind, number>>();
  readonly seen: Sighting[] = [];

  /** Returns whether the places are kept. */
  add(text: InspectedText, match: Match): boolean {
    if (!this.#count(text.part, match.kind)) return false;
    const seen = sightingsOf(text, match);
    this.seen.push(...seen);
    return seen.length > 0;
  }

  /** The same where the text is not kept. */
  note({ part, place }: SeenIn, { kind, start, end }: Match, value: string): void {
    if (!this.#count(part, kind) || place === undefined) return;
    this.seen.push(new Sighting({ kind, part, place: writePlace(place), start, end }, value));
  }

  /** Whether there is room for one more. */
  #count(part: PromptPart, kind: FindingKind): boolean {
    const counts = this.counts.get(part) ?? new Map<FindingKind, number>();
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    this.counts.set(part, counts);
    return count <= seenMax;
  }
}

/** Where a match in that text stands: at each place that has a piece of it. */
export function sightingsOf(text: InspectedText, { kind, start, end }: Match): Sighting[] {
  const { part, place } = text;
  const value = text.text.slice(start, end);
  if (place !== undefined)
    return [new Sighting({ kind, part, place: writePlace(place), start, end }, value)];
  const sightings: Sighting[] = [];
  let from = 0;
  for (const [at, piece] of (text.pieces ?? []).entries()) {
    const to = from + piece.length;
    const stands = text.places?.[at];
    if (start < to && end > from && stands !== undefined) {
      const range = { start: Math.max(start, from) - from, end: Math.min(end, to) - from };
      sightings.push(new Sighting({ kind, part, place: writePlace(stands), ...range }, value));
    }
    from = to;
    if (from >= end || sightings.length === pieceCountMax) break;
  }
  return sightings;
}
