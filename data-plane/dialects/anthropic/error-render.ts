import type { GatewayError } from '../../errors.ts';

/** The error object of the Anthropic dialect as JSON text (API reference, errors); our word of the closed list is `code`. */
export function renderAnthropicError(error: GatewayError, requestId: string): string {
  return JSON.stringify({
    type: 'error',
    error: {
      type: error.row.anthropicType,
      message: error.message,
      code: error.code,
      ...(error.param === undefined ? undefined : { param: error.param }),
    },
    request_id: requestId,
  });
}

/** The same as the event that ends a stream which has failed. */
export function renderAnthropicErrorEvent(error: GatewayError, requestId: string): string {
  return `event: error\ndata: ${renderAnthropicError(error, requestId)}\n\n`;
}
