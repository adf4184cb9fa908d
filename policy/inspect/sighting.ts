import type { FindingCounts, FindingKind, Inspector, Match } from './detector.ts';
import { type InspectedText, type PromptPart, writePlace } from './inspected-text.ts';
import { scoreOf, unscored } from './outside/outside-kind.ts';

/** What something is seen in: a text, or where one was. */
type SeenIn = Omit<InspectedText, 'text'> & Partial<Pick<InspectedText, 'text'>>;

/** What of a sighting may be told. */
export interface SightingFields {
  readonly kind: FindingKind;
  readonly part: PromptPart;
  /** See `writePlace`. */
  readonly place: string;
  /** UTF-16 code units of the text of the place, or of a form of it that was decoded or joined. */
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
  readonly #text: string | undefined;

  constructor({ kind, part, place, start, end }: SightingFields, text?: string) {
    this.kind = kind;
    this.part = part;
    this.place = place;
    this.start = start;
    this.end = end;
    this.#text = text;
  }

  /**
   * What was seen, at most so many of its UTF-16 code units: for keyed fingerprints, and nothing else. Undefined where the text
   * was not at hand.
   */
  read(charactersMax: number): string | undefined {
    return this.#text?.slice(this.start, Math.min(this.end, this.start + charactersMax));
  }
}

/** By part; parts in which nothing was found are absent. */
export type PartCounts = ReadonlyMap<PromptPart, FindingCounts>;

/** What was seen in texts. */
export interface Sightings {
  readonly counts: PartCounts;
  /** At most 32 of each kind in each part. What stands in several pieces only is counted and not here. */
  readonly seen: readonly Sighting[];
}

export const nothingSeen: Sightings = { counts: new Map(), seen: [] };

const seenMax = 32;

/** Looks at each text alone; makes nothing while nothing is found. */
export function lookAt(inspector: Inspector, texts: readonly InspectedText[]): Sightings {
  let tally: Tally | undefined;
  let current: InspectedText | undefined;
  const report = (match: Match): void => {
    if (current === undefined) return;
    tally ??= new Tally();
    tally.add(current, match);
  };
  for (const text of texts) {
    current = text;
    inspector.find(text.text, report);
  }
  inspector.findInCall?.(texts, (text, match) => {
    tally ??= new Tally();
    tally.add(text, match);
  });
  return tally ?? nothingSeen;
}

/** Of two ways to look at the same texts: of each kind in each part the greater count, and what only the second saw at a place. */
export function joinLooks(one: Sightings, other: Sightings): Sightings {
  if (other.counts.size === 0) return one;
  if (one.counts.size === 0) return other;
  const counts = new Map(one.counts);
  for (const [part, found] of other.counts)
    counts.set(part, greaterCounts(counts.get(part) ?? new Map(), found));
  const isNew = ({ kind, place }: Sighting) =>
    !one.seen.some((known) => known.kind === kind && known.place === place);
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

  add({ part, place, text }: SeenIn, { kind, start, end }: Match): void {
    const counts = this.counts.get(part) ?? new Map<FindingKind, number>();
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    this.counts.set(part, counts);
    if (place === undefined || count > seenMax) return;
    this.seen.push(new Sighting({ kind, part, place: writePlace(place), start, end }, text));
  }
}
