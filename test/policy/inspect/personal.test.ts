import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { place } from '../../../bench/inspect/corpus/case.ts';
import { Draw } from '../../../bench/inspect/corpus/draw.ts';
import { addressMakers } from '../../../bench/inspect/corpus/personal-address.ts';
import { numberMakers } from '../../../bench/inspect/corpus/personal-number.ts';
import { drawPlace } from '../../../bench/inspect/corpus/personal-place.ts';
import { inspectorOf } from '../../../policy/inspect/inspector.ts';
import { personalKinds } from '../../../policy/inspect/personal/personal-kind.ts';

/*
 * Goal: every kind is found, where it stands, and nothing that only looks like it. Method: values by makers that compute their check
 * digits by themselves, in the places of the corpus; the same with a digit changed; published examples; near misses by hand.
 */
const personal = inspectorOf(['personal_data']);
const find = (text: string): [string, string][] => {
  const found: [string, string][] = [];
  personal.find(text, ({ kind, start, end }) => found.push([kind, text.slice(start, end)]));
  return found;
};
const makers = { ...numberMakers, ...addressMakers };
/** So many in a row of which each is found. */
const rounds = 150;

test('there is a maker of every kind', () => {
  expect(new Set(Object.keys(makers))).toEqual(new Set(personalKinds));
});

test.each(personalKinds)('%s is found wherever a word says what it is', (kind) => {
  const draw = new Draw(101);
  const missed: string[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const { text, expected } = place(drawPlace(draw, kind), kind, makers[kind](draw));
    const value = text.slice(expected[0]?.start, expected[0]?.end);
    if (!find(text).some(([found, where]) => found === kind && where === value)) missed.push(text);
  }
  expect(missed).toEqual([]);
});

const checked = Object.entries(numberMakers).filter(
  ([kind]) => !['us_ssn', 'uk_nino'].includes(kind),
);
test.each(checked)('%s is none with another digit in it', (kind, make) => {
  const draw = new Draw(102);
  const found: string[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const value = make(draw);
    const places = [...value].flatMap((one, at) => (/\d/.test(one) ? [at] : []));
    const at = draw.pick(places.slice(-5));
    const wrong = `${value.slice(0, at)}${(Number(value.charAt(at)) + 1) % 10}${value.slice(at + 1)}`;
    if (find(`${kind} number: ${wrong}`).some(([one]) => one === kind)) found.push(wrong);
  }
  expect(found).toEqual([]);
});

describe('published examples', () => {
  test.each([
    ['card', 'pay with 4111 1111 1111 1111 12/27 123', '4111 1111 1111 1111'],
    ['card', 'amex 378282246310005', '378282246310005'],
    ['iban', 'IBAN GB29 NWBK 6016 1331 9268 19 please', 'GB29 NWBK 6016 1331 9268 19'],
    ['iban', 'an de89370400440532013000 überweisen', 'de89370400440532013000'],
    ['it_codice_fiscale', 'Rossi, RSSMRA85T10A562S', 'RSSMRA85T10A562S'],
    ['fr_nir', 'NIR 2 55 08 14 168 025 38', '2 55 08 14 168 025 38'],
    ['es_nif', 'DNI 12345678Z', '12345678Z'],
    ['nl_bsn', 'BSN 111222333', '111222333'],
    ['pl_pesel', 'PESEL 44051401359', '44051401359'],
    ['fi_hetu', 'hetu 131052-308T', '131052-308T'],
    ['fi_hetu', 'hetu 131052A308T', '131052A308T'],
    ['se_personnummer', '811218-9876', '811218-9876'],
    ['ch_ahv', '756.9217.0769.85', '756.9217.0769.85'],
    ['be_nrn', '93.05.18-223.61', '93.05.18-223.61'],
    ['br_cnpj', '11.222.333/0001-81', '11.222.333/0001-81'],
    ['cn_id', '11010519491231002X', '11010519491231002X'],
    ['uk_nhs_number', 'NHS 943 476 5919', '943 476 5919'],
    ['us_ssn', 'my ssn is 536-90-4399', '536-90-4399'],
    ['phone', 'ring +44 20 7946 0958 now', '+44 20 7946 0958'],
    ['email', '<john.doe+x@mail.corp.co.uk>', 'john.doe+x@mail.corp.co.uk'],
    ['date_of_birth', 'She was born on March 12, 1985 in Rome', '12, 1985'],
    ['date_of_birth', '生年月日: 1985年3月12日', '1985年3月12日'],
  ])('%s in %j', (kind, text, value) => {
    expect(find(text)).toEqual([[kind, value]]);
  });
});

describe('none of it', () => {
  test.each([
    'version 1.2.3.4 and Chrome/120.0.6099.109, localhost 127.0.0.1, 10.0.0.1, 192.168.1.1',
    'std::vector<int> a::b 12:30:45 10:20 2024-01-01T00:00:00Z',
    'We met on 2024-05-01 and on 12/03/2024; invoice 2024-000123 of 1,234,567.89 EUR.',
    'order 123456789, ticket #4155552671, ISBN 978-3-16-148410-0, $4111111111111111',
    'uuid 3f2504e0-4f89-11d3-9a0c-0305e82c3301 sha 2fd4e1c67a2d28fced849ee1bb76e7391b93eb12',
    '0.4111111111111111 and 3.14159265358979 and 1700000000000 ms and 1700000000000000 us',
    'npm i react@18.2.0 @types/node user@host foo@bar.png git@github',
    'postgres://app:geheim@db.corp.com/orders',
    'someone@mail.example and you@test.invalid',
    '(1234) 5678 + 90-12 = 13; 555-1234; call me at 5',
    '4111 1111 1111 1112, 1234 5678 9012 3456, 0000 0000 0000 0000',
    'const id = 0x4111111111111111; a4111111111111111 x_4111111111111111',
    'v4 12345678A B1234567 X1234567A ABCDEF12G34H567I GB00 0000 0000',
  ])('%j', (text) => {
    expect(find(text)).toEqual([]);
  });
});

describe('in another form', () => {
  test.each([
    ['no-break spaces', '4111\u00a01111\u00a01111\u00a01111', 'card'],
    ['full-width digits', '４１１１１１１１１１１１１１１１', 'card'],
    ['invisible characters', '4111\u200b1111\u2060111111\ufeff11', 'card'],
    ['typographic dashes', '536‑90‑4399', 'us_ssn'],
    ['JSON escapes', 'anna\\u0040corp.com', 'email'],
    ['digits of another script', '٤١١١١١١١١١١١١١١١', 'card'],
  ])('%s: the range is that of what was given', (_, value, kind) => {
    const text = `x ${value}, y`;
    expect(find(text)).toEqual([[kind, value]]);
  });
});

test('no text makes it throw, overlap or report a range that is not there', () => {
  const piece = fc.oneof(
    fc.constantFrom(...'0123456789+-./:@ ()\\_AXYZdeN\u00a0\u200b４é年', '4111', '::', '\\u0031'),
    fc.string({ unit: 'binary', maxLength: 4 }),
    fc.constantFrom(
      'DE89',
      'tel ',
      'born ',
      'a@b.de',
      '536-90-4399',
      '2001:db8::1',
      '12 March 1985',
    ),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const text = pieces.join('');
      const ranges: [number, number][] = [];
      personal.find(text, ({ start, end }) => ranges.push([start, end]));
      let free = 0;
      for (const [start, end] of ranges.toSorted(([one], [other]) => one - other)) {
        expect(start).toBeGreaterThanOrEqual(free);
        expect(end).toBeGreaterThan(start);
        free = end;
      }
      expect(free).toBeLessThanOrEqual(text.length);
    }),
    { numRuns: 2_000 },
  );
});
