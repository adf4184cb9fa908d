import { ALPHANUMERIC, FILLER, isAt } from '../character.ts';
import type { SecretMatch, SecretTrigger } from '../secret-kind.ts';

/** User, password and host together. */
const authorityCharsMax = 512;
/** Words that stand for a password in documentation and in development. */
const placeholders: ReadonlySet<string> = new Set([
  'password',
  'passwd',
  'pass',
  'pwd',
  'secret',
  'token',
  'changeme',
  'example',
  'postgres',
  'mysql',
  'root',
  'admin',
  'guest',
  'user',
]);
const placeholderPrefix = /^(?:my|your|the|db|user)/;

/**
 * Passwords in URLs of any scheme: `postgres://user:password@host`. Passed: templates (`$PASSWORD`,
 * `{password}`, `%s`, `[password]`), masks (`****`, `xxxx`), and words that only stand for a
 * password, such as `password` itself.
 */
export const urlPasswordTrigger: SecretTrigger = {
  literal: '://',
  pairOffset: 0,
  validate: validateUrlPassword,
};

function validateUrlPassword(text: string, start: number): SecretMatch | undefined {
  if (!isAt(text, start - 1, ALPHANUMERIC)) return undefined;
  const userStart = start + 3;
  const end = endOfAuthority(text, userStart);
  const authority = text.slice(userStart, end);
  const at = authority.lastIndexOf('@');
  const colon = authority.indexOf(':');
  if (colon < 0 || colon > at || at === authority.length - 1) return undefined;
  const password = authority.slice(colon + 1, at);
  if (!isRealPassword(password)) return undefined;
  return { kind: 'url_password', start: userStart + colon + 1, end: userStart + at };
}

/**
 * No two URLs share an authority: it ends at the next slash, so the scan reads each character once
 * for this.
 */
function endOfAuthority(text: string, start: number): number {
  const bound = Math.min(text.length, start + authorityCharsMax);
  let end = start;
  while (end < bound && !isAt(text, end, FILLER) && !'/?#<>|'.includes(text.charAt(end))) end += 1;
  return end;
}

function isRealPassword(password: string): boolean {
  if (password.length < 3 || new Set(password).size < 3) return false;
  if (/^[$%{[(*]/.test(password) && !/^%[0-9a-f]{2}/i.test(password)) return false;
  const word = password.toLowerCase().replace(/[-_]/g, '');
  return !placeholders.has(word) && !placeholders.has(word.replace(placeholderPrefix, ''));
}
