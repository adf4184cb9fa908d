import { noText, type TextAmount } from '../../../policy/inspect/text-amount.ts';
import { type RuleOutcome, withReplyAmount } from '../../../policy/prompt-part/rule-outcome.ts';
import type { PolicyCoverage } from '../../../proto/generated/gatehouse/usage/v1/PolicyCoverage.ts';
import type { RuleOutcome as WireOutcome } from '../../../proto/generated/gatehouse/usage/v1/RuleOutcome.ts';
import type { Exchange } from '../exchange.ts';

/** Rules that one record has; a call may have any number of policies with 32 each. */
const outcomesMax = 200;

/** What a record says about the rules of a call. */
export interface Coverage {
  readonly coverage: PolicyCoverage[];
  readonly rulesLeftOut: number;
}

const nothing: Coverage = { coverage: [], rulesLeftOut: 0 };

type OutcomeFields = Pick<Exchange, 'ruleOutcomes' | 'error' | 'guard'>;

/** What became of the rules of a call that is over: when there is no room for all, those that did not run come first. */
export function listOutcomes({
  ruleOutcomes,
  error,
  guard,
}: OutcomeFields): readonly RuleOutcome[] {
  const seen = guard?.seen;
  const outcomes = seen === undefined ? ruleOutcomes : withReplyAmount(ruleOutcomes, seen.amount);
  const kept = outcomes.length <= outcomesMax ? outcomes : didNotRunFirst(outcomes);
  if (error?.code !== 'prompt_blocked') return kept;
  return kept.map((one) =>
    one.reason === 'not_reached' ? { ...one, reason: 'blocked_before' } : one,
  );
}

/** The same for a record: by policy, and what is usual left out. */
export function describeCoverage(exchange: OutcomeFields): Coverage {
  if (exchange.ruleOutcomes.length === 0) return nothing;
  const kept = listOutcomes(exchange);
  const byPolicy = new Map<string, RuleOutcome[]>();
  for (const outcome of kept) {
    const ofPolicy = byPolicy.get(outcome.policy);
    if (ofPolicy === undefined) byPolicy.set(outcome.policy, [outcome]);
    else ofPolicy.push(outcome);
  }
  return {
    coverage: Array.from(byPolicy, ([policy, ofPolicy]) => describePolicy(policy, ofPolicy)),
    rulesLeftOut: exchange.ruleOutcomes.length - kept.length,
  };
}

function didNotRunFirst(outcomes: readonly RuleOutcome[]): readonly RuleOutcome[] {
  const didRun = ({ state }: RuleOutcome) => (state === 'ran' ? 1 : 0);
  return outcomes.toSorted((one, other) => didRun(one) - didRun(other)).slice(0, outcomesMax);
}

function describePolicy(policy: string, outcomes: readonly RuleOutcome[]): PolicyCoverage {
  // That of a rule about all parts, when there is one.
  const whole = outcomes.reduce<TextAmount>(
    (one, other) => (other.direction === 'input' && other.texts > one.texts ? other : one),
    noText,
  );
  const { texts, characters } = whole;
  return {
    policy,
    texts,
    characters,
    rules: outcomes.map((outcome) => describeOutcome(outcome, whole)),
  };
}

function describeOutcome(outcome: RuleOutcome, { texts, characters }: TextAmount): WireOutcome {
  const { rule, detector, direction, state, reason } = outcome;
  const isAll =
    state === 'ran' &&
    direction === 'input' &&
    outcome.texts === texts &&
    outcome.characters === characters;
  return {
    rule,
    detector,
    direction: direction === 'input' ? '' : direction,
    state: state === 'ran' ? '' : state,
    reason: reason ?? '',
    texts: isAll ? 0 : outcome.texts,
    characters: isAll ? 0 : outcome.characters,
  };
}
