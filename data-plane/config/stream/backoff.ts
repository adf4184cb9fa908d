const FIRST_MS = 100;
const LONGEST_MS = 15_000;

/**
 * Milliseconds to wait before dialling again: full jitter, from 100 ms doubling to 15 s, so that a thousand nodes come back
 * spread out. `failures` counts those in a row, from 1; `draw` is in [0, 1).
 */
export function backoffMs(failures: number, draw: number): number {
  const ceiling = Math.min(FIRST_MS * 2 ** Math.max(0, failures - 1), LONGEST_MS);
  return Math.round(draw * ceiling);
}
