import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { inspectorOf } from '../../../policy/inspect/inspector.ts';
import { findPatternFault, type NamedPattern } from '../../../policy/inspect/pattern/pattern.ts';
import { looksOf, plainKind } from '../../../policy/inspect/settings/look.ts';

const seek = (...patterns: readonly NamedPattern[]) => {
  const inspector = inspectorOf(looksOf({ detector: 'pattern', settings: { patterns } }));
  return (text: string): [string, string][] => {
    const found: [string, string][] = [];
    inspector.find(text, ({ kind, start, end }) =>
      found.push([plainKind(kind), text.slice(start, end)]),
    );
    return found;
  };
};
const employee = { name: 'employee', pattern: '\\bEMP-\\d{4}\\b' };

describe('a pattern is found', () => {
  test('wherever it stands in a long text, and as often', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(700), { maxLength: 12 }), (gaps) => {
        const text = gaps.map((gap) => `${'.'.repeat(gap)}EMP-0042`).join(' ');
        expect(seek(employee)(text)).toHaveLength(gaps.length);
      }),
    );
  });

  test('with what stands before and after it', () => {
    for (let pad = 240; pad < 270; pad += 1) {
      const text = `${'x'.repeat(pad)}EMP-1234 ${'y'.repeat(pad)} EMP-12345 EMP-5678`;
      expect(seek(employee)(text)).toEqual([['employee', 'EMP-5678']]);
    }
  });

  test('in the plain form of a text', () => {
    expect(seek(employee)('a ＥＭＰ-1234, E\u200bMP-5678')).toEqual([
      ['employee', 'ＥＭＰ-1234'],
      ['employee', 'E\u200bMP-5678'],
    ]);
  });

  test('once where two overlap: that which begins first', () => {
    const two = seek({ name: 'late', pattern: 'bcd' }, { name: 'early', pattern: 'ab+' });
    expect(two('xabcd bcd')).toEqual([
      ['early', 'ab'],
      ['late', 'bcd'],
    ]);
  });

  test('up to 1,000 times in a text, and what follows as one', () => {
    const found = seek({ name: 'a', pattern: 'a' })('a '.repeat(1_500));
    expect(found).toHaveLength(1_001);
    expect(found.at(-1)?.[1]).toBe('a '.repeat(500));
  });

  test.each(['(a+)+$'.slice(0, -1), '(?:a|aa)+b', 'a.*b|a', '(?:x{1,20}){1,20}y'])(
    '%s: in a text that stops engines which go back',
    (pattern) => {
      const text = `${'a'.repeat(20_000)}${'x'.repeat(20_000)}`;
      expect(seek({ name: 'p', pattern })(text).length).toBeLessThanOrEqual(1_001);
    },
  );
});

test.each([
  ['', 'Say a pattern'],
  ['x'.repeat(257), 'at most 256'],
  ['(a', 'no RE2 pattern: missing closing )'],
  ['a(?=b)', 'no RE2 pattern'],
  ['\\1', 'no RE2 pattern'],
  ['\\w{1,300}\\d{1,300}', 'too large'],
  ['a*', 'empty text'],
  ['\\b', 'empty text'],
  ['x|', 'empty text'],
  ['^abc', 'leave out ^'],
  ['abc$', 'leave out ^'],
  ['\\Aabc', 'leave out ^'],
])('%j is refused', (pattern, why) => {
  expect(findPatternFault(pattern)).toContain(why);
});

test.each([
  '[^a]b',
  '[$^]x',
  '\\$\\d',
  '\\^a',
  '[]^]q',
  '(?i)a',
  '\\Q^$\\Ex',
  '[[:alpha:]^]z',
  '\\\\A1',
])('%j is taken', (pattern) => {
  expect(findPatternFault(pattern)).toBeUndefined();
});

test('whatever pattern is taken finds ranges that are there', () => {
  const piece = fc.constantFrom(
    'a',
    'b',
    '.',
    '\\d',
    '[ab]',
    '(?:a|bc)',
    '+',
    '?',
    '{2,3}',
    '|',
    '\\b',
    '^',
  );
  const pattern = fc.array(piece, { minLength: 1, maxLength: 6 }).map((all) => all.join(''));
  fc.assert(
    fc.property(
      pattern,
      fc.string({ unit: fc.constantFrom('a', 'b', 'c', '1', ' ', '\u200b') }),
      (one, text) => {
        if (findPatternFault(one) !== undefined) return;
        const found = seek({ name: 'p', pattern: one })(text);
        for (const [, value] of found) expect(value.length).toBeGreaterThan(0);
      },
    ),
    { numRuns: 1_000 },
  );
});
