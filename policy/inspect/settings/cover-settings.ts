import type { PromptRule, RuleDetector } from '../prompt-rule.ts';
import type { SizeLimits } from '../size/size.ts';
import { comparableWord, type WordList } from '../words/denied-words.ts';
import { type DetectorSettings, limitNames } from './detector-settings.ts';

type Configured = Pick<PromptRule, 'detector' | 'settings' | 'kinds' | 'minCount' | 'exceptions'>;

/**
 * Whether the settings of a rule find something wherever those of another rule of the same detector do. More words may make fewer
 * findings, where a longer one holds two others, or move what was found to a kind that is left alone: so lists that differ are only
 * compared for rules that hold from the first finding of any kind on.
 */
export function coversSettings(rule: Configured, other: Configured): boolean {
  const { detector, settings = {} } = rule;
  const wanted = other.settings ?? {};
  if (JSON.stringify(settings) === JSON.stringify(wanted)) return true;
  return (isByKind(detector) || isForAny(rule)) && covers[detector]?.(settings, wanted) === true;
}

/** Its findings are the same ones, more or fewer of them, whatever is set. */
function isByKind(detector: RuleDetector): boolean {
  return detector === 'language' || detector === 'size';
}

function isForAny({ kinds, minCount = 1, exceptions = [] }: Configured): boolean {
  return kinds === undefined && minCount === 1 && exceptions.length === 0;
}

type Covers = (settings: DetectorSettings, other: DetectorSettings) => boolean;

/** Detectors that are not told anything cover each other. */
const covers: Readonly<Partial<Record<RuleDetector, Covers>>> = {
  denied_words: (settings, other) => {
    const words = indexWords(settings.wordLists ?? []);
    return (other.wordLists ?? []).every((list) =>
      list.words.every((word) => {
        const inParts = words.get(comparableWord(word));
        return inParts !== undefined && (inParts || list.partsOfWords !== true);
      }),
    );
  },
  pattern: ({ patterns = [] }, other) =>
    (other.patterns ?? []).every(({ pattern }) => patterns.some((one) => one.pattern === pattern)),
  internal_host: ({ hostSuffixes = [] }, other) =>
    (other.hostSuffixes ?? []).every((suffix) =>
      hostSuffixes.some((one) => suffix === one || suffix.endsWith(`.${one}`)),
    ),
  language: ({ languages = [] }, other) =>
    languages.every((one) => other.languages?.includes(one) === true),
  size: ({ limits = {} }, other) =>
    limitNames.every((name) => isAsNarrow(limits, other.limits ?? {}, name)),
};

/** By word: whether it is found within longer ones. */
function indexWords(lists: readonly WordList[]): ReadonlyMap<string, boolean> {
  const made = new Map<string, boolean>();
  for (const { words, partsOfWords = false } of lists)
    for (const word of words.map(comparableWord))
      made.set(word, partsOfWords || made.get(word) === true);
  return made;
}

function isAsNarrow(limits: SizeLimits, other: SizeLimits, name: keyof SizeLimits): boolean {
  const wanted = other[name];
  return wanted === undefined || (limits[name] ?? Number.POSITIVE_INFINITY) <= wanted;
}
