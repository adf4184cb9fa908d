import type { GatewayError } from '../../errors.ts';
import type { JsonObject } from '../../inference.ts';

/** One event of the stream, delimiter included. */
export function renderEvent(type: string, sequence: number, fields: JsonObject): string {
  const data = JSON.stringify({ type, sequence_number: sequence, ...fields });
  return `event: ${type}\ndata: ${data}\n\n`;
}

/**
 * The event that ends a stream which failed. OpenAI documents its fields flat (API reference, responses-streaming/error) and
 * sends them under `error` (openai-dotnet issue 881, 2025): SDKs that look at the one or the other raise an error so.
 */
export function renderErrorEvent(error: GatewayError, sequence: number): string {
  const { code, message, param = null } = error;
  return renderEvent('error', sequence, {
    code,
    message,
    param,
    error: { type: error.row.openaiType, code, message, param },
  });
}
