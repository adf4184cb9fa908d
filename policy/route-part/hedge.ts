/** When a second attempt is started beside one that has shown nothing yet, at another target. */
export interface Hedge {
  /** Of the times to the first content that the target has shown lately for calls like this one. */
  readonly afterPercentile: number;
  /** Milliseconds before which there is none, however fast the target usually is. */
  readonly floorMs: number;
  /** Extra attempts for a hundred calls of the rule, at most. */
  readonly extraCallsPercentMax: number;
}
