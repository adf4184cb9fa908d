import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { foldText } from '../../../policy/inspect/folded-text.ts';

const fold = (text: string): string | undefined => foldText(text)?.text;

test.each([
  ['line\\nbreak\\r\\t.', 'line\nbreak\n\n.'],
  ['\\\\\\\\n', '\n'],
  ['a\\/b\\"c', 'a/b"c'],
  ['\\u002b\\u002F\\\\u003D', '+/='],
  ['\\q\\u00e9\\n', '\\qé\n'],
  ['\\nend\\', '\nend\\'],
])('%j is read as %j', (text, resolved) => {
  expect(fold(text)).toBe(resolved);
});

test.each(['', 'plain', 'C:\\dir', '\\', '\\\\', '\\u00', '\\u12'])('%j is kept', (text) => {
  expect(fold(text)).toBeUndefined();
});

test('what JSON quotes without control characters and backslashes reads as it was', () => {
  const text = fc.string().filter((value) => !/[\\\p{Cc}]/u.test(value));
  fc.assert(
    fc.property(text, fc.integer({ min: 1, max: 4 }), (value, depth) => {
      let quoted = value;
      for (let round = 0; round < depth; round += 1) quoted = JSON.stringify(quoted).slice(1, -1);
      expect(fold(quoted) ?? quoted).toBe(value);
    }),
  );
});
