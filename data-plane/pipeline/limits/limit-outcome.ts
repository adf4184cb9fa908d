import type { LimitOutcome } from '../../../proto/generated/gatehouse/usage/v1/LimitOutcome.ts';
import type { LimitVerdict } from '../../limits/limit-verdict.ts';
import type { Exchange } from '../exchange.ts';

/** Of a record. */
const outcomeCountMax = 100;
const none: readonly LimitVerdict[] = [];

/** What became of the call at limits, as far as a record has room. */
export function listLimitOutcomes({ limits }: Exchange): readonly LimitVerdict[] {
  return limits === undefined ? none : limits.verdicts.slice(0, outcomeCountMax);
}

/** The same as the decision record tells it. */
export function describeLimits(exchange: Exchange): LimitOutcome[] {
  return listLimitOutcomes(exchange).map(({ limit, word }) => ({
    limitId: limit.id,
    name: limit.name,
    measure: limit.measure,
    outcome: word,
  }));
}
