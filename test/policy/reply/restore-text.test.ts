import { describe, expect, test } from '@jest/globals';
import { changeStrings, isJson } from '../../../policy/reply/json-string.ts';
import { restoreText, TextRestorer } from '../../../policy/reply/restore-text.ts';
import { createSeededDraw } from '../sample.ts';

const originals = new Map([
  ['[EMAIL_1]', 'anna@corp.com'],
  ['[EMAIL_12]', '"ben" <ben@corp.com>'],
  ['[AWS_ACCESS_KEY_1]', `AKIA${'IOSFODNN7EXAMPLQ'}`],
]);

describe('what was taken out', () => {
  test.each([
    ['to [EMAIL_1], [EMAIL_12]!', 'to anna@corp.com, "ben" <ben@corp.com>!'],
    ['[[EMAIL_1]][EMAIL_1]', '[anna@corp.com]anna@corp.com'],
    ['[EMAIL_2] [email_1] [EMAIL_1 ] EMAIL_1', '[EMAIL_2] [email_1] [EMAIL_1 ] EMAIL_1'],
    ['[EMAIL_[EMAIL_1]', '[EMAIL_anna@corp.com'],
    ['ends in [EMAIL_1', 'ends in [EMAIL_1'],
    [`[${'A'.repeat(200)}]`, `[${'A'.repeat(200)}]`],
    ['', ''],
  ])('is put back: %s', (text, restored) => {
    expect(restoreText(text, originals)).toBe(restored);
    for (let first = 0; first <= text.length; first += 1)
      for (let second = first; second <= Math.min(text.length, first + 12); second += 1) {
        const restorer = new TextRestorer(originals);
        const pieces = [text.slice(0, first), text.slice(first, second), text.slice(second)];
        const left = pieces.map((piece) => restorer.push(piece)).join('');
        expect(left + restorer.flush()).toBe(restored);
      }
  });

  test('holds back only what may be a placeholder', () => {
    const restorer = new TextRestorer(originals);
    expect(restorer.push('see [1] and [EMA')).toBe('see [1] and ');
    expect(restorer.push('IL of')).toBe('[EMAIL of');
    expect(restorer.push(`[${'A'.repeat(80)}`)).toBe(`[${'A'.repeat(80)}`);
  });

  test('is put back one by one character as all at once', () => {
    const draw = createSeededDraw(3);
    const pieces = [...originals.keys(), '[', ']', '[EMAIL_', 'x [', '[[E', ' '];
    for (let round = 0; round < 60; round += 1) {
      const text = Array.from({ length: 12 }, () => pieces[Math.floor(draw() * pieces.length)]);
      const restorer = new TextRestorer(originals);
      const left = Array.from(text.join(''), (unit) => restorer.push(unit)).join('');
      expect(left + restorer.flush()).toBe(restoreText(text.join(''), originals));
    }
  });
});

describe('strings of JSON', () => {
  const restore = (text: string) => restoreText(text, originals);

  test('are changed as what they say, and all else stays as it was written', () => {
    const json =
      '{"n": 12345678901234567890,\n "[EMAIL_1]":["\\u005bEMAIL_12]", "\\n"] , "x":"\\u00e9"}';
    const changed = changeStrings(json, restore);
    expect(changed).toBe(
      '{"n": 12345678901234567890,\n "anna@corp.com":["\\"ben\\" <ben@corp.com>", "\\n"] , "x":"\\u00e9"}',
    );
  });

  test('are changed in JSON inside of strings too', () => {
    const inner = JSON.stringify({ to: JSON.stringify(['[EMAIL_12]']) });
    const changed = changeStrings(JSON.stringify({ inner }), restore);
    expect(JSON.parse(JSON.parse(JSON.parse(changed).inner).to)).toEqual(['"ben" <ben@corp.com>']);
  });

  test('that have no end stay, and what is no JSON is told', () => {
    expect(changeStrings('{"a":"[EMAIL_1]","b":"[EMAIL_1]', restore)).toBe(
      '{"a":"anna@corp.com","b":"[EMAIL_1]',
    );
    expect([isJson('{"a":1}'), isJson('{"a":1')]).toEqual([true, false]);
  });
});
