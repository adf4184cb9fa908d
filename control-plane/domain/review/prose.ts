import type { Fault } from '../errors.ts';

const PROSE_MAX = 2000;

/** Faults of a text for people. Lines and tabs are welcome; other control characters are not. */
export function checkProse(path: string, value: string): readonly Fault[] {
  const length = value.trim().length;
  const isClean = !/\p{Cc}/u.test(value.replaceAll(/[\n\r\t]/g, ''));
  if (length >= 1 && length <= PROSE_MAX && isClean) return [];
  return [{ path, message: `Write 1 to ${PROSE_MAX} characters, without control characters.` }];
}
