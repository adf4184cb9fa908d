/** Bounds of one attempt, whatever its route. Times in milliseconds. */
export interface AttemptLimits {
  /** A caller that takes nothing for so long while the attempt is paused is cut. */
  readonly readerStallTimeoutMs: number;
  /** For the body of an error; what has come by then is enough to classify it. */
  readonly errorBodyTimeoutMs: number;
  /** For the connection to finish after the provider's terminal event, so that it can be used again. */
  readonly lingerTimeoutMs: number;
  readonly wholeBodyBytesMax: number;
  readonly errorBodyBytesMax: number;
  /** What is held back until the first content; beyond either the reply begins without it. */
  readonly heldEventCountMax: number;
  readonly heldBytesMax: number;
}

/** Hold-back and reader stall: docs/architecture.md, the pipeline of a node. */
export const defaultAttemptLimits: AttemptLimits = {
  readerStallTimeoutMs: 30_000,
  errorBodyTimeoutMs: 2_000,
  lingerTimeoutMs: 1_000,
  wholeBodyBytesMax: 32 * 1024 * 1024,
  errorBodyBytesMax: 64 * 1024,
  heldEventCountMax: 64,
  heldBytesMax: 256 * 1024,
};
