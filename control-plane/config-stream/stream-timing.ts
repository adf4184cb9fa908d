/** Times of a stream, in milliseconds. */
export interface StreamTiming {
  /** Between two heartbeats of ours. */
  readonly heartbeatMs: number;
  /** Three heartbeats of the node: a stream without one for this long is dead. */
  readonly silenceMaxMs: number;
  /** A node that has not said hello by then is turned away. */
  readonly helloTimeoutMs: number;
  /** From the last part that went out to its verdict: then the node is to dial again. */
  readonly verdictTimeoutMs: number;
  /** A stream lives so long, more or less by the share of `spread`: load spreads over replicas. */
  readonly age: { readonly meanMs: number; readonly spread: number };
  /** How long a stream that has aged stays open after its Goaway. */
  readonly agedGraceMs: number;
}

/** Source: architecture, section 3. */
export const STREAM_TIMING: StreamTiming = {
  heartbeatMs: 10_000,
  silenceMaxMs: 30_000,
  helloTimeoutMs: 10_000,
  verdictTimeoutMs: 30_000,
  age: { meanMs: 1_800_000, spread: 0.2 },
  agedGraceMs: 10_000,
};
