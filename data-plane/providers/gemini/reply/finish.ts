import type { FinishReason, Json } from '../../../inference.ts';
import { protocolError } from '../../failure-word.ts';

/** The model began a call and did not write one: what came is no answer to go on from. */
const spoiltCalls: ReadonlySet<string> = new Set([
  'MALFORMED_FUNCTION_CALL',
  'UNEXPECTED_TOOL_CALL',
  'TOO_MANY_TOOL_CALLS',
  'MISSING_THOUGHT_SIGNATURE',
  'MALFORMED_RESPONSE',
]);

/** What ended the answer against the model's will; OTHER is Google's word for reasons that it does not tell. */
const filters =
  /^(?:SAFETY|RECITATION|LANGUAGE|BLOCKLIST|PROHIBITED_CONTENT|SPII|MODEL_ARMOR|OTHER|NO_IMAGE|IMAGE_\w{1,40})$/;

/**
 * Why a reply ended, from `finishReason` (Gemini API and Vertex AI references, 2025); undefined while it has not. A word that is
 * not known reads as the calls that came, else as a filter: Google's newer words all tell of answers that were withheld.
 *
 * @throws GatewayError provider_protocol_error when the model spoilt a tool call: asked again, it mostly does not
 */
export function readFinishReason(
  value: Json | undefined,
  hasCalls: boolean,
): FinishReason | undefined {
  if (typeof value !== 'string' || value === '' || value === 'FINISH_REASON_UNSPECIFIED') {
    return undefined;
  }
  if (spoiltCalls.has(value)) {
    throw protocolError('The model wrote a tool call that cannot be read: try again.');
  }
  if (value === 'MAX_TOKENS') return 'length';
  if (filters.test(value)) return 'content_filter';
  if (hasCalls) return 'tool_calls';
  return value === 'STOP' ? 'stop' : 'content_filter';
}
