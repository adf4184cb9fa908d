/** How a detector is asked: see docs/outside-detectors.md. */
export type DetectorProtocol = (typeof detectorProtocols)[number];
export const detectorProtocols = ['http', 'grpc', 'judge'] as const;

/** A detector of prompts that runs elsewhere, of one tenant. Its credential is kept apart. */
export interface OutsideDetector {
  readonly id: string;
  readonly tenantId: string;
  readonly name: string;
  readonly protocol: DetectorProtocol;
  /** Absolute, https or http; of `grpc` without a path, of `judge` empty. */
  readonly address: string;
  /** All that it may report, sorted. */
  readonly kinds: readonly string[];
  /** For one question, all of its calls together. */
  readonly timeoutMs: number;
  /** Texts of one call. */
  readonly batchSize: number;
  /** Set exactly for `judge`. */
  readonly judge?: OutsideJudge | null | undefined;
}

/** A model behind one of the tenant's routes, which is asked what it finds. */
export interface OutsideJudge {
  readonly routeId: string;
  /** What it is to look for, in words of the author. */
  readonly instruction: string;
  /** Calls of the model, of each node. */
  readonly callsPerMinuteMax: number;
  /** Of one call of the model. */
  readonly outputTokensMax: number;
}

/** Hard bounds, the same on both planes. */
export const OUTSIDE_DETECTOR_LIMITS = {
  kindsMax: 32,
  timeoutMsMin: 10,
  timeoutMsMax: 10_000,
  batchSizeMax: 128,
  instructionCharsMax: 2_000,
  callsPerMinuteMax: 10_000,
  outputTokensMin: 16,
  outputTokensMax: 4_096,
} as const;

/** What a kind of an outside detector looks like. */
export const OUTSIDE_KIND = /^[a-z][a-z0-9_]{0,39}$/;
