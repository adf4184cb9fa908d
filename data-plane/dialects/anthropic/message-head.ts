import type { FinishReason, JsonObject, Usage } from '../../inference.ts';
import type { ReplyForm } from '../dialect.ts';

/** What is the same in a whole reply and at the beginning of a streamed one: an open JSON object, to be continued. */
export function openMessage({ requestId, request }: ReplyForm): string {
  const head = { id: `msg_${requestId}`, type: 'message', role: 'assistant', model: request.model };
  return JSON.stringify(head).slice(0, -1);
}

/** How a reply ended, as far as it is known. */
export interface Ending {
  readonly reason: FinishReason;
  readonly stopSequence: string | undefined;
  /** Servers that call a tool and say no more than `stop` still wait for its result. */
  readonly callsTools: boolean;
}

/** The fields that say why a reply ended (Anthropic API reference, stop reasons). */
export function renderEnding(ending: Ending): JsonObject {
  return {
    stop_reason: stopReasonOf(ending),
    stop_sequence: ending.reason === 'stop' ? (ending.stopSequence ?? null) : null,
  };
}

function stopReasonOf({ reason, stopSequence, callsTools }: Ending): string {
  switch (reason) {
    case 'length':
      return 'max_tokens';
    case 'tool_calls':
      return 'tool_use';
    case 'content_filter':
      return 'refusal';
    case 'stop':
      if (stopSequence !== undefined) return 'stop_sequence';
      return callsTools ? 'tool_use' : 'end_turn';
  }
}

/** Tokens as this wire has them: what was read from a cache or written to one is not among `input_tokens`. */
export function renderUsage(usage: Usage): JsonObject {
  const { inputTokens, outputTokens, cachedReadTokens, cachedWriteTokens, reasoningTokens } = usage;
  return {
    input_tokens: Math.max(0, inputTokens - cachedReadTokens - cachedWriteTokens),
    cache_creation_input_tokens: cachedWriteTokens,
    cache_read_input_tokens: cachedReadTokens,
    output_tokens: outputTokens,
    ...(reasoningTokens > 0
      ? { output_tokens_details: { thinking_tokens: reasoningTokens } }
      : undefined),
  };
}
