import type { RuleReason } from '../../../policy/prompt-part/rule-outcome.ts';
import { GatewayError } from '../../errors.ts';
import { InspectionFailure, type InspectionFault } from '../../inspect/inspection-failure.ts';
import { matchCountMax } from '../../inspect/packed-matches.ts';

/** What a record says of rules whose detectors could not look at a call. */
export const reasonOfFault: Readonly<Record<InspectionFault, RuleReason>> = {
  busy: 'overloaded',
  late: 'deadline',
  died: 'threw',
  unwanted: 'caller_left',
  closed: 'overloaded',
};

/**
 * What follows when something is to be taken out of a call and cannot be: it is refused, whatever its rules say of detectors that fail,
 * since this one has found it.
 *
 * @throws GatewayError policy_error, overloaded; whatever else was thrown
 */
export function refuseUninspected(thrown: unknown): never {
  if (!(thrown instanceof InspectionFailure)) throw thrown;
  const { fault, cause } = thrown;
  if (reasonOfFault[fault] === 'overloaded') throw tooManyWait(cause);
  const sentence =
    'What its rules take out of this prompt could not be taken out: send less text at once, or tell the operators of the gateway.';
  throw new GatewayError('policy_error', sentence, { cause });
}

/** Long prompts are inspected one after the other. */
export function tooManyWait(cause?: unknown): GatewayError {
  const sentence = 'Too many long prompts wait to be inspected: send the call again later.';
  return new GatewayError('overloaded', sentence, { cause });
}

/** Placeholders for more would hold up other calls. */
export function tooMuchToTakeOut(): GatewayError {
  const sentence = `More than ${matchCountMax} things would have to be taken out of this prompt: send less text at once.`;
  return new GatewayError('policy_error', sentence);
}
