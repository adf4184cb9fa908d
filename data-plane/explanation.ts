import type { Sighting } from '../policy/inspect/sighting.ts';
import type { LimitMeasure } from '../policy/limit.ts';
import type { RuleOutcome } from '../policy/prompt-part/rule-outcome.ts';
import type { PromptFinding } from '../policy/prompt-policy.ts';
import type { LimitWord } from './limits/limit-verdict.ts';

/**
 * Why a call came out as it did, for its caller: the record of the decision with names in place of ids, and without anything of
 * the node. The form of `gatehouse.inference.v1.Decision`, whose comments say what stands where; its names are those of GraphQL's
 * `Decision`. What was not reached is empty or 0. Types and plain arrays, since messages take nothing else.
 */
export type Explanation = {
  readonly requestId: string;
  readonly outcome: string;
  readonly errorCode: string;
  readonly errorMessage: string;
  readonly operation: string;
  readonly stream: boolean;
  readonly workload: string;
  readonly requestedRoute: string;
  readonly route: string;
  readonly reroutedBy: string;
  readonly rule: string;
  readonly constraints: ExplainedConstraints[];
  readonly candidates: ExplainedCandidate[];
  readonly attempts: ExplainedAttempt[];
  readonly findings: ExplainedFinding[];
  readonly inspection: ExplainedOutcome[];
  readonly limits: ExplainedLimit[];
  readonly estimatedInputTokens: number;
  readonly epoch: string;
  readonly revision: string;
  readonly costNanoUsd: string;
  readonly totalMs: number;
  readonly firstTokenMs: number;
};

/** What a route or a rule demands of every candidate. */
export type ExplainedConstraints = {
  readonly of: 'route' | 'rule';
  readonly regions: string[];
  readonly dataTerms: string[];
};

/** A target that was considered. */
export type ExplainedCandidate = {
  readonly target: string;
  readonly kept: boolean;
  readonly reason: string;
};

/** A try at a target. */
export type ExplainedAttempt = {
  readonly number: number;
  readonly target: string;
  readonly verdict: string;
  readonly status: number;
  readonly firstTokenMs: number;
  readonly totalMs: number;
  readonly hedge: boolean;
};

/** What became of a rule of a prompt policy. */
export type ExplainedOutcome = Omit<RuleOutcome, 'reason'> & { readonly reason: string };

/** What became of the call at a limit. */
export type ExplainedLimit = {
  readonly limit: string;
  readonly measure: LimitMeasure;
  readonly outcome: LimitWord;
};

/** What was found, and in which pieces of the call. */
export type ExplainedFinding = Omit<
  PromptFinding,
  'kind' | 'parts' | 'partCounts' | 'seen' | 'restores'
> & {
  readonly kind: string;
  readonly places: string[];
  readonly foundAt: ExplainedPlace[];
};

/** Where something stands. */
export type ExplainedPlace = Pick<Sighting, 'place' | 'part' | 'start' | 'end'>;
