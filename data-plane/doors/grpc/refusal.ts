import { GatewayError } from '../../errors.ts';

/**
 * A fault of the message. `param` is the field's path in the .proto, dotted, list places from 0: `messages.0.role`;
 * `rule` follows it in the sentence: "must be set".
 */
export function invalidField(param: string, rule: string): GatewayError {
  return new GatewayError('invalid_request', `The field ${param} ${rule}.`, { param });
}
