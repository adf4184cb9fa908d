import type { FindingKind, Match } from '../../policy/inspect/detector.ts';
import type { Look } from '../../policy/inspect/settings/look.ts';
import type { PartCounts } from '../../policy/inspect/sighting.ts';
import type { LooksTaken } from './look-each.ts';
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

/** A match, and the position of its text among those of the question. */
export interface ToldMatch {
  readonly text: number;
  readonly match: Match;
}

/** What was seen in texts, without the values: whoever asks has the texts. */
export interface ToldSightings {
  readonly counts: PartCounts;
  /** Those whose places are kept. */
  readonly seen: readonly ToldMatch[];
}

/** What was seen in the texts of a question. */
export interface ToldLook {
  readonly apart: ToldSightings;
  readonly joined: ToldSightings;
}

/** To the thread, which answers each before it takes the next. */
export type Question = LookQuestion | FindQuestion;

/** What the thread says to each kind of question. */
export type Answer =
  | ({ readonly kind: 'look' } & LooksTaken<ToldLook>)
  /** Undefined when they are more than are taken out of one call. */
  | { readonly kind: 'find'; readonly matches: PackedMatches | undefined };
