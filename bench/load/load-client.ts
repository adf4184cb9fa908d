/** A request that has ended. Times are of `performance.now()`. */
export interface Ended {
  readonly startedAtMs: number;
  readonly firstByteAtMs: number;
  readonly ok: boolean;
}

/** Sends one kind of request again and again, over connections of its own. */
export interface LoadClient {
  /** Sends one request now, whatever is under way. */
  issue(): void;
  /** Told of each end. */
  onEnded: (ended: Ended) => void;
  close(): void;
}
