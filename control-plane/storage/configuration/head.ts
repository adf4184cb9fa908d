/** A point in the history of the configuration. */
export interface Head {
  readonly epoch: bigint;
  readonly revision: bigint;
}

/** A head as the database holds it. Two histories that reach the same revision differ in their stamp. */
export interface StampedHead extends Head {
  /** When the revision was committed, to the microsecond: text, to be compared only. */
  readonly stamp: string;
}
