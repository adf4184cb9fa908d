import { cut, type Maker } from './digit-text.ts';
import type { Draw } from './draw.ts';

const lower = 'abcdefghijklmnopqrstuvwxyz';
const firstNames = [
  'anna',
  'ben',
  'carla',
  'dmitri',
  'elif',
  'farid',
  'giulia',
  'hans',
  'ines',
  'joão',
];
const plainNames = firstNames.map((name) => name.normalize('NFD').replace(/\p{M}/gu, ''));

function makeEmail(draw: Draw): string {
  const mark = draw.pick(['.', '_', '-', '', '+']);
  const local = `${draw.pick(plainNames)}${mark}${draw.characters(lower, draw.between(3, 9))}`;
  const host = draw.characters(lower, draw.between(3, 10));
  const top = draw.pick([
    'com',
    'de',
    'co.uk',
    'org',
    'io',
    'fr',
    'com.br',
    'mail.example-corp.net',
  ]);
  return `${local}@${host}.${top}`;
}

function makePhone(draw: Draw): string {
  const area = `${draw.between(2, 9)}${draw.pick(['02', '15', '46', '73'])}`;
  const american = `${area}${draw.between(2, 9)}${draw.pick(['55', '34', '82'])}${draw.digits(4)}`;
  return draw.pick([
    () => `+1 ${cut(american, [3, 3, 4], ' ')}`,
    () => `+1${american}`,
    () => `(${american.slice(0, 3)}) ${american.slice(3, 6)}-${american.slice(6)}`,
    () => cut(american, [3, 3, 4], '-'),
    () => `+49 30 ${draw.between(2, 9)}${draw.digits(6)}`,
    () => `+49 (0) 171 ${draw.between(2, 9)}${draw.digits(6)}`,
    () => `+44 20 7${draw.digits(3)} ${draw.digits(4)}`,
    () => `+33 6 ${cut(draw.digits(8), [2, 2, 2, 2], ' ')}`,
    () => `06 ${cut(draw.digits(8), [2, 2, 2, 2], ' ')}`,
    () => `0171 ${draw.between(2, 9)}${draw.digits(6)}`,
    () => `07700 ${draw.digits(6)}`,
    () => `+39 02 ${draw.digits(8)}`,
    () => `+8613${draw.digits(9)}`,
    () => `090-${draw.digits(4)}-${draw.digits(4)}`,
    () => `(11) 9${draw.digits(4)}-${draw.digits(4)}`,
    () => `0049 89 ${draw.between(2, 9)}${draw.digits(6)}`,
  ])();
}

function makeIp(draw: Draw): string {
  if (draw.next() < 0.3)
    return draw.pick([
      () =>
        `2001:${draw.characters('123456789abcdef', 4)}::${draw.characters('123456789abcdef', 4)}`,
      () => `2a02:${cut(draw.characters('123456789abcdef', 28), [4, 4, 4, 4, 4, 4, 4], ':')}`,
    ])();
  const first = draw.pick([8, 23, 52, 81, 91, 134, 185, 203, 217]);
  return `${first}.${draw.between(0, 255)}.${draw.between(0, 255)}.${draw.between(1, 254)}`;
}

function makeBirthDate(draw: Draw): string {
  const year = draw.between(1930, 2012);
  const month = draw.between(1, 12);
  const day = draw.between(1, 28);
  const pad = (value: number): string => String(value).padStart(2, '0');
  const name =
    'January February March April May June July August September October November December'.split(
      ' ',
    )[month - 1];
  return draw.pick([
    `${year}-${pad(month)}-${pad(day)}`,
    `${pad(day)}.${pad(month)}.${year}`,
    `${pad(month)}/${pad(day)}/${year}`,
    `${day}/${month}/${year}`,
    `${day} ${name} ${year}`,
  ]);
}

/** Makers of what is no number with a check digit. */
export const addressMakers = {
  email: makeEmail,
  phone: makePhone,
  ip_address: makeIp,
  date_of_birth: makeBirthDate,
} satisfies Readonly<Record<string, Maker>>;
