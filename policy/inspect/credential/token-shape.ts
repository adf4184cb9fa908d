import {
  ALPHANUMERIC,
  classAt,
  DASH,
  DIGIT,
  endOfRun,
  isAt,
  LOWER,
  TOKEN,
  UPPER,
} from '../character.ts';
import type { SecretKind, SecretTrigger } from '../secret-kind.ts';

/** A token that a fixed prefix announces, and what follows the prefix. */
export interface TokenShape {
  readonly kind: SecretKind;
  readonly prefix: string;
  /** Classes of characters of the body. */
  readonly alphabet: number;
  /** Of the body. */
  readonly lengthMin: number;
  readonly lengthMax: number;
  /** As in {@link SecretTrigger}. */
  readonly pairOffset: number;
}

/** Bodies with fewer are masks. */
const distinctMin = 6;
/** One more equal character in a row is a mask: `xxxxxx`. */
const equalMax = 5;
const dashesBeforeMax = 8;

/**
 * Finds tokens of one shape: at the beginning of a word, a body of the right length, nothing of a
 * word after.
 */
export function createTokenTrigger(shape: TokenShape): SecretTrigger {
  const { kind, prefix, alphabet, lengthMin, lengthMax } = shape;
  const mayBegin =
    (alphabet & DASH) === 0
      ? (text: string, start: number) => !isAt(text, start - 1, ALPHANUMERIC)
      : beginsWord;
  return {
    literal: prefix,
    pairOffset: shape.pairOffset,
    validate(text, start) {
      if (!mayBegin(text, start)) return undefined;
      const bodyStart = start + prefix.length;
      const end = endOfRun(text, bodyStart, { wanted: alphabet, lengthMax });
      const length = end - bodyStart;
      if (length < lengthMin || length > lengthMax || isWordAt(text, end)) return undefined;
      return isPlausible(text, bodyStart, end) ? { kind, end } : undefined;
    },
  };
}

/**
 * Whether a word begins here: not after a letter, a digit, or dashes that follow one. Shapes whose
 * body may have dashes ask this, so that one run of characters is read for one of its triggers
 * only.
 */
export function beginsWord(text: string, start: number): boolean {
  let before = start - 1;
  while (start - before <= dashesBeforeMax && isAt(text, before, DASH)) before -= 1;
  return !isAt(text, before, TOKEN);
}

/** Whether the character continues a word. */
export function isWordAt(text: string, position: number): boolean {
  return isAt(text, position, ALPHANUMERIC) || text.charCodeAt(position) === 0x5f;
}

/**
 * Whether characters look drawn at random rather than masked: enough distinct ones and no long
 * repetition.
 */
export function isPlausible(text: string, start: number, end: number): boolean {
  const distinct = new Set<number>();
  let previous = -1;
  let equal = 0;
  for (let position = start; position < end; position += 1) {
    const code = text.charCodeAt(position);
    equal = code === previous ? equal + 1 : 1;
    if (equal > equalMax) return false;
    distinct.add(code);
    previous = code;
  }
  return distinct.size >= distinctMin;
}

/**
 * Whether `lengthMin` letters and digits stand in a row, of two of: lower case, upper case, digits.
 * Slugs have none.
 */
export function hasMixedRun(
  text: string,
  [start, end]: readonly [number, number],
  lengthMin: number,
): boolean {
  let length = 0;
  let classes = 0;
  for (let position = start; position < end; position += 1) {
    const found = classAt(text, position) & ALPHANUMERIC;
    length = found === 0 ? 0 : length + 1;
    classes = found === 0 ? 0 : classes | found;
    if (length >= lengthMin && isMixed(classes)) return true;
  }
  return false;
}

function isMixed(classes: number): boolean {
  return classes !== LOWER && classes !== UPPER && classes !== DIGIT;
}
