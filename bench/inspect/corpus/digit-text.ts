import type { Draw } from './draw.ts';

/** Makes a valid value of a kind, as it is written by people. */
export type Maker = (draw: Draw) => string;

export const pad = (value: number, length = 2): string => String(value).padStart(length, '0');
export const sum = (digits: string, weights: readonly number[]): number =>
  weights.reduce((total, weight, index) => total + weight * Number(digits.charAt(index)), 0);

/** Digits cut into groups of these lengths, with marks between them. */
export function cut(digits: string, lengths: readonly number[], marks: string): string {
  let text = '';
  let from = 0;
  lengths.forEach((length, index) => {
    text +=
      (index === 0 ? '' : marks.charAt(index - 1) || marks.charAt(0)) +
      digits.slice(from, from + length);
    from += length;
  });
  return text;
}

/** The digits with the one after them that makes all pass the test; undefined when there is none. */
export function complete(digits: string, isValid: (whole: string) => boolean): string | undefined {
  return [...'0123456789'].map((last) => digits + last).find(isValid);
}

/** Draws until there is something. */
export function until(make: () => string | undefined): string {
  for (;;) {
    const made = make();
    if (made !== undefined) return made;
  }
}

/** By doubling every second digit from the right. */
export function isLuhnText(digits: string): boolean {
  const total = [...digits].reverse().reduce((running, digit, index) => {
    const value = Number(digit) * (index % 2 === 1 ? 2 : 1);
    return running + Math.floor(value / 10) + (value % 10);
  }, 0);
  return total % 10 === 0;
}

export const birth = (draw: Draw) => ({
  year: draw.between(1940, 1999),
  month: draw.between(1, 12),
  day: draw.between(1, 28),
});
