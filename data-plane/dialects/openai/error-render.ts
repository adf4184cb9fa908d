import type { GatewayError } from '../../errors.ts';

/** The error object of the OpenAI dialect as JSON text; our word of the closed list is `code`. */
export function renderOpenAiError(error: GatewayError): string {
  return JSON.stringify({
    error: {
      message: error.message,
      type: error.row.openaiType,
      param: error.param ?? null,
      code: error.code,
    },
  });
}
