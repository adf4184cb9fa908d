import { functionWords, tellingEnds, tellingLetters } from './function-word.ts';
import { type LanguageKind, languageKinds } from './language-kind.ts';

/** What is read at a time, and how many of them of one text: spread over the whole of it. */
const windowChars = 1_024;
const windowsMax = 64;
/** Fewer letters tell nothing; one of Chinese or Korean is worth three. */
const lettersMin = 20;
const wordsMin = 3;
const wordCharsMax = 24;
/** Of all words, and in relation to the next best language. */
const shareMin = 0.14;
const leadMin = 1.2;
const scoreMin = 1.6;

/** Not of addresses, whose names belong to no language. */
const word = /(?<![./@\p{L}\p{M}])[\p{L}\p{M}¿¡]+(?![\p{L}\p{M}]|[./@]\p{L})/gu;

/** By word: who has it, each worth less the more have it. */
const owners: ReadonlyMap<string, readonly number[]> = indexWords();
const letterOwners: ReadonlyMap<string, readonly number[]> = indexLetters();
const endOwners: ReadonlyMap<string, readonly number[]> = index(
  (kind) => tellingEnds[kind]?.split(' ') ?? [],
);
/** Letters of the shortest and the longest of them. */
const endChars = [3, 6] as const;
const endWorth = 0.5;

/** A language, and between where it is written. */
export interface Written {
  readonly kind: LanguageKind;
  readonly start: number;
  readonly end: number;
}

/** Which languages the text is written in, each once; none for what is too short, or no language that it knows, as programs are. */
export function findLanguages(text: string): readonly Written[] {
  if (text.length < lettersMin / 3) return [];
  const count = Math.ceil(text.length / windowChars);
  const step = Math.max(1, count / windowsMax) * windowChars;
  const found = new Map<LanguageKind, Written>();
  for (let at = 0; at < text.length; at += step) {
    const start = Math.floor(at);
    const end = Math.min(text.length, start + windowChars);
    const kind = languageOf(text.slice(start, end));
    if (kind !== undefined) found.set(kind, { kind, start: found.get(kind)?.start ?? start, end });
  }
  return [...found.values()];
}

function languageOf(window: string): LanguageKind | undefined {
  return languageOfScript(window) ?? languageOfWords(window);
}

interface Script {
  readonly pattern: RegExp;
  /** Letters of Latin that one of it is worth. */
  readonly worth: number;
  readonly tell: (window: string) => LanguageKind | undefined;
}

const scripts: readonly Script[] = [
  {
    pattern: /[\u3040-\u30ff\u3400-\u9fff]/g,
    worth: 3,
    tell: (window) =>
      (window.match(/[\u3040-\u30ff]/g)?.length ?? 0) > 1 ? 'japanese' : 'chinese',
  },
  { pattern: /[\uac00-\ud7a3]/g, worth: 3, tell: () => 'korean' },
  {
    pattern: /[\u0620-\u06d3]/g,
    worth: 1,
    tell: (window) => {
      if (/[ٹڈڑںے]/.test(window)) return undefined;
      return /[گچپژ]|[یک]/.test(window) ? 'persian' : 'arabic';
    },
  },
  { pattern: /[\u05d0-\u05ea]/g, worth: 1, tell: () => 'hebrew' },
  { pattern: /[\u0370-\u03ff\u1f00-\u1fff]/g, worth: 1, tell: () => 'greek' },
  { pattern: /[\u0900-\u097f]/g, worth: 1, tell: () => 'hindi' },
  { pattern: /[\u0e00-\u0e7f]/g, worth: 1, tell: () => 'thai' },
];
const latin = /[A-Za-z\u00c0-\u024f\u0400-\u04ff]/g;
const anyForeign = /[\u0370-\u03ff\u0590-\u1fff\u3040-\ud7a3]/;

/** Where most of what is written is in a script that has few languages. */
function languageOfScript(window: string): LanguageKind | undefined {
  if (!anyForeign.test(window)) return undefined;
  const other = window.match(latin)?.length ?? 0;
  for (const { pattern, worth, tell } of scripts) {
    const letters = worth * (window.match(pattern)?.length ?? 0);
    if (letters >= lettersMin && letters >= other) return tell(window);
  }
  return undefined;
}

function languageOfWords(window: string): LanguageKind | undefined {
  const scores = new Float64Array(languageKinds.length);
  let words = 0;
  let letters = 0;
  for (const [found] of window.matchAll(word)) {
    words += 1;
    letters += found.length;
    if (found.length > wordCharsMax) continue;
    const plain = found.toLowerCase();
    const known = owners.get(plain);
    if (known !== undefined) addTo(scores, known, worthOf(known));
    else addEnd(scores, plain);
    if (plain.length > 1) addLetters(scores, plain);
  }
  if (letters < lettersMin || words < wordsMin) return undefined;
  const [best = -1, second = -1] = [...scores.keys()].toSorted(
    (one, other) => (scores[other] ?? 0) - (scores[one] ?? 0),
  );
  const score = scores[best] ?? 0;
  if (score < scoreMin || score < shareMin * words) return undefined;
  return score >= leadMin * (scores[second] ?? 0) ? languageKinds[best] : undefined;
}

function addEnd(scores: Float64Array, plain: string): void {
  const [shortest, longest] = endChars;
  for (let chars = longest; chars >= shortest; chars -= 1) {
    const known = plain.length > chars ? endOwners.get(plain.slice(-chars)) : undefined;
    if (known === undefined) continue;
    addTo(scores, known, endWorth * worthOf(known));
    return;
  }
}

function addLetters(scores: Float64Array, plain: string): void {
  for (let position = 0; position < plain.length; position += 1) {
    if (plain.charCodeAt(position) < 128) continue;
    const known = letterOwners.get(plain.charAt(position));
    if (known !== undefined) addTo(scores, known, worthOf(known));
  }
}

function worthOf({ length }: readonly number[]): number {
  return length === 1 ? 1 : 1.4 / (1 + length);
}

function addTo(scores: Float64Array, known: readonly number[], worth: number): void {
  for (const index of known) scores[index] = (scores[index] ?? 0) + worth;
}

function indexWords(): ReadonlyMap<string, readonly number[]> {
  return index((kind) => functionWords[kind]?.split(' ') ?? []);
}

function indexLetters(): ReadonlyMap<string, readonly number[]> {
  return index((kind) => [...(tellingLetters[kind] ?? '')]);
}

function index(
  listOf: (kind: LanguageKind) => readonly string[],
): ReadonlyMap<string, readonly number[]> {
  const made = new Map<string, number[]>();
  for (const [position, kind] of languageKinds.entries())
    for (const one of new Set(listOf(kind))) made.set(one, [...(made.get(one) ?? []), position]);
  return made;
}
