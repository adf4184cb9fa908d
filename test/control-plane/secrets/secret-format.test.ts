import { randomInt } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { createSecret, isSecret } from '../../../control-plane/secrets/secret-format.ts';

const countUp = () => {
  let next = 0;
  return () => next++;
};

// The checksums were computed with zlib.crc32 of Python 3.
test.each([
  ['gth_sk_', 'gth_sk_0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefg42hFsy'],
  ['gth_pat_', 'gth_pat_0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefg2BYkTG'],
] as const)('%s: 43 characters, then the checksum of all before it', (prefix, expected) => {
  expect(createSecret(prefix, countUp())).toBe(expected);
  expect(isSecret(prefix, expected)).toBe(true);
});

test('secrets made at random are recognised and never the same', () => {
  const secrets = Array.from({ length: 200 }, () => createSecret('gth_sk_', randomInt));
  expect(new Set(secrets).size).toBe(200);
  expect(secrets.every((secret) => isSecret('gth_sk_', secret))).toBe(true);
  expect(secrets.every((secret) => /^gth_sk_[0-9A-Za-z]{49}$/.test(secret))).toBe(true);
});

test('a change of any character is noticed', () => {
  const secret = createSecret('gth_sk_', randomInt);
  for (const [at, character] of [...secret].entries()) {
    const other = character === 'x' ? 'y' : 'x';
    const changed = `${secret.slice(0, at)}${other}${secret.slice(at + 1)}`;
    expect(isSecret('gth_sk_', changed)).toBe(false);
  }
});

test.each(['', 'gth_sk_', 'x'.repeat(56), `gth_sk_${'é'.repeat(49)}`])('%j is none', (text) => {
  expect(isSecret('gth_sk_', text)).toBe(false);
});

test('an access token is no key, and a key no access token', () => {
  expect(isSecret('gth_sk_', createSecret('gth_pat_', randomInt))).toBe(false);
  expect(isSecret('gth_pat_', createSecret('gth_sk_', randomInt))).toBe(false);
});

test('a longer or shorter text is none', () => {
  const secret = createSecret('gth_sk_', randomInt);
  expect(isSecret('gth_sk_', `${secret}0`)).toBe(false);
  expect(isSecret('gth_sk_', secret.slice(0, -1))).toBe(false);
});
