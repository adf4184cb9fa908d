/** The timers of a call, in milliseconds. */
export interface Timers {
  /** Of an attempt: to the moment at which its request begins to go out. */
  readonly connectTimeoutMs: number;
  /** Of an attempt: to its first content. */
  readonly firstTokenTimeoutMs: number;
  /** Of an attempt: between two pieces of a reply that has begun. */
  readonly idleTimeoutMs: number;
  /** Of the whole call, every attempt included. */
  readonly totalTimeoutMs: number;
}
