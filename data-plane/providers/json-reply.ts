import { isJsonObject } from '../dialects/json-body.ts';
import type { Json, JsonObject, Usage } from '../inference.ts';
import { protocolError } from './failure-word.ts';

/** Of a reply whose provider counted nothing. */
export const unknownUsage: Usage = {
  inputTokens: 0,
  outputTokens: 0,
  cachedReadTokens: 0,
  cachedWriteTokens: 0,
  reasoningTokens: 0,
  estimated: true,
};

/** More than any model takes in one call: a larger number is no measurement, and the gateway counts itself. */
const TOKENS_MAX = 1_000_000_000;

/** A whole reply as one JSON object. @throws GatewayError provider_protocol_error */
export function parseReply(body: Buffer): JsonObject {
  let value: Json;
  try {
    value = JSON.parse(body.toString('utf8'));
  } catch {
    // The parser's own message quotes the provider's text.
    throw protocolError('The provider answered something else than JSON.');
  }
  if (isJsonObject(value)) return value;
  throw protocolError('The provider answered JSON that is no object.');
}

/** A count of tokens; undefined for what is none. */
export function readCount(value: Json | undefined): number | undefined {
  const isCount = typeof value === 'number' && Number.isSafeInteger(value);
  return isCount && value >= 0 && value <= TOKENS_MAX ? value : undefined;
}
