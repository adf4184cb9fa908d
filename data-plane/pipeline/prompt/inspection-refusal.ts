import { GatewayError } from '../../errors.ts';
import type { InspectionFault } from '../../inspect/inspection-failure.ts';
import { matchCountMax } from '../../inspect/packed-matches.ts';

/** The one place that says what follows when a call could not be inspected: it is refused, whatever its policies say. */
export function inspectionRefusal(fault: InspectionFault, cause: unknown): GatewayError {
  if (fault === 'busy' || fault === 'closed') {
    const sentence = 'Too many long prompts wait to be inspected: send the call again later.';
    return new GatewayError('overloaded', sentence, { cause });
  }
  const sentence =
    'The prompt could not be inspected: send less text at once, or tell the operators of the gateway.';
  return new GatewayError('policy_error', sentence, { cause });
}

/** Placeholders for more would hold up other calls. */
export function tooMuchToTakeOut(): GatewayError {
  const sentence = `More than ${matchCountMax} things would have to be taken out of this prompt: send less text at once.`;
  return new GatewayError('policy_error', sentence);
}
