import { type LanguageKind, languageKinds } from '../language/language-kind.ts';
import type { NamedPattern } from '../pattern/pattern.ts';
import { SIZE_LIMITS_MAX, type SizeLimits } from '../size/size.ts';
import type { WordList } from '../words/denied-words.ts';

/** What a rule's detector looks for, where its form does not say it. What is absent is not looked for. */
export interface DetectorSettings {
  /** Of denied_words. */
  readonly wordLists?: readonly WordList[] | undefined;
  /** Of pattern. */
  readonly patterns?: readonly NamedPattern[] | undefined;
  /** Ends of the company's own host names, of internal_host: in lower case, without a dot before them. */
  readonly hostSuffixes?: readonly string[] | undefined;
  /** Those that texts may be written in, of language. */
  readonly languages?: readonly LanguageKind[] | undefined;
  /** Of size. */
  readonly limits?: SizeLimits | undefined;
}

/** Settings as they are stored: in one order, each once, so that equal ones are equal JSON; undefined when there are none. */
export function normaliseSettings({
  wordLists = [],
  patterns = [],
  hostSuffixes = [],
  languages = [],
  limits = {},
}: DetectorSettings): DetectorSettings | undefined {
  const settings: DetectorSettings = {
    ...(wordLists.length > 0 && { wordLists: wordLists.map(normaliseList).toSorted(byName) }),
    ...(patterns.length > 0 && {
      patterns: patterns.map(({ name, pattern }) => ({ name, pattern })).toSorted(byName),
    }),
    ...(hostSuffixes.length > 0 && {
      hostSuffixes: [...new Set(hostSuffixes.map((one) => one.toLowerCase()))].toSorted(),
    }),
    ...(languages.length > 0 && {
      languages: [...new Set(languages)].toSorted(),
    }),
    ...(limitNames.some((name) => limits[name] !== undefined) && {
      limits: normaliseLimits(limits),
    }),
  };
  return Object.keys(settings).length === 0 ? undefined : settings;
}

/** A word that this build knows for a language. */
export function isLanguage(word: string): word is LanguageKind {
  return (languageKinds as readonly string[]).includes(word);
}

export const limitNames = Object.keys(SIZE_LIMITS_MAX) as readonly (keyof SizeLimits)[];

function normaliseList({ name, words, partsOfWords }: WordList): WordList {
  return {
    name,
    words: [...new Set(words)].toSorted(),
    ...(partsOfWords === true && { partsOfWords }),
  };
}

function normaliseLimits(limits: SizeLimits): SizeLimits {
  const set = limitNames.filter((name) => limits[name] !== undefined);
  return Object.fromEntries(set.map((name) => [name, limits[name]]));
}

function byName({ name: one }: { name: string }, { name: other }: { name: string }): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
