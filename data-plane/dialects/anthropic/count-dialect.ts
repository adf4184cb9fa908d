import type { Dialect } from '../dialect.ts';
import { anthropicMessages } from './messages-dialect.ts';
import { parseCountBody } from './messages-parse.ts';

/** `POST /v1/messages/count_tokens` (Anthropic API reference, messages/count_tokens): the wire of a chat that is not held. */
export const anthropicCount: Dialect = { ...anthropicMessages, parse: parseCountBody };

/** The reply: an estimate of the gateway. */
export function renderTokenCount(inputTokens: number): string {
  return JSON.stringify({ input_tokens: inputTokens });
}
