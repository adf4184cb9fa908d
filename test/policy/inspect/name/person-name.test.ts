import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { listNameCases } from '../../../../bench/inspect/corpus/name-corpus.ts';
import { precisionOf, recallOf, scoreCases, sumScores } from '../../../../bench/inspect/score.ts';
import { inspectorOf } from '../../../../policy/inspect/inspector.ts';
import { findNames } from '../../../../policy/inspect/name/person-name.ts';

/*
 * Goal: the dictionary tells people from other words that begin with capitals, and no text makes it slow or fails it.
 * Method: sentences with what is to be found in them; random texts of what names are made of; long texts of nothing but beginnings.
 */

const namesIn = (text: string): readonly string[] =>
  findNames(text).map(({ start, end }) => text.slice(start, end));

test.each([
  ['Please call Anna Meier about it.', ['Anna Meier']],
  ['Please call Anna Meier. Then wait.', ['Anna Meier']],
  ['JOHN SMITH and José García y Martín', ['JOHN SMITH', 'José García y Martín']],
  ['signed by Jürgen von der Leyen', ['Jürgen von der Leyen']],
  ['John F. Kennedy, Hans-Peter Groß', ['John F. Kennedy', 'Hans-Peter Groß']],
  ['Meier, Anna; Kowalski, Jan', ['Meier, Anna', 'Kowalski, Jan']],
  ['Dear Mr. Hargreaves, dear Frau Dr. Zschoche', ['Hargreaves', 'Zschoche']],
  ['María José García López wrote', ['María José García López']],
  ['Grace Miller moved during the Grace Period', ['Grace Miller']],
  ["Mary-Jane O'Neill Street", ["Mary-Jane O'Neill"]],
])('%s', (text, names) => {
  expect(namesIn(text)).toEqual(names);
});

test.each([
  'Anna asked Peter whether Maria had called.',
  'Hi Anna, Thanks for the answer',
  'Will You Please Send The Form Today',
  'new PeterClient(); anna.meier@corp.com https://a.com/Anna/Meier',
  'Victoria Station, Peter Street, San Francisco, Visual Studio Code',
  'Mr. and Mrs. were there',
])('nobody is named in: %s', (text) => {
  expect(namesIn(text)).toEqual([]);
});

test('the corpus is found, and nothing else in it', () => {
  const total = sumScores(scoreCases(inspectorOf(['person_name']), listNameCases()));
  expect(precisionOf(total)).toBeGreaterThanOrEqual(0.995);
  expect(recallOf(total)).toBeGreaterThanOrEqual(0.995);
});

test('what is found lies in the text, in its order, and nothing twice', () => {
  const pieces = [
    'Anna',
    'Meier',
    'Mr.',
    'de',
    'la',
    'J.',
    ', ',
    ' ',
    '.',
    "O'",
    '-',
    'é',
    '1',
    'Grace',
  ];
  const texts = fc.array(fc.oneof(fc.constantFrom(...pieces), fc.string()), { maxLength: 40 });
  fc.assert(
    fc.property(texts, (parts) => {
      const text = parts.join('');
      let end = 0;
      for (const found of findNames(text)) {
        expect(found.start).toBeGreaterThanOrEqual(end);
        expect(found.end).toBeGreaterThan(found.start);
        end = found.end;
      }
      expect(end).toBeLessThanOrEqual(text.length);
    }),
  );
});

test.each(['A', 'Aa ', "A'a", 'Mr. ', 'Anna ', 'Mr. Anna de la ', 'Meier, '])(
  'twice as much of nothing but "%s" asks twice as much of the dictionary',
  (piece) => {
    const countLookUps = (length: number): number => {
      const lookUp = Set.prototype.has;
      let count = 0;
      Set.prototype.has = function has(this: Set<unknown>, value: unknown): boolean {
        count += 1;
        return lookUp.call(this, value);
      };
      try {
        findNames(piece.repeat(length));
      } finally {
        Set.prototype.has = lookUp;
      }
      return count;
    };
    expect(countLookUps(4_000)).toBeLessThanOrEqual(2 * countLookUps(2_000) + 100);
  },
);
