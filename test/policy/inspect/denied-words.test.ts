import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { inspectorOf } from '../../../policy/inspect/inspector.ts';
import { looksOf, plainKind } from '../../../policy/inspect/settings/look.ts';
import { comparableWord, type WordList } from '../../../policy/inspect/words/denied-words.ts';
import { WordAutomaton } from '../../../policy/inspect/words/word-automaton.ts';

/** Goal: every word of every list is found, once, whatever it is written like. Method: ranges by hand; a search that is plain and slow. */
const seek = (...wordLists: readonly WordList[]) => {
  const inspector = inspectorOf(looksOf({ detector: 'denied_words', settings: { wordLists } }));
  return (text: string): [string, string][] => {
    const found: [string, string][] = [];
    inspector.find(text, ({ kind, start, end }) =>
      found.push([plainKind(kind), text.slice(start, end)]),
    );
    return found;
  };
};
const codes = {
  name: 'codes',
  words: ['Project Falcon', 'blue-bird', 'Übermorgen', 'c++', '机密'],
};
const parts = { name: 'parts', words: ['kündig'], partsOfWords: true };
const find = seek(codes, parts);

describe('a word is found', () => {
  test.each([
    ['in any case', 'PROJECT falcon', 'PROJECT falcon'],
    ['over a line, and with other separators', 'a project\n - Falcon.', 'project\n - Falcon'],
    ['as part of an identifier', 'my_project_falcon_id', 'project_falcon'],
    [
      'as the same letters in another form',
      'x Ｐｒｏｊｅｃｔ\u3000Ｆａｌｃｏｎ',
      'Ｐｒｏｊｅｃｔ\u3000Ｆａｌｃｏｎ',
    ],
    ['with what nobody sees within it', 'blue\u00a0bi\u200brd', 'blue\u00a0bi\u200brd'],
    ['in JSON that was quoted', '{"a":"{\\"b\\":\\"Project\\\\nFalcon\\"}"}', 'Project\\\\nFalcon'],
    ['with its accents taken apart', 'U\u0308bermorgen', 'U\u0308bermorgen'],
    ['without its accents', 'ubermorgen', 'ubermorgen'],
    ['where words stand without spaces', '这是机密文件', '机密'],
    ['with signs of its own', 'Is C++ fine?', 'C++'],
    ['within another, when its list says so', 'Die Kündigungen', 'Kündig'],
  ])('%s', (_how, text, where) => {
    expect(find(text).map(([, one]) => one)).toEqual([where]);
  });

  test.each([
    'projects: falcon',
    'project falconry',
    'subproject falcon9',
    'project of falcon',
    `project${' '.repeat(9)}falcon`,
    'bluebird',
    'projectfalcon',
  ])('not: %j', (text) => {
    expect(find(text)).toEqual([]);
  });

  test('without accents in its list only without them', () => {
    expect(seek({ name: 'plain', words: ['ano'] })('el año ano')).toEqual([['plain', 'ano']]);
  });

  test('once, of those that overlap the first and longest, by the name of its list', () => {
    const two = seek(
      { name: 'short', words: ['apple', 'pie crust'] },
      { name: 'long', words: ['apple pie'] },
    );
    expect(two('apple pie crust, an apple, pie crust')).toEqual([
      ['long', 'apple pie'],
      ['short', 'apple'],
      ['short', 'pie crust'],
    ]);
  });
});

test('any words in any text: what a slow search finds', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', ' ', 'é', '机'), maxLength: 6 });
  const words = fc
    .array(
      letters.map(comparableWord).filter((word) => word.length > 0),
      {
        minLength: 1,
        maxLength: 8,
      },
    )
    .map((all) => [...new Set(all)]);
  fc.assert(
    fc.property(
      words,
      fc.constantFrom('all', 'none', 'odd ones'),
      fc.string({ unit: fc.constantFrom('a', 'b', ' ', 'é', '机', '-'), maxLength: 40 }),
      (list, which, text) => {
        const found: string[] = [];
        new WordAutomaton(
          list.map((phrase) => ({ phrase, kind: phrase, whole: isWhole(phrase, which) })),
        ).find(text, (kind, start, end) => found.push(`${kind}@${start}-${end}`));
        expect(found).toEqual(searchSlowly(list, which, text));
      },
    ),
    { numRuns: 3_000 },
  );
});

function isWhole({ length }: string, which: string): boolean {
  return which === 'all' || (which === 'odd ones' && length % 2 === 1);
}

/** At each position the longest phrase, then on from its end. */
function searchSlowly(list: readonly string[], which: string, text: string): readonly string[] {
  const found: string[] = [];
  const isLetter = (at: number) => /[abé]/.test(text[at] ?? '');
  for (let start = 0; start < text.length; start += 1) {
    for (let end = text.length; end > start; end -= 1) {
      const piece = text.slice(start, end).replace(/[ -]+/g, ' ');
      // A run of separators begins where it begins.
      if (/^[ -]|[ -]$/.test(text.slice(start, end)) || !list.includes(piece)) continue;
      const isCut =
        (isLetter(start) && isLetter(start - 1)) || (isLetter(end - 1) && isLetter(end));
      if ((isWhole(piece, which) && isCut) || /[ -]{9}/.test(text.slice(start, end))) continue;
      found.push(`${piece}@${start}-${end}`);
      start = end - 1;
      break;
    }
  }
  return found;
}

test('a thousand long words that share their beginnings take two steps a character', () => {
  const stem = 'ab'.repeat(80);
  const list = Array.from({ length: 1_000 }, (_, at) => `${stem.slice(0, 20 + (at % 140))}${at}`);
  const automaton = new WordAutomaton(list.map((phrase) => ({ phrase, kind: 'x', whole: false })));
  let found = 0;
  automaton.find(`${stem.repeat(200)}${list[7]}`, () => {
    found += 1;
  });
  expect(found).toBe(1);
});
