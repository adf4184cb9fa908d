import { afterEach, describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { corpora } from '../../../bench/inspect/corpora.ts';
import { looksFor } from '../../../bench/inspect/corpus/company/company-look.ts';
import { precisionOf, recallOf, scoreCases, sumScores } from '../../../bench/inspect/score.ts';
import type { InspectedText } from '../../../policy/inspect/inspected-text.ts';
import { inspectorOf } from '../../../policy/inspect/inspector.ts';
import type { DetectorName } from '../../../policy/inspect/prompt-rule.ts';
import { looksOf, plainKind } from '../../../policy/inspect/settings/look.ts';
import { lookAt } from '../../../policy/inspect/sighting.ts';
import type { SizeLimits } from '../../../policy/inspect/size/size.ts';

const detectors: readonly DetectorName[] = [
  'denied_words',
  'pattern',
  'source_code',
  'internal_host',
  'language',
  'size',
];
const find = (detector: DetectorName, text: string): [string, string][] => {
  const found: [string, string][] = [];
  inspectorOf(looksFor(detector)).find(text, ({ kind, start, end }) =>
    found.push([plainKind(kind), text.slice(start, end)]),
  );
  return found;
};

test.each(detectors)('%s: what its corpus says', (detector) => {
  const total = sumScores(scoreCases(inspectorOf(looksFor(detector)), corpora[detector].tuned()));
  expect(precisionOf(total)).toBeGreaterThanOrEqual(0.99);
  expect(recallOf(total)).toBeGreaterThanOrEqual(0.99);
});

describe('ranges are those of what was given', () => {
  test.each<[DetectorName, string, string, string]>([
    ['internal_host', 'ssh root@db-1.eu.corp now', 'internal_host', 'db-1.eu.corp'],
    ['internal_host', 'http://u:p@redis:6379/0', 'single_label_host', 'redis'],
    ['internal_host', 'at 10.1.2.3:443, not 10.1.2.3', 'private_address', '10.1.2.3'],
    ['internal_host', 'a.b.CORP.example.com/x', 'own_host', 'a.b.CORP.example.com'],
    ['internal_host', 'ｇｉｔ.ｃｏｒｐ:8080', 'internal_host', 'ｇｉｔ.ｃｏｒｐ'],
    [
      'source_code',
      'See:\ndef f(x):\n    return x\n\nclass A(B):\n    pass\nthanks',
      'python',
      'def f(x):\n    return x\n\nclass A(B):',
    ],
    [
      'source_code',
      'x\n * SPDX-License-Identifier: MIT\ny',
      'spdx_license',
      'SPDX-License-Identifier: MIT',
    ],
  ])('%s: %j', (detector, text, kind, where) => {
    expect(find(detector, text)).toEqual([[kind, where]]);
  });

  test('a language is told once a text, from where it begins', () => {
    const english = 'The quick report of the week is ready and we will send it to you. '.repeat(20);
    const german = 'Der Bericht der Woche ist fertig und wir senden ihn an die Kunden. '.repeat(20);
    const found = find('language', english + german);
    expect(found.map(([kind]) => kind)).toEqual(['english', 'german']);
    expect(find('language', 'ok')).toEqual([]);
  });
});

describe('sizes of a call', () => {
  const text = (content: string, position: number): InspectedText => ({
    text: content,
    part: 'user',
    place: { list: 'messages', position },
  });
  const joined = (content: string): InspectedText => ({
    text: content,
    part: 'user',
    place: undefined,
  });
  const seenIn = (limits: SizeLimits, texts: readonly InspectedText[]) =>
    lookAt(inspectorOf(looksOf({ detector: 'size', settings: { limits } })), texts).seen.map(
      ({ kind, place, start, end }) => `${plainKind(kind)} ${place} ${start}-${end}`,
    );

  test('one text, all of them, messages', () => {
    const texts = [text('aaaa', 0), text('bb', 1), text('ccccc', 4)];
    expect(seenIn({ textCharsMax: 4 }, texts)).toEqual(['too_long messages.4 4-5']);
    expect(seenIn({ callCharsMax: 7 }, texts)).toEqual(['too_long_in_all messages.4 1-5']);
    expect(seenIn({ callCharsMax: 11 }, texts)).toEqual([]);
    expect(seenIn({ messagesMax: 4 }, texts)).toEqual(['too_many_messages messages.4 0-5']);
    expect(seenIn({ messagesMax: 5 }, texts)).toEqual([]);
  });

  test('what is made of several texts does not count', () => {
    const texts = [joined('abcabc'), text('abc', 0), joined('abcabc'), text('abc', 1)];
    expect(seenIn({ textCharsMax: 5, callCharsMax: 6 }, texts)).toEqual([]);
    expect(seenIn({ callCharsMax: 5 }, texts)).toEqual(['too_long_in_all messages.1 2-3']);
  });

  test('any run of one character that is too long, and none that is not', () => {
    const run = fc.tuple(fc.constantFrom('a', 'b', 'é', '\n'), fc.integer({ min: 1, max: 9 }));
    fc.assert(
      fc.property(fc.array(run, { maxLength: 8 }), fc.integer({ min: 1, max: 8 }), (runs, max) => {
        const content = runs.map(([letter, length]) => letter.repeat(length)).join('');
        const longest = Math.max(
          0,
          ...[...content.matchAll(/(.)\1*/gs)].map(([one]) => one.length),
        );
        const lines = content.split('\n');
        const same = lines.map((line, at) => {
          let end = at;
          while (lines[end] === line) end += 1;
          return end - at;
        });
        const isFound = seenIn({ repeatsMax: max }, [text(content, 0)]).length > 0;
        expect(isFound).toBe(Math.max(longest, ...same) > max);
      }),
      { numRuns: 2_000 },
    );
  });

  test('depth and repetition', () => {
    expect(seenIn({ nestingMax: 2 }, [text('[{[]}]', 0)])).toEqual(['too_deep messages.0 0-6']);
    expect(seenIn({ nestingMax: 3 }, [text('}]][{[]}]', 0)])).toEqual([]);
    expect(seenIn({ repeatsMax: 3 }, [text('aaaa', 0)])).toEqual(['too_repetitive messages.0 0-4']);
    expect(seenIn({ repeatsMax: 3 }, [text('ab\nab\nab\nab', 0)])).toHaveLength(1);
    expect(seenIn({ repeatsMax: 3 }, [text('ab\nab\nab\nac\n    x', 0)])).toEqual([]);
  });
});

test('no text makes them throw or report a range that is not there', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      'http://',
      '.corp',
      '.local',
      '10.0.',
      '192.168.1.1',
      ':80',
      '@',
      'const x = ',
      '\ndef f():\n',
      'SELECT * FROM a',
      'copyright 20',
      '(c) 2020 ',
      'der die das ',
      '的',
      'ые',
      '{"a":"',
      '\\n',
      '\u200b',
      'EMP-',
      'project ',
      'falcon',
      '[',
      'ß',
    ),
    fc.string({ unit: 'binary', maxLength: 6 }),
  );
  const all = inspectorOf(detectors.flatMap(looksFor));
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 24 }), (pieces) => {
      const text = pieces.join('');
      all.find(text, ({ start, end }) => {
        expect(start).toBeGreaterThanOrEqual(0);
        expect(end).toBeGreaterThan(start);
        expect(end).toBeLessThanOrEqual(text.length);
      });
    }),
    { numRuns: 1_500 },
  );
});

describe('work is linear in the text', () => {
  afterEach(() => {
    jest.restoreAllMocks();
  });

  /** Reads of single characters and calls of patterns; native searches read each character once. */
  function countSteps(detector: DetectorName, text: string): number {
    const inspector = inspectorOf(looksFor(detector));
    inspector.find('', () => undefined);
    let steps = 0;
    const { charCodeAt, slice } = String.prototype;
    const { test: matches } = RegExp.prototype;
    jest.spyOn(String.prototype, 'charCodeAt').mockImplementation(function (this: string, at) {
      steps += 1;
      return charCodeAt.call(this, at);
    });
    jest.spyOn(String.prototype, 'slice').mockImplementation(function (this: string, ...args) {
      const part = slice.call(this, ...args);
      steps += part.length;
      return part;
    });
    jest.spyOn(RegExp.prototype, 'test').mockImplementation(function (this: RegExp, subject) {
      steps += 1;
      return matches.call(this, subject);
    });
    inspector.find(text, () => undefined);
    jest.restoreAllMocks();
    return steps;
  }

  test.each(detectors.filter((one) => one !== 'pattern'))('%s', (detector) => {
    for (const unit of [
      'a',
      'a.',
      '://',
      'a.corp ',
      '.local',
      '10.',
      'project ',
      '\n',
      'if x:\n',
      'const ',
      '(c) 20',
      'http://a',
      '[',
      'the ',
      '机',
      '@',
    ])
      expect(countSteps(detector, unit.repeat(Math.ceil(12_000 / unit.length)))).toBeLessThan(
        12_000 * 330,
      );
  });
});
