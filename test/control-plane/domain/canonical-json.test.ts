import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson } from '../../../control-plane/domain/canonical-json.ts';

test('the order of keys does not matter, the order of lists does', () => {
  expect(canonicalJson({ b: 1, a: [1, 2] })).toBe(canonicalJson({ a: [1, 2], b: 1 }));
  expect(canonicalJson({ a: [1, 2] })).not.toBe(canonicalJson({ a: [2, 1] }));
});

test('dates, bigints and absent fields have one spelling', () => {
  const value = { at: new Date(0), nano: 10n ** 18n, gone: undefined, none: null };
  expect(canonicalJson(value)).toBe(
    '{"at":"1970-01-01T00:00:00.000Z","nano":"1000000000000000000","none":null}',
  );
  expect(canonicalJson(undefined)).toBe('null');
});

test('what JSON gives back has the same text', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = canonicalJson(value);
      expect(canonicalJson(JSON.parse(text))).toBe(text);
    }),
  );
});
