/** Time as an argument, so that tests can hold it still. */
export interface Clock {
  /** Unix milliseconds: for records and for deadlines that come from outside. May jump. */
  readonly unixMs: () => number;
  /** Milliseconds from an unspecified start: for timers and durations. Never goes back. */
  readonly monotonicMs: () => number;
}

/** The clock of the machine. */
export const systemClock: Clock = {
  unixMs: () => Date.now(),
  monotonicMs: () => performance.now(),
};
