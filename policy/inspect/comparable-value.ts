import { foldText } from './folded-text.ts';
import { personalKinds } from './personal/personal-kind.ts';

/** Of these, dots, dashes and spaces are part of the value. */
const asWritten: ReadonlySet<string> = new Set(['email', 'ip_address', 'date_of_birth']);
const personal: ReadonlySet<string> = new Set(personalKinds);
const separators = /[\s().\-/]+/g;

/**
 * A found value in the form in which it equals the same one written otherwise: without escapes of JSON, invisible characters and
 * unusual forms of ASCII; of personal data in small letters, and of its numbers without spaces, dots, dashes, slashes and brackets.
 * A phone number with the code of its country is another one than without.
 */
export function comparableValue(kind: string, value: string): string {
  const plain = foldText(value)?.text ?? value;
  if (!personal.has(kind)) return plain;
  const small = plain.toLowerCase();
  return asWritten.has(kind) ? small : small.replace(separators, '');
}
