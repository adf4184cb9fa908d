import type { FinishReason, Json } from '../../inference.ts';

/**
 * Why a reply ended; undefined while it has not. The older `function_call` reads as `tool_calls`,
 * and a word that only one server knows as `stop`.
 */
export function readFinishReason(value: Json | undefined): FinishReason | undefined {
  if (typeof value !== 'string') return undefined;
  switch (value) {
    case 'length':
    case 'tool_calls':
    case 'content_filter':
      return value;
    case 'function_call':
      return 'tool_calls';
    default:
      return 'stop';
  }
}
