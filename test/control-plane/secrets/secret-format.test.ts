import { randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { z } from 'zod';
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

/** What scanners are told in docs/tenants.md. */
async function documented() {
  const page = readFileSync('docs/tenants.md', 'utf8');
  const [, code = ''] = /```js\n(.*?)```/s.exec(page) ?? [];
  const check = z.object({ isGatehouseKey: z.custom<(text: string) => boolean>() });
  const imported: unknown = await import(`data:text/javascript,${encodeURIComponent(code)}`);
  const forms = [...page.matchAll(/\\bgth_sk_\S+?\\b/g)].map(([form]) => form);
  const [example = ''] = /\bgth_sk_[0-9A-Za-z]{49}\b/.exec(page) ?? [];
  return { isKey: check.parse(imported).isGatehouseKey, forms, example };
}

test('a typo in any character is noticed, by the documented check too', async () => {
  const { isKey } = await documented();
  const secret = createSecret('gth_sk_', randomInt);
  expect([isSecret('gth_sk_', secret), isKey(secret)]).toEqual([true, true]);
  const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_-é';
  const typos = [...secret].flatMap((character, at) =>
    [...digits.replace(character, '')].map(
      (other) => `${secret.slice(0, at)}${other}${secret.slice(at + 1)}`,
    ),
  );
  expect(typos).toHaveLength(56 * 64);
  expect(typos.filter((typo) => isSecret('gth_sk_', typo) || isKey(typo))).toEqual([]);
});

test('the documented forms and example are those of keys', async () => {
  const { isKey, forms, example } = await documented();
  expect(isKey(example) && isSecret('gth_sk_', example)).toBe(true);
  expect(new Set(forms).size).toBe(1);
  const form = new RegExp(forms[0] ?? '');
  for (let count = 0; count < 100; count += 1) {
    const secret = createSecret('gth_sk_', randomInt);
    expect([form.exec(`key="${secret}";`)?.[0], isKey(secret)]).toEqual([secret, true]);
    expect(form.test(`${secret}0`) || form.test(`x${secret}`)).toBe(false);
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
