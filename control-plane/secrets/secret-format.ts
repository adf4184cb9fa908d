import { crc32 } from 'node:zlib';

/** What begins a secret: an API key of an application, a personal access token of a principal, a session of a browser. */
export type SecretPrefix = 'gth_sk_' | 'gth_pat_' | 'gth_ses_';

const BASE62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** 62^43 > 2^256. */
const RANDOM_CHARACTERS = 43;
/** 62^6 > 2^32. */
const CHECKSUM_CHARACTERS = 6;
const CHARACTERS = /^[0-9A-Za-z]*$/;

/**
 * Makes a secret: the prefix, 43 base62 characters (256 bits), and the CRC32 of both as 6 base62
 * characters, so that leak scanners recognise it.
 *
 * @param randomIndex uniform and unpredictable in [0, bound): `randomInt` of node:crypto
 */
export function createSecret(prefix: SecretPrefix, randomIndex: (bound: number) => number): string {
  const characters = Array.from(
    { length: RANDOM_CHARACTERS },
    () => BASE62[randomIndex(BASE62.length)],
  );
  const body = `${prefix}${characters.join('')}`;
  return `${body}${checksum(body)}`;
}

/**
 * Whether the text can be a secret of this kind: length, characters and checksum; costs no lookup.
 */
export function isSecret(prefix: SecretPrefix, text: string): boolean {
  const length = prefix.length + RANDOM_CHARACTERS + CHECKSUM_CHARACTERS;
  if (text.length !== length || !text.startsWith(prefix)) return false;
  if (!CHARACTERS.test(text.slice(prefix.length))) return false;
  return text.endsWith(checksum(text.slice(0, -CHECKSUM_CHARACTERS)));
}

function checksum(body: string): string {
  let rest = crc32(body);
  let text = '';
  for (let index = 0; index < CHECKSUM_CHARACTERS; index += 1) {
    text = `${BASE62[rest % BASE62.length]}${text}`;
    rest = Math.floor(rest / BASE62.length);
  }
  return text;
}
