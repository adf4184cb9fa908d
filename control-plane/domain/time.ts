import type { Fault } from './errors.ts';

const YEAR_10000_MS = Date.UTC(10_000, 0);

/** Faults of a point in time: from 1970 to the year 9999, the range that every store and wire of ours can hold. */
export function checkMoment(path: string, moment: Date): readonly Fault[] {
  const ms = moment.getTime();
  if (ms >= 0 && ms < YEAR_10000_MS) return [];
  return [{ path, message: 'A point in time lies in the years 1970 to 9999.' }];
}
