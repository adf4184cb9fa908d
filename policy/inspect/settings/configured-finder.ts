import { findOwnHosts } from '../host/own-host.ts';
import { findPatterns } from '../pattern/pattern.ts';
import { findDeniedWords } from '../words/denied-words.ts';
import type { DetectorSettings } from './detector-settings.ts';
import type { FindAll } from './find-all.ts';
import { type ConfiguredLook, nameOf } from './look.ts';

/** A finder that is kept, and the characters of the settings that it was made of: 20 to 40 bytes each. */
interface KeptFinder {
  readonly find: FindAll;
  readonly chars: number;
}

/** Policies are by the thousand: what has not been asked for longest is made anew when it is. */
export const KEPT_CHARS_MAX = 1_000_000;
/** Of what has few characters, what stands around them; and around a word. */
const overheadChars = 200;
const wordChars = 2;

/** What the settings of looks say, made ready when first asked for. */
export class ConfiguredFinders {
  /** In the order in which they were asked for last. */
  readonly #kept = new Map<string, KeptFinder>();
  readonly #charsMax: number;
  #chars = 0;

  constructor(charsMax: number = KEPT_CHARS_MAX) {
    this.#charsMax = charsMax;
  }

  /** How many are kept. */
  get size(): number {
    return this.#kept.size;
  }

  of(look: ConfiguredLook): FindAll {
    const name = nameOf(look);
    const known = this.#kept.get(name);
    if (known !== undefined) {
      this.#kept.delete(name);
      this.#kept.set(name, known);
      return known.find;
    }
    const made = { find: createFinder(look.settings), chars: charsOf(look.settings) };
    this.#kept.set(name, made);
    this.#chars += made.chars;
    this.#forget();
    return made.find;
  }

  #forget(): void {
    for (const [name, { chars }] of this.#kept) {
      if (this.#chars <= this.#charsMax || this.#kept.size === 1) return;
      this.#kept.delete(name);
      this.#chars -= chars;
    }
  }
}

/** Characters that the settings are made of. */
export function charsOf({
  wordLists = [],
  patterns = [],
  hostSuffixes = [],
}: DetectorSettings): number {
  let chars = overheadChars;
  for (const { name, words } of wordLists)
    chars += name.length + words.reduce((sum, { length }) => sum + length + wordChars, 0);
  for (const { name, pattern } of patterns) chars += name.length + pattern.length;
  for (const suffix of hostSuffixes) chars += suffix.length;
  return chars;
}

function createFinder({ wordLists, patterns, hostSuffixes }: DetectorSettings): FindAll {
  if (wordLists !== undefined) return findDeniedWords(wordLists);
  if (patterns !== undefined) return findPatterns(patterns);
  if (hostSuffixes !== undefined) return findOwnHosts(hostSuffixes);
  return findNothing;
}

function findNothing(): void {}
