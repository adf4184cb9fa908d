/** Which target the control plane wants tried, and for how long at most. */
export interface TargetCheck {
  readonly targetId: string;
  readonly timeoutMs: number;
}

/** What came of a check. */
export interface CheckedTarget {
  /** See TargetChecked in proto/gatehouse/config/v1. */
  readonly verdict: string;
  /** Status of the provider's reply; 0 when there was none. */
  readonly status: number;
  readonly totalMs: number;
  /** What is wrong and what to do; empty when nothing is. */
  readonly message: string;
}
