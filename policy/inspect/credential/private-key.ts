import { BASE64, FILLER, isAt } from '../character.ts';
import type { SecretMatch, SecretTrigger } from '../secret-kind.ts';

/** `RSA PRIVATE KEY`, `PGP PRIVATE KEY BLOCK`, `ENCRYPTED PRIVATE KEY`, ... */
const labelCharsMax = 48;
/**
 * What is read of the body: enough to know it from a placeholder. An Ed25519 key has 64 characters
 * in all.
 */
const bodyCharsMax = 400;
const bodyKeyCharsMin = 56;
/** The body of RSA keys of 16,384 bits, quoted, has fewer. */
const keyCharsMax = 16_384;
const distinctMin = 16;
/** In a service account's JSON, `"type"` stands this close before its key. */
const accountCharsMax = 512;

/**
 * Private keys in PEM (RFC 7468) and OpenPGP armor, encrypted ones too, whole or cut off, on lines
 * or quoted into one string of code or JSON. A key in the JSON of a Google service account is
 * reported as that.
 */
export const privateKeyTrigger: SecretTrigger = {
  literal: '-----BEGIN ',
  pairOffset: 4,
  validate: validatePrivateKey,
};

function validatePrivateKey(text: string, start: number): SecretMatch | undefined {
  const labelStart = start + '-----BEGIN '.length;
  const label = text.slice(labelStart, labelStart + labelCharsMax);
  const labelEnd = label.indexOf('-----');
  if (labelEnd < 0 || !/PRIVATE KEY(?: BLOCK)?$/.test(label.slice(0, labelEnd))) return undefined;
  const bodyEnd = endOfKeyBody(text, labelStart + labelEnd + 5);
  if (bodyEnd === undefined) return undefined;
  const end = endOfKey(text, bodyEnd);
  const before = text.slice(Math.max(0, start - accountCharsMax), start);
  const isAccount = before.includes('service_account') && before.includes('private_key');
  return { kind: isAccount ? 'google_service_account' : 'private_key', end };
}

/** Where reading stopped, when what was read is a key; undefined when it is a placeholder. */
function endOfKeyBody(text: string, start: number): number | undefined {
  const distinct = new Set<number>();
  const bound = Math.min(text.length, start + bodyCharsMax);
  let keyChars = 0;
  let position = skipHeaders(text, start, bound);
  for (; position < bound && isAt(text, position, BASE64 | FILLER); position += 1) {
    if (isAt(text, position, FILLER)) continue;
    keyChars += 1;
    distinct.add(text.charCodeAt(position));
  }
  return keyChars >= bodyKeyCharsMin && distinct.size >= distinctMin ? position : undefined;
}

/** Where the rest of the body ends, with the line after it if it is there. */
function endOfKey(text: string, start: number): number {
  const bound = Math.min(text.length, start + keyCharsMax);
  let end = start;
  while (end < bound && isAt(text, end, BASE64 | FILLER)) end += 1;
  if (!text.startsWith('-----END ', end)) return end;
  const last = text.indexOf('-----', end + 9);
  return last >= 0 && last - end < labelCharsMax ? last + 5 : end;
}

/** Headers as in RFC 1421 (`DEK-Info: …`) and in OpenPGP armor end at an empty line. */
function skipHeaders(text: string, start: number, bound: number): number {
  const head = text.slice(start, bound);
  if (!/^\s*[A-Za-z-]{2,20}: /.test(head)) return start;
  const blank = /\r?\n[ \t]*\r?\n/.exec(head);
  return blank === null ? start : start + blank.index;
}
