import type { DetectorSettings as WireSettings } from '../../proto/generated/gatehouse/config/v1/DetectorSettings.ts';
import type { StoredSettings } from '../storage/configuration/stored-prompt-rule.ts';

/** Settings of a detector as nodes read them. */
export function compileSettings({
  wordLists = [],
  patterns = [],
  hostSuffixes = [],
  languages = [],
  limits,
}: StoredSettings): WireSettings {
  return {
    wordLists: wordLists.map(({ name, words, partsOfWords }) => ({
      name,
      words: [...words],
      partsOfWords: partsOfWords === true,
    })),
    patterns: [...patterns],
    hostSuffixes: [...hostSuffixes],
    languages: [...languages],
    ...(limits && { limits }),
  };
}
