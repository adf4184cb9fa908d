import type { PersonalKind } from '../../../policy/inspect/personal/personal-kind.ts';
import { birth, complete, cut, isLuhnText, type Maker, pad, sum, until } from './digit-text.ts';
import type { Draw } from './draw.ts';

function checkOf(body: string, weights: readonly number[]): number {
  const rest = sum(body, weights) % 11;
  return rest < 2 ? 0 : 11 - rest;
}

function makeCpf(draw: Draw): string {
  const nine = draw.digits(9);
  const first = checkOf(nine, [10, 9, 8, 7, 6, 5, 4, 3, 2]);
  const whole = `${nine}${first}${checkOf(nine + first, [11, 10, 9, 8, 7, 6, 5, 4, 3, 2])}`;
  return draw.next() < 0.7 ? cut(whole, [3, 3, 3, 2], '..-') : whole;
}

function makeCnpj(draw: Draw): string {
  const twelve = `${draw.digits(8)}0001`;
  const weights = [5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2];
  const first = checkOf(twelve, weights);
  const whole = `${twelve}${first}${checkOf(twelve + first, [6, ...weights])}`;
  return draw.next() < 0.7 ? cut(whole, [2, 3, 3, 4, 2], '../-') : whole;
}

/** Multiplication in the dihedral group of order ten, written out by its rule. */
function times(a: number, b: number): number {
  if (a < 5) return b < 5 ? (a + b) % 5 : 5 + ((a + b) % 5);
  return b < 5 ? 5 + ((a - b + 5) % 5) : (a - b + 10) % 5;
}
const turn = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];
function isVerhoeffText(digits: string): boolean {
  return (
    [...digits].reverse().reduce((check, digit, index) => {
      let value = Number(digit);
      for (let round = 0; round < index % 8; round += 1) value = turn[value] ?? 0;
      return times(check, value);
    }, 0) === 0
  );
}

function makeAadhaar(draw: Draw): string {
  const whole = until(() => complete(draw.between(2, 9) + draw.digits(10), isVerhoeffText));
  return draw.next() < 0.7 ? cut(whole, [4, 4, 4], ' ') : whole;
}

function makeSin(draw: Draw): string {
  const whole = until(() => complete(draw.between(1, 7) + draw.digits(7), isLuhnText));
  return draw.next() < 0.7 ? cut(whole, [3, 3, 3], draw.pick([' ', '-'])) : whole;
}

function makeTfn(draw: Draw): string {
  const weights = [1, 4, 3, 7, 5, 8, 6, 9, 10];
  const whole = until(() => complete(draw.digits(8), (nine) => sum(nine, weights) % 11 === 0));
  return draw.next() < 0.7 ? cut(whole, [3, 3, 3], ' ') : whole;
}

function makeChinese(draw: Draw): string {
  const { year, month, day } = birth(draw);
  const body = `${draw.pick(['110101', '310104', '440305'])}${year}${pad(month)}${pad(day)}${draw.digits(3)}`;
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  return body + '10X98765432'.charAt(sum(body, weights) % 11);
}

function makeSsn(draw: Draw): string {
  const area = draw.pick([draw.between(1, 665), draw.between(667, 899)]);
  const whole = `${pad(area, 3)}${pad(draw.between(1, 99))}${pad(draw.between(1, 9999), 4)}`;
  return draw.next() < 0.8 ? cut(whole, [3, 2, 4], '-') : whole;
}

/** Numbers of people and companies outside of Europe. */
export const worldMakers = {
  us_ssn: makeSsn,
  br_cpf: makeCpf,
  br_cnpj: makeCnpj,
  in_aadhaar: makeAadhaar,
  ca_sin: makeSin,
  au_tfn: makeTfn,
  cn_id: makeChinese,
} satisfies Readonly<Partial<Record<PersonalKind, Maker>>>;
