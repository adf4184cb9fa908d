import { RE2JS, RE2JSException } from 're2js';
import type { Found } from '../detector.ts';
import type { FindAll } from '../settings/find-all.ts';

/** A pattern in the syntax of RE2, and the word for what it finds. */
export interface NamedPattern {
  readonly name: string;
  readonly pattern: string;
}

/** Bounds of one pattern. */
export const PROMPT_PATTERN_LIMITS = { charsMax: 256, statesMax: 512 } as const;

/** What a match may reach, and of which text is read at a time: so long a look-back no search repeats. */
const matchCharsMax = 256;
const windowChars = 256;
/** In one text, of one pattern: what follows them counts as one. */
const matchesMax = 1_000;
/** Where a pattern that may be empty is. */
const samples = ['', 'a', ' ', 'a a', '1\n'];

/**
 * Finds what the patterns match, in time linear in the text. A text is asked first whether the pattern matches at all: RE2JS looks
 * for the characters that must be there, then runs its automaton, 6 µs per KB. Only then the places are looked for, window by window.
 */
export function findPatterns(patterns: readonly NamedPattern[]): FindAll {
  const compiled = patterns.map(({ name, pattern }) => ({ name, pattern: RE2JS.compile(pattern) }));
  return (text, note) => {
    let found: Found<string>[] | undefined;
    for (const { name, pattern } of compiled) {
      if (!pattern.test(text)) continue;
      found ??= [];
      collect(pattern, text, { kind: name, found });
    }
    if (found !== undefined) noteApart(found, note);
  };
}

/** Why a pattern is not taken; undefined when it is. */
export function findPatternFault(source: string): string | undefined {
  const { charsMax, statesMax } = PROMPT_PATTERN_LIMITS;
  if (source === '') return 'Say a pattern.';
  if (source.length > charsMax) return `A pattern has at most ${charsMax} characters.`;
  const pattern = compile(source);
  if (typeof pattern === 'string') return `This is no RE2 pattern: ${pattern}.`;
  if (pattern.programSize() > statesMax)
    return `The pattern is too large: it takes ${pattern.programSize()} states of at most ${statesMax}; repeat less.`;
  if (hasAnchor(source))
    return 'A pattern is found anywhere in a text: leave out ^, $, \\A and \\z, or write \\b.';
  if (samples.some((sample) => matchesNothing(pattern, sample)))
    return 'The pattern matches the empty text, which is everywhere: say what must be there.';
  return undefined;
}

function compile(source: string): RE2JS | string {
  try {
    return RE2JS.compile(source);
  } catch (thrown) {
    if (thrown instanceof RE2JSException)
      return thrown.message.replace(/^error parsing regexp: /, '');
    throw thrown;
  }
}

/** `^` and `$` outside of a class, `\A` and `\z`. */
function hasAnchor(source: string): boolean {
  const bare = source
    .replace(/\\Q.*?(?:\\E|$)/gs, '')
    .replace(/\\[^Az]/gs, '')
    .replace(/\[\^?\]?(?:\[:\^?\w+:\]|[^\]])*\]/g, '');
  return /[\^$]|\\[Az]/.test(bare);
}

function matchesNothing(pattern: RE2JS, sample: string): boolean {
  const matcher = pattern.matcher(sample);
  return matcher.find() && matcher.start() === matcher.end();
}

/** Windows overlap by what a match may reach, and one character for what looks at the one before. */
function collect(
  pattern: RE2JS,
  text: string,
  { kind, found }: { readonly kind: string; readonly found: Found<string>[] },
): void {
  let from = 0;
  let count = 0;
  for (let at = 0; at < text.length; at += windowChars) {
    const base = Math.max(0, at - 1);
    const window = text.slice(base, at + windowChars + matchCharsMax);
    if (!pattern.test(window)) continue;
    const matcher = pattern.matcher(window);
    let next = Math.max(at, from) - base;
    while (next < window.length && matcher.find(next)) {
      const start = base + matcher.start();
      if (start >= at + windowChars) break;
      const end = base + matcher.end();
      next = Math.max(matcher.end(), next + 1);
      if (end === start) continue;
      count += 1;
      if (count > matchesMax) {
        found.push({ kind, start, end: text.length });
        return;
      }
      found.push({ kind, start, end });
      from = end;
    }
  }
}

/** Of two that overlap the one that begins first, of those the longer. */
function noteApart(found: Found<string>[], note: (one: Found<string>) => void): void {
  found.sort((one, other) => one.start - other.start || other.end - one.end);
  let done = 0;
  for (const one of found) {
    if (one.start < done) continue;
    note(one);
    done = one.end;
  }
}
