import {
  type Digits,
  isDay,
  isLuhn,
  isMod1110,
  isRepeated,
  isVerhoeff,
  moduloOf,
  weigh,
} from '../check-digit.ts';

/** Whether so many digits can be the number of a person, by its own rules. */
export type NumberTest = (digits: Digits, count: number) => boolean;

const at = (digits: Digits, position: number): number => digits[position] ?? 0;
const two = (digits: Digits, start: number): number =>
  at(digits, start) * 10 + at(digits, start + 1);

/** Social Security Administration, 2011: no area 000, 666 or 9xx, no group 00, no serial 0000. */
export const isSsn: NumberTest = (digits) => {
  const area = moduloOf(digits, [0, 3], 1_000);
  if (area === 0 || area === 666 || area >= 900) return false;
  // Printed on a card in a wallet in 1938, and in an advertisement.
  const whole = moduloOf(digits, [0, 9], 1_000_000_000);
  if (whole === 78_051_120 || whole === 219_099_999) return false;
  return two(digits, 3) !== 0 && moduloOf(digits, [5, 9], 10_000) !== 0;
};

/** § 139b AO: of the first ten digits exactly one occurs twice or three times. */
export const isGermanTaxId: NumberTest = (digits) => {
  if (at(digits, 0) === 0 || !isMod1110(digits, 11)) return false;
  let repeated = 0;
  for (let digit = 0; digit < 10; digit += 1) {
    let occurrences = 0;
    for (let index = 0; index < 10; index += 1) if (digits[index] === digit) occurrences += 1;
    if (occurrences > 3) return false;
    if (occurrences > 1) repeated += 1;
  }
  return repeated === 1;
};

/** INSEE: sex, year, month (or 20 to 42, 50 to 99 where it is unknown), place, order, key. */
export const isNir: NumberTest = (digits) => {
  if (at(digits, 0) !== 1 && at(digits, 0) !== 2) return false;
  const month = two(digits, 3);
  const isMonth = (month >= 1 && month <= 12) || (month >= 20 && month <= 42) || month >= 50;
  return isMonth && two(digits, 13) === 97 - moduloOf(digits, [0, 13], 97);
};

/** The eleven test of a burgerservicenummer. */
export const isBsn: NumberTest = (digits, count) =>
  !isRepeated(digits, count) && weigh(digits, [9, 8, 7, 6, 5, 4, 3, 2, -1]) % 11 === 0;

/** Of those who are born from 2000 on, a 2 stands before the nine digits. */
export const isBelgian: NumberTest = (digits) => {
  const month = two(digits, 2) % 20;
  if (month > 12 || two(digits, 4) > 31) return false;
  const rest = moduloOf(digits, [0, 9], 97);
  const key = two(digits, 9);
  return key === 97 - rest || key === 97 - ((rest + 2_000_000_000) % 97);
};

/** The month tells the century: 80 is added for 18xx, 20 for 20xx, 40, 60. */
export const isPesel: NumberTest = (digits) =>
  isDay(two(digits, 2) % 20, two(digits, 4)) &&
  weigh(digits, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3, 1]) % 10 === 0;

export const isPortuguese: NumberTest = (digits, count) => {
  if ([0, 4, 7].includes(at(digits, 0)) || isRepeated(digits, count)) return false;
  const check = 11 - (weigh(digits, [9, 8, 7, 6, 5, 4, 3, 2]) % 11);
  return at(digits, 8) === (check >= 10 ? 0 : check);
};

/** Ten digits, or twelve with the century; 60 is added to the day of a coordination number. */
export const isSwedish: NumberTest = (digits, count) => {
  const own = digits.subarray(count - 10, count);
  const century = count === 12 ? two(digits, 0) : 19;
  return (
    (century === 19 || century === 20) && isDay(two(own, 2), two(own, 4) % 60) && isLuhn(own, 10)
  );
};

/** 40 is added to the day of a D number. */
export const isNorwegian: NumberTest = (digits) =>
  isDay(two(digits, 2), two(digits, 0) % 40) &&
  weigh(digits, [3, 7, 6, 1, 8, 9, 4, 5, 2, 1]) % 11 === 0 &&
  weigh(digits, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0;

/** 756 and the check digit of EAN-13. */
export const isSwiss: NumberTest = (digits) =>
  moduloOf(digits, [0, 3], 1_000) === 756 &&
  weigh(digits, [1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1]) % 10 === 0;

export const isNhs: NumberTest = (digits, count) =>
  !isRepeated(digits, count) && weigh(digits, [10, 9, 8, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0;

export const isCpf: NumberTest = (digits, count) =>
  !isRepeated(digits, count) &&
  brazilianCheck(weigh(digits, [10, 9, 8, 7, 6, 5, 4, 3, 2])) === at(digits, 9) &&
  brazilianCheck(weigh(digits, [11, 10, 9, 8, 7, 6, 5, 4, 3, 2])) === at(digits, 10);

export const isCnpj: NumberTest = (digits, count) =>
  !isRepeated(digits, count) &&
  brazilianCheck(weigh(digits, [5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2])) === at(digits, 12) &&
  brazilianCheck(weigh(digits, [6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2])) === at(digits, 13);

function brazilianCheck(sum: number): number {
  const rest = sum % 11;
  return rest < 2 ? 0 : 11 - rest;
}

export const isAadhaar: NumberTest = (digits, count) =>
  at(digits, 0) >= 2 && !isRepeated(digits, count) && isVerhoeff(digits, count);

export const isSin: NumberTest = (digits, count) =>
  at(digits, 0) !== 0 && at(digits, 0) !== 8 && !isRepeated(digits, count) && isLuhn(digits, count);

export const isTfn: NumberTest = (digits, count) =>
  !isRepeated(digits, count) && weigh(digits, [1, 4, 3, 7, 5, 8, 6, 9, 10]) % 11 === 0;

const chineseWeights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const;
const chineseChecks = '10X98765432';

/** GB 11643: region, day of birth, order; `last` is a digit or X. */
export function isChinese(digits: Digits, last: string): boolean {
  const century = two(digits, 6);
  if (at(digits, 0) === 0 || (century !== 19 && century !== 20)) return false;
  if (!isDay(two(digits, 10), two(digits, 12))) return false;
  return chineseChecks.charAt(weigh(digits, chineseWeights) % 11) === last;
}

const finnishChecks = '0123456789ABCDEFHJKLMNPRSTUVWXY';

/** Day, month and year of birth, order, and a check character. */
export function isFinnish(digits: Digits, last: string): boolean {
  if (!isDay(two(digits, 2), two(digits, 0))) return false;
  return finnishChecks.charAt(moduloOf(digits, [0, 9], 31)) === last;
}

const spanishChecks = 'TRWAGMYFPDXBNJZSQVHLCKE';

/** Eight digits, of foreigners 0, 1 or 2 for X, Y or Z and seven, and a letter. */
export function isSpanish(digits: Digits, last: string): boolean {
  return spanishChecks.charAt(moduloOf(digits, [0, 8], 23)) === last;
}
