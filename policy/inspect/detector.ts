import type { RuleDetector } from './detector-name.ts';
import type { HostKind } from './host/host-kind.ts';
import type { InjectionKind } from './injection/injection-kind.ts';
import type { InspectedText } from './inspected-text.ts';
import type { LanguageKind } from './language/language-kind.ts';
import type { NameKind } from './name/name-kind.ts';
import type { OutsideKind } from './outside/outside-kind.ts';
import type { PersonalKind } from './personal/personal-kind.ts';
import type { SecretKind } from './secret-kind.ts';
import type { SourceKind } from './source/source-kind.ts';

/** A kind that only settings explain, with the digest of these: `code_names#3q2-7wAB`. */
export type ConfiguredKind = `${string}#${string}`;

/** What was found, by the word of the detector that found it: the closed sets of all detectors, and words of the settings of rules. */
export type FindingKind =
  | SecretKind
  | PersonalKind
  | InjectionKind
  | SourceKind
  | HostKind
  | NameKind
  | LanguageKind
  | ConfiguredKind
  | OutsideKind;

/** How many of each kind; kinds without any are absent. */
export type FindingCounts = ReadonlyMap<FindingKind, number>;

/**
 * One thing that was found. Offsets are UTF-16 code units of the text as it was given, also where a
 * match was found in a normalised form of it: then they are the range of what stands for it.
 */
export interface Match {
  readonly detector: RuleDetector;
  readonly kind: FindingKind;
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
}

/**
 * Takes a match. Matches of one detector do not overlap; those of two may (an address in a URL with
 * a password). It must not ask the inspector that calls it.
 */
export type Report = (match: Match) => void;

/** Looks for what its detectors know, all in one pass. It never throws, and is linear in the text. */
export interface Inspector {
  /** Allocates nothing while nothing is found in a text that needs no normalising. */
  find(text: string, report: Report): void;
  /** What is found in all texts of a call together; not there where nothing looks so. */
  findInCall?(
    texts: readonly InspectedText[],
    report: (text: InspectedText, match: Match) => void,
  ): void;
}

/** What a rule found, in the text that it was given. */
export interface Found<Kind extends string = FindingKind> {
  readonly kind: Kind;
  readonly start: number;
  readonly end: number;
}

/** Looks closer where two adjacent characters stand that ordinary text seldom has. */
export interface Rule<Kind extends string = FindingKind> {
  /** Pairs of ASCII characters, by {@link pairOf}; any other character, and the beginning, is 0. */
  readonly pairs: readonly number[];
  /** A character that stands so far behind the first of the pair wherever the rule finds something: without it, it is not asked. */
  readonly beside?: { readonly offset: number; readonly code: number };
  /**
   * Judges the text around a pair whose first character is at `at` (-1 at the beginning of the
   * text). A match begins at `from` or later. It reads a number of characters that is bounded, or
   * that it will not read for another pair: the pass stays linear.
   */
  find(text: string, at: number, from: number): Found<Kind> | undefined;
}

/** 7 bits of one character and 7 of the next. */
export const pairBits = 7;

/** The number of a pair of ASCII codes. */
export function pairOf(first: number, second: number): number {
  return (first << pairBits) | second;
}

/** The pair of a literal at that offset, and the character beside it that tells it soonest from other words. */
export function pairOfLiteral(literal: string, pairOffset: number): Pick<Rule, 'pairs' | 'beside'> {
  const pairs = [pairOf(literal.charCodeAt(pairOffset), literal.charCodeAt(pairOffset + 1))];
  const offset = pairOffset > 0 ? -1 : 2;
  if (pairOffset + offset >= literal.length) return { pairs };
  return { pairs, beside: { offset, code: literal.charCodeAt(pairOffset + offset) } };
}
