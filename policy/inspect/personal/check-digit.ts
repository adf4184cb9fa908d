/** Digits of a number, each 0 to 9, in their order; what stands after the first `count` is not of it. */
export type Digits = Uint8Array;

/** ISO/IEC 7812-1, annex B. */
export function isLuhn(digits: Digits, count: number): boolean {
  let sum = 0;
  for (let index = 0; index < count; index += 1) {
    const digit = digits[count - 1 - index] ?? 0;
    const doubled = digit * 2;
    sum += index % 2 === 0 ? digit : doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/** The sum of the first digits, each times its weight. */
export function weigh(digits: Digits, weights: readonly number[]): number {
  let sum = 0;
  for (let index = 0; index < weights.length; index += 1)
    sum += (digits[index] ?? 0) * (weights[index] ?? 0);
  return sum;
}

/** The number that some of the digits write, modulo a small one. */
export function moduloOf(
  digits: Digits,
  [start, end]: readonly [number, number],
  modulus: number,
): number {
  let rest = 0;
  for (let index = start; index < end; index += 1)
    rest = (rest * 10 + (digits[index] ?? 0)) % modulus;
  return rest;
}

/** ISO/IEC 7064, MOD 11,10. */
export function isMod1110(digits: Digits, count: number): boolean {
  let product = 10;
  for (let index = 0; index < count - 1; index += 1) {
    const sum = ((digits[index] ?? 0) + product) % 10;
    product = ((sum === 0 ? 10 : sum) * 2) % 11;
  }
  return (11 - product) % 10 === digits[count - 1];
}

const dihedral = [
  [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
  [1, 2, 3, 4, 0, 6, 7, 8, 9, 5],
  [2, 3, 4, 0, 1, 7, 8, 9, 5, 6],
  [3, 4, 0, 1, 2, 8, 9, 5, 6, 7],
  [4, 0, 1, 2, 3, 9, 5, 6, 7, 8],
  [5, 9, 8, 7, 6, 0, 4, 3, 2, 1],
  [6, 5, 9, 8, 7, 1, 0, 4, 3, 2],
  [7, 6, 5, 9, 8, 2, 1, 0, 4, 3],
  [8, 7, 6, 5, 9, 3, 2, 1, 0, 4],
  [9, 8, 7, 6, 5, 4, 3, 2, 1, 0],
] as const;
const permuted = [
  [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
  [1, 5, 7, 6, 2, 8, 3, 0, 9, 4],
  [5, 8, 0, 3, 7, 9, 6, 1, 4, 2],
  [8, 9, 1, 6, 0, 4, 3, 5, 2, 7],
  [9, 4, 5, 3, 1, 2, 6, 8, 7, 0],
  [4, 2, 8, 6, 5, 7, 3, 9, 0, 1],
  [2, 7, 9, 3, 8, 0, 6, 4, 1, 5],
  [7, 0, 4, 6, 9, 1, 3, 2, 5, 8],
] as const;

/** Verhoeff's check digit (J. Verhoeff, 1969). */
export function isVerhoeff(digits: Digits, count: number): boolean {
  let check = 0;
  for (let index = 0; index < count; index += 1) {
    const digit = permuted[index % 8]?.[digits[count - 1 - index] ?? 0] ?? 0;
    check = dihedral[check]?.[digit] ?? 0;
  }
  return check === 0;
}

/** Whether all digits are one and the same, which passes many sums. */
export function isRepeated(digits: Digits, count: number): boolean {
  for (let index = 1; index < count; index += 1) if (digits[index] !== digits[0]) return false;
  return true;
}

const monthDays = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/** Whether there is such a day in some year. */
export function isDay(month: number, day: number): boolean {
  return day >= 1 && day <= (monthDays[month - 1] ?? 0);
}
