import type { CandidateDecision, RoutingDecision } from '../compile-routing.ts';

/** Why routing leaves a call without a target. `no_rule`: none holds; `no_grant` and `too_large`: that alone is in the way. */
export type RoutingRefusal = 'no_rule' | 'no_grant' | 'too_large' | 'no_target';

/** Why there is nothing to try. Ask for decisions without targets only. */
export function refusalOf({ rule, candidates }: RoutingDecision): RoutingRefusal {
  if (rule === undefined) return 'no_rule';
  const considered = consideredOf(candidates);
  if (considered.length === 0) return 'no_target';
  if (considered.every(({ reason }) => reason === 'no_grant')) return 'no_grant';
  if (considered.every(({ reason }) => reason === 'context_window')) return 'too_large';
  return 'no_target';
}

/** The candidates without what a ramp leaves out, which is nothing that the caller could mend. */
export function consideredOf(candidates: readonly CandidateDecision[]): CandidateDecision[] {
  return candidates.filter(({ reason }) => reason !== 'ramp_waiting' && reason !== 'ramp_halted');
}
