/** What one node found when it called a target. */
export interface TargetCheckOutcome {
  /** Node that tried; undefined when none did. */
  readonly nodeId: string | undefined;
  /** See TargetChecked in proto/gatehouse/config/v1, and `no_node`, `no_answer`. */
  readonly verdict: string;
  /** Status of the provider's reply; 0 when there was none. */
  readonly status: number;
  readonly totalMs: number;
  /** What is wrong and what to do; empty when nothing is. */
  readonly message: string;
}

/** Who brings the question to a node: the control plane itself never calls providers. */
export interface TargetChecks {
  /** Never rejects. */
  check(
    targetId: string,
    how: { readonly nodeId: string | undefined; readonly timeoutMs: number },
  ): Promise<TargetCheckOutcome>;
}
