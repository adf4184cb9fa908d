import type { Fault } from '../errors.ts';

/** Faults of a whole number that must be from the first to the second. */
export function checkWhole(
  path: string,
  value: number,
  [min, max]: readonly [number, number],
): readonly Fault[] {
  if (Number.isInteger(value) && value >= min && value <= max) return [];
  return [{ path, message: `Write a whole number from ${min} to ${max}.` }];
}
