import { slavic, spaced } from './eastern.ts';
import { english } from './english.ts';
import { type Lexicon, type SlotName, slot } from './slot.ts';
import { cjk, southern } from './unspaced.ts';
import { germanic, romance } from './western.ts';

/** What is known of a turn of phrase, in lower case. */
interface Entry {
  readonly words: readonly string[];
  readonly bits: number;
}

/** Scripts that put no space between words, or that write what belongs to a word at its ends. */
const unspacedFrom = 0x590;
const latinExtendedFrom = 0x1e00;
const wideFrom = 0x2e80;
/** A stem that may have any ending has so many characters at least. */
const stemMin = 2;
/** Words in a word that has lost its spaces: shorter ones would be found in any. */
const gluedMin = 3;
const gluedMax = 13;

/** The apostrophe belongs to an English word, and parts two of French and Italian. */
const word = /[\p{L}\p{M}\p{N}]+(?:'(?:t|s|re|ve|ll|d|m)(?!\p{L}))?/gu;

/** By first word; longest first. */
const entries = new Map<string, Entry[]>();
const stems = new Map<string, number>();
/** By first character; longest first. */
const unspacedEntries = new Map<string, { readonly text: string; readonly bits: number }[]>();
let stemMax = 0;

for (const lexicon of [english, germanic, romance, slavic, spaced, cjk, southern]) learn(lexicon);
for (const list of entries.values())
  list.sort((one, other) => other.words.length - one.words.length);
for (const list of unspacedEntries.values())
  list.sort((one, other) => other.text.length - one.text.length);

/** In lower case, as long as before; curly apostrophes are plain. */
export function toLower(text: string): string {
  const lower = text.toLowerCase();
  const same = lower.length === text.length ? lower : text.replaceAll('İ', 'I').toLowerCase();
  return same.replaceAll('’', "'");
}

/** Words of a text in lower case, with their places. */
export function wordsOf(lower: string): RegExpExecArray[] {
  return [...lower.matchAll(word)];
}

export function isUnspaced(code: number): boolean {
  return code >= wideFrom || (code >= unspacedFrom && code < latinExtendedFrom);
}

/** The longest turn of phrase that begins with this word: its bits, and how many words it has. */
export function findEntry(
  words: readonly RegExpExecArray[],
  at: number,
): { readonly bits: number; readonly count: number } | undefined {
  const first = words[at]?.[0] ?? '';
  for (const { words: rest, bits } of entries.get(first) ?? [])
    if (rest.every((one, index) => isWord(one, words[at + index]?.[0] ?? '')))
      return { bits, count: rest.length };
  for (let length = Math.min(stemMax, first.length); length >= stemMin; length -= 1) {
    const bits = stems.get(first.slice(0, length));
    if (bits !== undefined) return { bits, count: 1 };
  }
  return undefined;
}

/** A star stands for any ending. */
function isWord(known: string, given: string): boolean {
  return known.endsWith('*') ? given.startsWith(known.slice(0, -1)) : known === given;
}

/** The longest turn of phrase that begins at a character of a script without spaces. */
export function findUnspaced(
  lower: string,
  at: number,
): { readonly text: string; readonly bits: number } | undefined {
  const known = unspacedEntries.get(lower.charAt(at));
  if (known !== undefined) return known.find(({ text }) => lower.startsWith(text, at));
  if (isUnspaced(lower.charCodeAt(at))) return undefined;
  // A Latin word in the midst of them, such as "AI".
  const [text = ''] = /^[a-z]+/.exec(lower.slice(at, at + gluedMax)) ?? [];
  const bits = entries.get(text)?.find(({ words }) => words.length === 1)?.bits;
  return bits === undefined ? undefined : { text, bits };
}

/** The longest word that stands there in a word that has lost its spaces. */
export function findGlued(
  word: string,
  at: number,
): { readonly bits: number; readonly length: number } | undefined {
  for (let length = Math.min(gluedMax, word.length - at); length >= gluedMin; length -= 1) {
    const [entry] = entries.get(word.slice(at, at + length))?.slice(-1) ?? [];
    if (entry?.words.length === 1) return { bits: entry.bits, length };
  }
  return undefined;
}

/** All turns of phrase that do one of these things; a stem ends with a star. */
export function listBeginnings(bits: number): readonly string[] {
  const found = new Set<string>();
  for (const list of entries.values())
    for (const entry of list) if ((entry.bits & bits) !== 0) found.add(entry.words.join(' '));
  for (const [stem, stemBits] of stems) if ((stemBits & bits) !== 0) found.add(`${stem}*`);
  for (const list of unspacedEntries.values())
    for (const entry of list) if ((entry.bits & bits) !== 0) found.add(entry.text);
  return [...found];
}

function learn(lexicon: Lexicon): void {
  for (const [name, list] of Object.entries(lexicon))
    for (const text of list.split('|')) learnEntry(toLower(text), slot[name as SlotName]);
}

function learnEntry(text: string, bits: number): void {
  if (isUnspaced(text.charCodeAt(0))) add(unspacedEntries, text.charAt(0), { text, bits }, 'text');
  else if (text.endsWith('*') && !text.includes(' ')) {
    const stem = text.slice(0, -1);
    stems.set(stem, (stems.get(stem) ?? 0) | bits);
    stemMax = Math.max(stemMax, stem.length);
  } else {
    const ending = text.endsWith('*') ? '*' : '';
    const found = wordsOf(text).map(([one]) => one);
    const words = found.map((one, at) => (at === found.length - 1 ? one + ending : one));
    add(entries, words[0] ?? '', { words, bits }, 'words');
  }
}

/** What is known already does both. */
function add<Item extends { readonly bits: number }>(
  lists: Map<string, Item[]>,
  key: string,
  item: Item,
  name: keyof Item,
): void {
  const list = lists.get(key) ?? [];
  const at = list.findIndex((one) => String(one[name]) === String(item[name]));
  const known = list[at];
  if (known === undefined) list.push(item);
  else list[at] = { ...known, bits: known.bits | item.bits };
  lists.set(key, list);
}
