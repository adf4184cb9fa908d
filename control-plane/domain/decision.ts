export type DecisionOutcome =
  | 'allowed'
  | 'rerouted'
  | 'blocked'
  | 'refused'
  | 'failed'
  | 'cancelled';

export const decisionOutcomes: readonly DecisionOutcome[] = [
  'allowed',
  'rerouted',
  'blocked',
  'refused',
  'failed',
  'cancelled',
];

/** Why a request was allowed, changed, routed or refused. Holds no text of a prompt or a reply. */
export interface Decision {
  readonly requestId: string;
  readonly at: Date;
  readonly tenantId: string;
  readonly applicationId: string;
  readonly nodeId: string;
  readonly outcome: DecisionOutcome;
  readonly errorCode: string | null;
  readonly requestedRoute: string;
  /** The chance with which the node kept it, above 0 and at most 1: it stands for 1 / sampleRate. */
  readonly sampleRate: number;
  readonly facts: DecisionFacts;
}

/** The rest of a decision, kept as one document. Ids are UUIDs; empty strings mean "none". */
export interface DecisionFacts {
  /** Empty for a call with a token. */
  readonly apiKeyId: string;
  /** `token:<name of the issuer>`; this and the next two are empty for a call with a key, and undefined in records of builds that knew no tokens. */
  readonly authenticatedBy?: string;
  readonly tokenIssuerId?: string;
  readonly tokenSubject?: string;
  readonly routeId: string;
  readonly operation: string;
  readonly door: string;
  readonly stream: boolean;
  readonly workload: string;
  readonly epoch: string;
  readonly revision: string;
  readonly rule: string;
  readonly reroutedBy: string;
  readonly candidates: readonly DecisionCandidate[];
  readonly attempts: readonly DecisionAttempt[];
  readonly findings: readonly DecisionFinding[];
  readonly claimed: Readonly<Record<string, string>>;
  readonly costNanoUsd: string;
  readonly totalMs: number;
  readonly firstTokenMs: number;
  /** Undefined in records of builds that did not say it, and when the request was not read. */
  readonly request?: DecisionRequest | undefined;
  /** That the node has halted the ramp of the rule; undefined when it has not, or the route says so. */
  readonly rampHalt?: DecisionRampHalt | undefined;
}

/** What the node decided from, beside the rest. Kept small: what is false, 0, empty or none is left out. */
export interface DecisionRequest {
  readonly text?: true | undefined;
  readonly vision?: true | undefined;
  readonly files?: true | undefined;
  readonly tools?: true | undefined;
  readonly jsonSchema?: true | undefined;
  readonly reasoning?: true | undefined;
  readonly tokenLists?: true | undefined;
  readonly inputTokens?: number | undefined;
  readonly maxOutputTokens?: number | undefined;
  readonly workload?: string | undefined;
  readonly nodeRegion?: string | undefined;
  readonly inspectedBy?: readonly string[] | undefined;
  /** What the detectors found; undefined when they found nothing, and in records of builds that did not say it. */
  readonly found?: readonly DecisionFound[] | undefined;
}

/** How many things of a kind stood in a part of the request. */
export interface DecisionFound {
  readonly kind: string;
  readonly count: number;
  /** Undefined in records of builds that did not tell parts apart. */
  readonly part?: string | undefined;
}

/** What a prompt rule found, in the words of the node. */
export interface DecisionFinding {
  /** Name of the prompt policy; undefined or empty in records of builds that did not say it. */
  readonly policy?: string | undefined;
  readonly rule: string;
  readonly detector: string;
  readonly kind: string;
  readonly count: number;
  readonly action: string;
  /** That the rule only watched. */
  readonly monitored?: true | undefined;
  /** Name of the exception of the rule that left it alone. */
  readonly exception?: string | undefined;
  /** `output` when it was found in the reply. */
  readonly direction?: string | undefined;
}

/** See `RampHaltReport`. */
export interface DecisionRampHalt {
  readonly rampId: string;
  readonly reason: string;
  /** Unix milliseconds. */
  readonly atUnixMs: number;
  readonly measured: number;
  readonly allowed: number;
}

/** A target that was considered. */
export interface DecisionCandidate {
  readonly targetId: string;
  readonly kept: boolean;
  readonly reason: string;
}

/** One try at one target. Times are milliseconds; 0 means that there was none. */
export interface DecisionAttempt {
  readonly number: number;
  readonly targetId: string;
  /** Whether it was started beside another one; undefined in records of builds that did not do that. */
  readonly hedge?: boolean;
  readonly verdict: string;
  /** Status of the provider's reply; 0 when there was none. */
  readonly status: number;
  readonly firstTokenMs: number;
  readonly totalMs: number;
}

/** Which decisions; what is undefined does not narrow. `from` is inclusive, `to` is not. */
export interface DecisionFilter {
  readonly tenantId: string | undefined;
  readonly applicationId: string | undefined;
  readonly outcome: DecisionOutcome | undefined;
  readonly errorCode: string | undefined;
  readonly route: string | undefined;
  readonly from: Date | undefined;
  readonly to: Date | undefined;
}

/** Whether a text is an id as nodes give them to requests. */
export function isRequestId(text: string): boolean {
  return REQUEST_ID.test(text);
}

const REQUEST_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** How long decisions are kept. */
export const DECISION_DAYS = 30;
