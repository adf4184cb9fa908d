import type { LanguageKind } from '../language/language-kind.ts';
import type { SizeLimits } from '../size/size.ts';
import { type DetectorSettings, limitNames } from './detector-settings.ts';

type Given<Value> = Value | null | undefined;

/** Settings as they come from outside; null and undefined are the same. */
export interface GivenSettings {
  readonly wordLists?: Given<
    readonly {
      readonly name: string;
      readonly words: readonly string[];
      readonly partsOfWords?: Given<boolean>;
    }[]
  >;
  readonly patterns?: Given<readonly { readonly name: string; readonly pattern: string }[]>;
  readonly hostSuffixes?: Given<readonly string[]>;
  readonly languages?: Given<readonly string[]>;
  readonly limits?: Given<{ readonly [Name in keyof SizeLimits]?: Given<number> }>;
}

/** Takes them as they are: whether they are right is for the rules of policies to say. */
export function takeSettings({
  wordLists,
  patterns,
  hostSuffixes,
  languages,
  limits,
}: GivenSettings): DetectorSettings {
  return {
    wordLists: wordLists?.map(({ name, words, partsOfWords }) => ({
      name,
      words,
      partsOfWords: partsOfWords ?? undefined,
    })),
    patterns: patterns?.map(({ name, pattern }) => ({ name, pattern })),
    hostSuffixes: hostSuffixes ?? undefined,
    languages: (languages ?? undefined) as readonly LanguageKind[] | undefined,
    limits: limits
      ? Object.fromEntries(limitNames.map((name) => [name, limits[name] ?? undefined]))
      : undefined,
  };
}

/** The same of what was released, where an empty list and 0 are what is absent. */
export function takeReleasedSettings(released: GivenSettings): DetectorSettings {
  const { wordLists, patterns, hostSuffixes, languages, limits } = takeSettings(released);
  return {
    wordLists: wordLists?.length === 0 ? undefined : wordLists,
    patterns: patterns?.length === 0 ? undefined : patterns,
    hostSuffixes: hostSuffixes?.length === 0 ? undefined : hostSuffixes,
    languages: languages?.length === 0 ? undefined : languages,
    limits:
      limits && Object.fromEntries(limitNames.map((name) => [name, limits[name] || undefined])),
  };
}
