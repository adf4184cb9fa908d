import { invalidInput } from './errors.ts';

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
  /** What became of the rules of each prompt policy that judged it; undefined when none did, and in records of builds that did not say it. */
  readonly coverage?: readonly DecisionCoverage[] | undefined;
  /** Rules and findings for which the record had no room. */
  readonly rulesLeftOut?: number | undefined;
  readonly findingsLeftOut?: number | undefined;
  /** What became of the call at limits; undefined when none was about it, and in records of builds that did not say it. */
  readonly limits?: readonly DecisionLimit[] | undefined;
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
  /** The same of the reply, as far as it came; undefined where no rule was about replies, and in records of builds that did not say it. */
  readonly replyInspectedBy?: readonly string[] | undefined;
  readonly replyFound?: readonly DecisionFound[] | undefined;
}

/** How many things of a kind stood in a part of the request. */
export interface DecisionFound {
  readonly kind: string;
  readonly count: number;
  /** Undefined in records of builds that did not tell parts apart. */
  readonly part?: string | undefined;
}

/** What became of the call at a limit. */
export interface DecisionLimit {
  readonly limitId: string;
  /** As it was. */
  readonly name: string;
  readonly measure: string;
  /** `allowed`, `refused` or `would_refuse`. */
  readonly outcome: string;
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
  /** `output` when it was found in what came back; undefined for what was sent. */
  readonly direction?: string | undefined;
  /** The best that an outside detector gave, from 0 to 1; undefined when it gave none. */
  readonly score?: number | undefined;
  /** The first of them; undefined when there are none, and in records of builds that did not say it. */
  readonly places?: readonly DecisionPlace[] | undefined;
  readonly parts?: readonly DecisionFoundPart[] | undefined;
}

/** Where something stood, never what. */
export interface DecisionPlace {
  readonly place: string;
  readonly part: string;
  /** UTF-16 code units. */
  readonly start: number;
  readonly end: number;
  /** Undefined when the node could not name it. */
  readonly fingerprint?: string | undefined;
}

export interface DecisionFoundPart {
  readonly part: string;
  readonly count: number;
}

/** What became of the rules of one policy. */
export interface DecisionCoverage {
  readonly policy: string;
  /** What its rules looked at, unless they say otherwise. */
  readonly texts: number;
  readonly characters: number;
  readonly rules: readonly DecisionRule[];
}

/** What is usual is left out: `input`, `ran`, as much as the policy. */
export interface DecisionRule {
  readonly rule: string;
  readonly detector: string;
  readonly direction?: string | undefined;
  readonly state?: string | undefined;
  readonly reason?: string | undefined;
  readonly texts?: number | undefined;
  readonly characters?: number | undefined;
}

/** What became of one rule, in full. */
export interface RuleOutcome {
  readonly policy: string;
  readonly rule: string;
  readonly detector: string;
  readonly direction: string;
  readonly state: string;
  readonly reason: string | null;
  readonly texts: number;
  readonly characters: number;
}

/** Null when the record does not say it, though something has looked. */
export function listRuleOutcomes({
  coverage,
  request,
}: Pick<DecisionFacts, 'coverage' | 'request'>): readonly RuleOutcome[] | null {
  if (coverage === undefined) return request?.inspectedBy === undefined ? [] : null;
  return coverage.flatMap(({ policy, rules, texts, characters }) =>
    rules.map((rule) => toRuleOutcome({ policy, texts, characters }, rule)),
  );
}

function toRuleOutcome(
  { policy, texts, characters }: Omit<DecisionCoverage, 'rules'>,
  { rule, detector, direction = 'input', state = 'ran', reason, ...own }: DecisionRule,
): RuleOutcome {
  const isAsPolicy = state === 'ran' && direction === 'input' && own.texts === undefined;
  const looked = isAsPolicy
    ? { texts, characters }
    : { texts: own.texts ?? 0, characters: own.characters ?? 0 };
  return { policy, rule, detector, direction, state, reason: reason ?? null, ...looked };
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
  /** Of a value that was found. */
  readonly fingerprint: string | undefined;
  readonly from: Date | undefined;
  readonly to: Date | undefined;
}

/** Whether a text is an id as nodes give them to requests. */
export function isRequestId(text: string): boolean {
  return REQUEST_ID.test(text);
}

const REQUEST_ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

const fingerprintForm = /^[0-9a-f]{32}$/;

/** @throws DomainError VALIDATION_FAILED when what is asked for is no fingerprint */
export function checkDecisionFilter({ fingerprint }: DecisionFilter): void {
  if (fingerprint === undefined || fingerprintForm.test(fingerprint)) return;
  const message = 'A fingerprint is 32 hexadecimal digits: take it from a finding.';
  throw invalidInput([{ path: 'filter.fingerprint', message }]);
}

/** How long decisions are kept. */
export const DECISION_DAYS = 30;
