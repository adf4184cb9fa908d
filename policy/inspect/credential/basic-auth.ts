import { BASE64, endOfRun } from '../character.ts';
import type { SecretMatch, SecretTrigger } from '../secret-kind.ts';

const valueLength = { min: 12, max: 400 } as const;

/** A user and a password after `Basic ` (RFC 7617), as in a header. */
export const basicAuthTrigger: SecretTrigger = {
  literal: 'asic ',
  pairOffset: 3,
  validate: validateBasic,
};

function validateBasic(text: string, start: number): SecretMatch | undefined {
  const before = text.charAt(start - 1);
  if (before !== 'B' && before !== 'b') return undefined;
  const valueStart = start + 5;
  const end = endOfRun(text, valueStart, { wanted: BASE64, lengthMax: valueLength.max });
  const length = end - valueStart;
  if (length < valueLength.min || length > valueLength.max || length % 4 !== 0) return undefined;
  return hidesPassword(text.slice(valueStart, end))
    ? { kind: 'basic_auth', start: valueStart, end }
    : undefined;
}

function hidesPassword(value: string): boolean {
  try {
    return /^[\x21-\x7e]{1,100}:[\x20-\x7e]{3,}$/.test(atob(value));
  } catch {
    return false;
  }
}
