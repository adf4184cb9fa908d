import type { PersonalKind } from '../../../policy/inspect/personal/personal-kind.ts';
import { birth, complete, cut, isLuhnText, type Maker, pad, sum, until } from './digit-text.ts';
import type { Draw } from './draw.ts';
import { worldMakers } from './world-number.ts';

function makeCard(draw: Draw): string {
  const [prefix, length] = draw.pick([
    ...([
      ['4', 16],
      ['4', 16],
      [`5${draw.between(1, 5)}`, 16],
      ['2221', 16],
      ['37', 15],
    ] as const),
    ...([
      ['34', 15],
      ['6011', 16],
      ['36', 14],
      ['3530', 16],
      ['62', 16],
      ['65', 16],
    ] as const),
  ]);
  const digits = until(() =>
    complete(prefix + draw.digits(length - prefix.length - 1), isLuhnText),
  );
  if (draw.next() < 0.4) return digits;
  const groups = length === 16 ? [4, 4, 4, 4] : length === 15 ? [4, 6, 5] : [4, 6, 4];
  return cut(digits, groups, draw.pick([' ', '-']));
}

const ibanShapes = [
  'DE18d',
  'FR10d1c10d2d',
  'GB4u14d',
  'NL4u10d',
  'ES20d',
  'IT1u10d12d',
  'CH17d',
  'BE12d',
  'AT16d',
  'PL24d',
  'PT21d',
  'SE20d',
  'NO11d',
  'DK14d',
  'FI14d',
  'IE4u14d',
  'SA20d',
  'AE19d',
  'TR22d',
] as const;

function makeIban(draw: Draw): string {
  const shape = draw.pick(ibanShapes);
  const country = shape.slice(0, 2);
  const account = [...shape.slice(2).matchAll(/(\d+)([duc])/g)]
    .map(([, length, letter]) => {
      if (letter === 'd') return draw.digits(Number(length));
      return draw.characters('ABCDEFGHIJKLMNOPQRSTUVWXYZ', Number(length));
    })
    .join('');
  const numeric = [...`${account}${country}00`].map((one) => Number.parseInt(one, 36)).join('');
  const iban = `${country}${pad(98 - Number(BigInt(numeric) % 97n))}${account}`;
  return draw.next() < 0.5 ? iban : iban.replace(/(.{4})(?=.)/g, '$1 ');
}

function makePesel(draw: Draw): string {
  const { year, month, day } = birth(draw);
  const body = `${pad(year % 100)}${pad(month)}${pad(day)}${draw.digits(4)}`;
  return body + ((10 - (sum(body, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3]) % 10)) % 10);
}

function makeGermanTaxId(draw: Draw): string {
  return until(() => {
    const ten = [...'0123456789'].sort(() => draw.next() - 0.5);
    ten[draw.between(1, 9)] = ten[0] === '0' ? '1' : (ten[0] ?? '1');
    if (ten[0] === '0' || new Set(ten).size !== 9) return undefined;
    let product = 10;
    for (const digit of ten) {
      const total = (Number(digit) + product) % 10 || 10;
      product = (total * 2) % 11;
    }
    const check = 11 - product === 10 ? 0 : 11 - product;
    return ten.join('') + check;
  });
}

function makeNir(draw: Draw): string {
  const { year, month } = birth(draw);
  const body = `${draw.between(1, 2)}${pad(year % 100)}${pad(month)}${pad(draw.between(1, 95))}${draw.digits(6)}`;
  const whole = body + pad(97 - Number(BigInt(body) % 97n));
  return draw.next() < 0.5 ? whole : cut(whole, [1, 2, 2, 2, 3, 3, 2], '      ');
}

const dniLetters = 'TRWAGMYFPDXBNJZSQVHLCKE';
function makeNif(draw: Draw): string {
  const isForeign = draw.next() < 0.4;
  const first = draw.between(0, 2);
  const rest = isForeign ? draw.digits(7) : draw.digits(8);
  const number = Number(isForeign ? `${first}${rest}` : rest);
  return `${isForeign ? 'XYZ'.charAt(first) : ''}${rest}${dniLetters.charAt(number % 23)}`;
}

const odd = '1 0 5 7 9 13 15 17 19 21 2 4 18 20 11 3 6 8 12 14 16 10 22 25 24 23'
  .split(' ')
  .map(Number);
function makeCodiceFiscale(draw: Draw): string {
  const consonants = 'BCDFGLMNPRSTVZ';
  const { year, month, day } = birth(draw);
  const body =
    draw.characters(consonants, 6) +
    pad(year % 100) +
    'ABCDEHLMPRST'.charAt(month - 1) +
    pad(day + (draw.next() < 0.5 ? 40 : 0)) +
    draw.characters('ABCDEFGHL', 1) +
    draw.digits(3);
  const total = [...body].reduce((running, one, index) => {
    const value = /\d/.test(one) ? Number(one) : one.charCodeAt(0) - 65;
    return running + (index % 2 === 0 ? (odd[value] ?? 0) : value);
  }, 0);
  return body + String.fromCharCode(65 + (total % 26));
}

function makeBsn(draw: Draw): string {
  return until(() =>
    complete(draw.digits(8), (nine) => sum(nine, [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 === 0),
  );
}

function makeNrn(draw: Draw): string {
  const { year, month, day } = birth(draw);
  const body = `${pad(year % 100)}${pad(month)}${pad(day)}${pad(draw.between(1, 997), 3)}`;
  const whole = body + pad(97 - (Number(body) % 97));
  return draw.next() < 0.6 ? cut(whole, [2, 2, 2, 3, 2], '..-.') : whole;
}

function makePortuguese(draw: Draw): string {
  const body = draw.pick(['1', '2', '5']) + draw.digits(7);
  const check = 11 - (sum(body, [9, 8, 7, 6, 5, 4, 3, 2]) % 11);
  const whole = body + (check > 9 ? 0 : check);
  return draw.next() < 0.5 ? whole : cut(whole, [3, 3, 3], ' ');
}

function makeSwedish(draw: Draw): string {
  const { year, month, day } = birth(draw);
  const body = `${pad(year % 100)}${pad(month)}${pad(day)}${draw.digits(3)}`;
  const ten = until(() => complete(body, isLuhnText));
  const century = draw.next() < 0.5 ? '19' : '';
  return `${century}${ten.slice(0, 6)}-${ten.slice(6)}`;
}

function makeFinnish(draw: Draw): string {
  const { year, month, day } = birth(draw);
  const date = `${pad(day)}${pad(month)}${pad(year % 100)}`;
  const order = pad(draw.between(2, 899), 3);
  const check = '0123456789ABCDEFHJKLMNPRSTUVWXY'.charAt(Number(date + order) % 31);
  return `${date}-${order}${check}`;
}

function makeNorwegian(draw: Draw): string {
  return until(() => {
    const { year, month, day } = birth(draw);
    const nine = `${pad(day)}${pad(month)}${pad(year % 100)}${draw.digits(3)}`;
    const first = (11 - (sum(nine, [3, 7, 6, 1, 8, 9, 4, 5, 2]) % 11)) % 11;
    const second = (11 - (sum(nine + first, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11)) % 11;
    return first > 9 || second > 9 ? undefined : `${nine}${first}${second}`;
  });
}

function makeSwiss(draw: Draw): string {
  const body = `756${draw.digits(9)}`;
  const check = (10 - (sum(body, [1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3]) % 10)) % 10;
  return cut(body + check, [3, 4, 4, 2], '.');
}

function makeNhs(draw: Draw): string {
  return until(() => {
    const nine = draw.pick(['4', '6', '7']) + draw.digits(8);
    const check = 11 - (sum(nine, [10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11);
    if (check === 10) return undefined;
    const whole = nine + (check === 11 ? 0 : check);
    return draw.next() < 0.6 ? cut(whole, [3, 3, 4], ' ') : whole;
  });
}

function makeNino(draw: Draw): string {
  const letters = draw.pick(['AB', 'CE', 'JG', 'PW', 'SX', 'TY']);
  const digits = draw.digits(6);
  const last = draw.pick(['A', 'B', 'C', 'D']);
  return draw.next() < 0.5
    ? `${letters}${digits}${last}`
    : `${letters} ${cut(digits, [2, 2, 2], ' ')} ${last}`;
}

/** Makers of everything that is a number with rules of its own. */
export const numberMakers = {
  card: makeCard,
  iban: makeIban,
  de_tax_id: makeGermanTaxId,
  fr_nir: makeNir,
  es_nif: makeNif,
  it_codice_fiscale: makeCodiceFiscale,
  nl_bsn: makeBsn,
  be_nrn: makeNrn,
  pl_pesel: makePesel,
  pt_nif: makePortuguese,
  se_personnummer: makeSwedish,
  fi_hetu: makeFinnish,
  no_fnr: makeNorwegian,
  ch_ahv: makeSwiss,
  uk_nhs_number: makeNhs,
  uk_nino: makeNino,
  ...worldMakers,
} satisfies Readonly<Partial<Record<PersonalKind, Maker>>>;
