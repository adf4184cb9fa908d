import { GatewayError } from '../errors.ts';
import type { Exchange } from './exchange.ts';

const modelCharsMax = 200;

/**
 * Turns the body into the inner shape, once. Sets `request`. The bound on output is taken as the caller wrote it; the
 * stage that sends it lowers it to what the chosen model can give.
 *
 * @throws GatewayError invalid_request
 */
export function parse(exchange: Exchange): void {
  const request = exchange.parse();
  if (request.model === '' || request.model.length > modelCharsMax) {
    const sentence = `Name a route in "model", in 1 to ${modelCharsMax} characters.`;
    throw new GatewayError('invalid_request', sentence, { param: 'model' });
  }
  if (request.operation === 'chat') requireOutputBound(request.outputTokensMax);
  exchange.request = request;
}

function requireOutputBound(outputTokensMax: number | undefined): void {
  if (outputTokensMax === undefined) return;
  if (Number.isSafeInteger(outputTokensMax) && outputTokensMax >= 1) return;
  const sentence = 'The most output tokens must be a whole number of at least 1.';
  throw new GatewayError('invalid_request', sentence, { param: 'max_completion_tokens' });
}
