import type { PromptWord } from '../../policy/fact.ts';
import { isActedOn } from '../../policy/prompt-policy.ts';
import type { GatewayError } from '../errors.ts';
import type { Explanation } from '../explanation.ts';
import type { Exchange, FailureFacts, ReplyTail } from './exchange.ts';
import { explain } from './explain/explain.ts';
import { mayExplain } from './explain/explain-scope.ts';
import { reached } from './reached.ts';
import { totalCostNanoUsd } from './settle.ts';

/** What is known of an answered call at its end: usage of the attempt that answered, cost of all of them. */
export function buildTail(exchange: Exchange): ReplyTail {
  const answered = reached(exchange.attempts.at(-1), 'attempts');
  return {
    usage: reached(answered.usage, 'usage'),
    costNanoUsd: totalCostNanoUsd(exchange.attempts),
    decision: describeWay(exchange, answered.target.id),
    explanation: explainIfAsked(exchange),
  };
}

/** What is known of a call that was refused or failed. */
export function describeFailure(exchange: Exchange, error: GatewayError): FailureFacts {
  const { attempts, route } = exchange;
  return {
    routeName: route?.name,
    targetName: attempts.at(-1)?.target.name,
    attemptCount: attempts.length,
    limits: exchange.limits?.standing,
    costNanoUsd: totalCostNanoUsd(attempts),
    decision: [...listPassed(exchange), error.code].join(','),
    explanation: explainIfAsked(exchange),
  };
}

function explainIfAsked(exchange: Exchange): Explanation | undefined {
  return exchange.explain && mayExplain(exchange.key) ? explain(exchange) : undefined;
}

function listPassed(exchange: Exchange): readonly string[] {
  const { application, findings, rule, candidates } = exchange;
  if (application === undefined) return [];
  const isInspected = findings.length > 0 || rule !== undefined || candidates.length > 0;
  return isInspected ? ['authenticated', 'granted', promptWord(exchange)] : ['authenticated'];
}

/** What inspecting has come to, in one word: for conditions, and for the way that a reply tells. */
export function promptWord({
  reroutedBy,
  findings,
}: Pick<Exchange, 'reroutedBy' | 'findings'>): PromptWord {
  if (reroutedBy !== undefined) return 'rerouted';
  return findings.some(isActedOn) ? 'found' : 'clean';
}

/** One word a stage. The last says whether the provider's bytes were passed on, or read and written anew. */
function describeWay(exchange: Exchange, targetId: string): string {
  const chosen = exchange.candidates.find((candidate) => candidate.targetId === targetId);
  const form = exchange.verbatim ? 'verbatim' : 'translated';
  return `authenticated,granted,${promptWord(exchange)},${chosen?.reason ?? 'drawn'},${form}`;
}
