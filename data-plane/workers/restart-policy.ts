/** A worker that ran for so long was not ended by what ends every start of it. */
const STEADY_MS = 10_000;
/** Deaths in a row, none after a steady time: one more, and the node gives up. */
const QUICK_DEATHS_MAX = 5;
const DELAY_MS = { first: 50, max: 5_000 } as const;

/** How a worker has ended. */
export interface Death {
  /** Since it was up; 0 when it never was. */
  readonly livedMs: number;
  /** Whether it ended on its own after a drain, as somebody who signalled it alone has wanted. */
  readonly drained: boolean;
}

/** What follows. */
export interface Restart {
  /** For the next death. */
  readonly quickDeathCount: number;
  /** Undefined when the worker is not started again. */
  readonly delayMs: number | undefined;
}

/** Decides when a worker that has ended is started again: twice as long after each quick death, and not for ever. */
export function planRestart(quickDeathCount: number, { livedMs, drained }: Death): Restart {
  if (drained) return { quickDeathCount, delayMs: 0 };
  const count = livedMs >= STEADY_MS ? 1 : quickDeathCount + 1;
  const delayMs = Math.min(DELAY_MS.first * 2 ** (count - 1), DELAY_MS.max);
  return { quickDeathCount: count, delayMs: count > QUICK_DEATHS_MAX ? undefined : delayMs };
}
