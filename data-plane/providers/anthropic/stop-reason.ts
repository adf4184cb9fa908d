import type { FinishReason, Json } from '../../inference.ts';

/**
 * Why a reply ended (Messages API, `stop_reason`, 2026); undefined while it has not. A turn that the provider paused, and a
 * word that is new, read as `stop`.
 */
export function readStopReason(value: Json | undefined): FinishReason | undefined {
  if (typeof value !== 'string') return undefined;
  switch (value) {
    case 'max_tokens':
    case 'model_context_window_exceeded':
      return 'length';
    case 'tool_use':
      return 'tool_calls';
    case 'refusal':
      return 'content_filter';
    default:
      return 'stop';
  }
}
