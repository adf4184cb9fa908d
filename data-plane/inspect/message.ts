import type { FindingKind } from '../../policy/inspect/detector.ts';
import type { Look } from '../../policy/inspect/settings/look.ts';
import type { PartCounts, SightingFields } from '../../policy/inspect/sighting.ts';
import type { PackedMatches } from './packed-matches.ts';
import type { PackedTexts } from './packed-texts.ts';

/** What these looks see in texts that stand apart, and in those that were joined of several pieces. */
export interface LookQuestion {
  readonly kind: 'look';
  readonly looks: readonly Look[];
  readonly apart: PackedTexts;
  readonly joined: PackedTexts;
}

/** Where things of these kinds stand in each text. */
export interface FindQuestion {
  readonly kind: 'find';
  readonly looks: readonly Look[];
  readonly kinds: ReadonlySet<FindingKind>;
  readonly texts: PackedTexts;
}

/** What was seen, without the values: they stay in the thread. */
export interface ToldSightings {
  readonly counts: PartCounts;
  readonly seen: readonly SightingFields[];
}

/** To the thread, which answers each before it takes the next. */
export type Question = LookQuestion | FindQuestion;

/** What the thread says to each kind of question. */
export type Answer =
  | { readonly kind: 'look'; readonly sightings: ToldSightings }
  /** Undefined when they are more than are taken out of one call. */
  | { readonly kind: 'find'; readonly matches: PackedMatches | undefined };
