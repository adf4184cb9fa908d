const baseMs = 100;
const capMs = 2_000;

/**
 * Milliseconds before the same target is tried again, with full jitter (AWS Architecture Blog, "Exponential Backoff And
 * Jitter", 2015). `failureCount` is of the call, from 1; `draw` is in [0, 1).
 */
export function backoffMs(failureCount: number, draw: number): number {
  return draw * Math.min(capMs, baseMs * 2 ** (failureCount - 1));
}
