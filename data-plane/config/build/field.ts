import { InvalidResource } from './fault.ts';

const NAME_LENGTH_MAX = 200;
const LIST_LENGTH_MAX = 1_000;
const SHOWN_LENGTH_MAX = 40;

/** A name or an id: at least one character, at most 200. @throws InvalidResource */
export function requireText(value: string, field: string): string {
  if (value === '') throw new InvalidResource(`${field} is empty`);
  if (value.length > NAME_LENGTH_MAX)
    throw new InvalidResource(`${field} has more than ${NAME_LENGTH_MAX} characters`);
  return value;
}

/** Like {@link requireText}, but empty means undefined. @throws InvalidResource */
export function optionalText(value: string, field: string): string | undefined {
  return value === '' ? undefined : requireText(value, field);
}

/** What people are told; empty means undefined. @throws InvalidResource */
export function optionalMessage(value: string, charsMax: number): string | undefined {
  if (value.length <= charsMax) return value === '' ? undefined : value;
  throw new InvalidResource(`message has more than ${charsMax} characters`);
}

/** A whole number from the first to the second. @throws InvalidResource */
export function requireRange(
  value: number,
  field: string,
  [min, max]: readonly [number, number],
): number {
  if (Number.isInteger(value) && value >= min && value <= max) return value;
  throw new InvalidResource(`${field} is not between ${min} and ${max}`);
}

/** A bounded list. @throws InvalidResource */
export function requireList<Item>(items: readonly Item[], field: string): readonly Item[] {
  if (items.length > LIST_LENGTH_MAX)
    throw new InvalidResource(`${field} has more than ${LIST_LENGTH_MAX} entries`);
  return items;
}

/** A bounded list of names. @throws InvalidResource */
export function requireTexts(values: readonly string[], field: string): readonly string[] {
  return requireList(values, field).map((value) => requireText(value, field));
}

/** One of a closed set. @throws InvalidResource */
export function requireWord<Word extends string>(
  words: readonly Word[],
  value: string,
  field: string,
): Word {
  const word = words.find((known) => known === value);
  if (word !== undefined) return word;
  const shown = value.slice(0, SHOWN_LENGTH_MAX);
  throw new InvalidResource(`${field} "${shown}" is not one of ${words.join(', ')}`);
}

/** A list of words of a closed set. @throws InvalidResource */
export function requireWords<Word extends string>(
  words: readonly Word[],
  values: readonly string[],
  field: string,
): readonly Word[] {
  return requireList(values, field).map((value) => requireWord(words, value, field));
}

/** Unix milliseconds; 0 on the wire means never. @throws InvalidResource */
export function optionalTime(value: string, field: string): number | undefined {
  const atMs = requireTime(value, field);
  return atMs === 0 ? undefined : atMs;
}

/** Unix milliseconds. @throws InvalidResource */
export function requireTime(value: string, field: string): number {
  const atMs = Number(value);
  if (!Number.isSafeInteger(atMs)) throw new InvalidResource(`${field} is no point in time`);
  return atMs;
}
