/** From a moment on, so many of a thousand callers. */
export interface RampStep {
  /** Unix milliseconds. */
  readonly atMs: number;
  /** 1 to 1000. */
  readonly sharePermille: number;
}

/** What the new target may do at worst; beyond it the ramp halts. A latency that is undefined is not looked at. */
export interface RampBounds {
  /** How far back outcomes count. */
  readonly windowMs: number;
  /** Outcomes of a target within the window below which nothing is said of it. */
  readonly attemptsMin: number;
  /** Of the attempts at the new target. */
  readonly failurePermilleMax: number;
  /** Median milliseconds to the first content. */
  readonly firstTokenMsMax?: number | undefined;
  /** The same median in percent of that of the old target. */
  readonly firstTokenPercentMax?: number | undefined;
  /** Median milliseconds to the end. */
  readonly totalMsMax?: number | undefined;
  /** The same median in percent of that of the old target. */
  readonly totalPercentMax?: number | undefined;
}

/** That a node has seen the new target leave its bounds. */
export interface RampHalted {
  /** Unix milliseconds. */
  readonly atMs: number;
  readonly nodeId: string;
  /** Which bound: failures, first_token or total. */
  readonly reason: string;
  /** Failures of a thousand attempts, or median milliseconds. */
  readonly measured: number;
  /** What the bound allows, in the same unit. */
  readonly allowed: number;
}

/** The gradual way from one target of a rule to another. */
export interface RoutingRamp {
  /** Member of the split with a weight. */
  readonly fromTargetId: string;
  /** Member of the split with the weight 0. */
  readonly toTargetId: string;
  /** By what callers stay together: as `stickyBy` of a choice. Undefined means `key.id`. */
  readonly stickyBy?: string | undefined;
  /** Ascending in time and in share; before the first there is no share. */
  readonly steps: readonly RampStep[];
  readonly bounds: RampBounds;
  /** Undefined while it goes on. Not of what the ramp says: see `rampIdOf` in ramp.ts. */
  readonly halted?: RampHalted | undefined;
}
