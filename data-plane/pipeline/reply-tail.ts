import type { Exchange, ReplyTail } from './exchange.ts';
import { reached } from './reached.ts';
import { totalCostNanoUsd } from './settle.ts';

/** What is known of an answered call at its end: usage of the attempt that answered, cost of all of them. */
export function buildTail(exchange: Exchange): ReplyTail {
  const answered = reached(exchange.attempts.at(-1), 'attempts');
  return {
    usage: reached(answered.usage, 'usage'),
    costNanoUsd: totalCostNanoUsd(exchange.attempts),
    decision: describeWay(exchange, answered.target.id),
  };
}

/** One word a stage. The last says whether the provider's bytes were passed on, or read and written anew. */
function describeWay(exchange: Exchange, targetId: string): string {
  const { reroutedBy, findings, verbatim } = exchange;
  const inspected = findings.length > 0 ? 'found' : 'clean';
  const prompt = reroutedBy === undefined ? inspected : 'rerouted';
  const chosen = exchange.candidates.find((candidate) => candidate.targetId === targetId);
  const form = verbatim ? 'verbatim' : 'translated';
  return `authenticated,granted,${prompt},${chosen?.reason ?? 'drawn'},${form}`;
}
