import { isInternalZone } from '../inspect/host/internal-host.ts';
import { languageKinds } from '../inspect/language/language-kind.ts';
import { findPatternFault } from '../inspect/pattern/pattern.ts';
import type { PromptRule } from '../inspect/prompt-rule.ts';
import { charsOf } from '../inspect/settings/configured-finder.ts';
import {
  type DetectorSettings,
  isLanguage,
  limitNames,
} from '../inspect/settings/detector-settings.ts';
import { isSet, type SettingGroup, settingGroups } from '../inspect/settings/setting-group.ts';
import { SIZE_LIMITS_MAX } from '../inspect/size/size.ts';
import { comparableWord } from '../inspect/words/denied-words.ts';
import { PHRASE_CHARS_MAX } from '../inspect/words/word-automaton.ts';
import type { PolicyFault } from '../policy-fault.ts';

/** Hard bounds of the settings of detectors. */
export const DETECTOR_SETTINGS_LIMITS = {
  wordListsMax: 16,
  /** Of a rule, in all its lists. */
  wordsMax: 1_000,
  patternsMax: 16,
  hostSuffixesMax: 64,
  /** Of a policy, with 200 for each rule that has any. */
  charsMax: 65_536,
} as const;

const kindName = /^[a-z][a-z0-9_]{0,39}$/;
const suffix = /^(?!.{254})(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,62}$/i;

const ask: Readonly<Record<SettingGroup, string>> = {
  wordLists: 'Say the words: settings.wordLists.',
  patterns: 'Say the patterns: settings.patterns.',
  hostSuffixes: 'Say the suffixes: settings.hostSuffixes.',
  languages: 'Say which languages are allowed: settings.languages.',
  limits: 'Say at least one limit: settings.limits.',
};

/** What is wrong with the settings of a rule. */
export function findSettingsFaults(
  { detector, action, settings = {} }: PromptRule,
  position: number,
): readonly PolicyFault[] {
  const path = `rules.${position}.settings`;
  const own = detector === 'outside' ? undefined : settingGroups[detector];
  const faults: PolicyFault[] = [];
  for (const group of Object.keys(ask) as SettingGroup[])
    if (group !== own?.group && isSet(settings, group)) {
      const message = `The detector ${detector} has no such setting.`;
      faults.push({ path: `${path}.${group}`, message });
    }
  if (own?.required && !isSet(settings, own.group)) faults.push({ path, message: ask[own.group] });
  if (detector === 'size' && action === 'redact') {
    const message = 'What is too large has nothing to take out: block, reroute or flag it.';
    faults.push({ path: `rules.${position}.action`, message });
  }
  if (own !== undefined && isSet(settings, own.group))
    faults.push(...checks[own.group](settings, `${path}.${own.group}`));
  return faults;
}

/** What is wrong with those of all rules of a policy together. */
export function findSettingsSizeFaults(rules: readonly PromptRule[]): readonly PolicyFault[] {
  const chars = rules.reduce(
    (sum, { settings }) => sum + (settings === undefined ? 0 : charsOf(settings)),
    0,
  );
  const { charsMax } = DETECTOR_SETTINGS_LIMITS;
  if (chars <= charsMax) return [];
  const message = `The words and patterns of a policy have at most ${charsMax} characters; these have ${chars}.`;
  return [{ path: 'rules', message }];
}

const checks: Readonly<
  Record<SettingGroup, (settings: DetectorSettings, path: string) => readonly PolicyFault[]>
> = {
  wordLists: findWordFaults,
  patterns: findPatternFaults,
  hostSuffixes: findSuffixFaults,
  languages: findLanguageFaults,
  limits: findLimitFaults,
};

function findWordFaults({ wordLists = [] }: DetectorSettings, path: string): PolicyFault[] {
  const { wordListsMax, wordsMax } = DETECTOR_SETTINGS_LIMITS;
  if (wordLists.length > wordListsMax)
    return [{ path, message: `A rule has at most ${wordListsMax} lists.` }];
  if (wordLists.reduce((sum, { words }) => sum + words.length, 0) > wordsMax)
    return [{ path, message: `A rule has at most ${wordsMax} words.` }];
  const faults = findNameFaults(wordLists, path);
  const known = new Map<string, string>();
  for (const [index, { name, words }] of wordLists.entries()) {
    if (words.length === 0)
      faults.push({ path: `${path}.${index}.words`, message: 'A list needs at least one word.' });
    for (const [place, word] of words.entries()) {
      const message = findWordFault(word, name, known);
      if (message !== undefined) faults.push({ path: `${path}.${index}.words.${place}`, message });
    }
  }
  return faults;
}

function findWordFault(word: string, list: string, known: Map<string, string>): string | undefined {
  if (word.length > PHRASE_CHARS_MAX) return `A word has at most ${PHRASE_CHARS_MAX} characters.`;
  const plain = comparableWord(word);
  if (plain.length < 2 || plain.length > PHRASE_CHARS_MAX)
    return `A word has 2 to ${PHRASE_CHARS_MAX} characters beside spaces, dashes and underscores.`;
  const other = known.get(plain);
  known.set(plain, list);
  if (other === undefined || other === list) return undefined;
  return `It is in the list "${other}" too, and is found once: leave it in one of them.`;
}

function findPatternFaults({ patterns = [] }: DetectorSettings, path: string): PolicyFault[] {
  const { patternsMax } = DETECTOR_SETTINGS_LIMITS;
  if (patterns.length > patternsMax)
    return [{ path, message: `A rule has at most ${patternsMax} patterns.` }];
  const faults = findNameFaults(patterns, path);
  for (const [index, { pattern }] of patterns.entries()) {
    const message = findPatternFault(pattern);
    if (message !== undefined) faults.push({ path: `${path}.${index}.pattern`, message });
  }
  return faults;
}

function findNameFaults(named: readonly { readonly name: string }[], path: string): PolicyFault[] {
  const seen = new Set<string>();
  return named.flatMap(({ name }, index) => {
    const isTaken = seen.has(name);
    seen.add(name);
    if (!kindName.test(name)) {
      const message = 'It is 1 to 40 of a-z, 0-9 and underscores, with a letter first.';
      return [{ path: `${path}.${index}.name`, message }];
    }
    if (!isTaken) return [];
    return [{ path: `${path}.${index}.name`, message: 'Another one of the rule has that name.' }];
  });
}

function findSuffixFaults({ hostSuffixes = [] }: DetectorSettings, path: string): PolicyFault[] {
  const { hostSuffixesMax } = DETECTOR_SETTINGS_LIMITS;
  if (hostSuffixes.length > hostSuffixesMax)
    return [{ path, message: `A rule has at most ${hostSuffixesMax} suffixes.` }];
  return hostSuffixes.flatMap((one, index) => {
    if (!suffix.test(one)) {
      const message =
        'It is the end of a host name, such as corp.example.com, without a dot before it.';
      return [{ path: `${path}.${index}`, message }];
    }
    if (!isInternalZone(one.toLowerCase())) return [];
    return [{ path: `${path}.${index}`, message: 'Hosts of this zone are found without it.' }];
  });
}

function findLanguageFaults({ languages = [] }: DetectorSettings, path: string): PolicyFault[] {
  return languages.flatMap((one, index) =>
    isLanguage(one)
      ? []
      : [{ path: `${path}.${index}`, message: `It is one of ${languageKinds.join(', ')}.` }],
  );
}

function findLimitFaults({ limits = {} }: DetectorSettings, path: string): PolicyFault[] {
  return limitNames.flatMap((name) => {
    const value = limits[name];
    const highest = SIZE_LIMITS_MAX[name];
    if (value === undefined || (Number.isInteger(value) && value >= 1 && value <= highest))
      return [];
    return [{ path: `${path}.${name}`, message: `It is a whole number from 1 to ${highest}.` }];
  });
}
