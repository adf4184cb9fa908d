import type { InferenceRequest, Message } from '../inference.ts';

/**
 * How much of a prompt says whether its beginning is cached: about 256 tokens, by which OpenAI routes too (OpenAI guide on
 * prompt caching, 2025).
 */
export const PROMPT_PREFIX_CHARS_MAX = 1_024;

/** How the first message with text begins, or the first input of an embedding; empty when there is no text. */
export function promptPrefixOf(request: InferenceRequest): string {
  if (request.operation === 'embedding') {
    const [first] = request.inputs;
    return typeof first === 'string' ? first.slice(0, PROMPT_PREFIX_CHARS_MAX) : '';
  }
  for (const message of request.messages) {
    const prefix = prefixOf(message);
    if (prefix !== '') return prefix;
  }
  return '';
}

function prefixOf({ content }: Message): string {
  if (content === undefined) return '';
  if (typeof content === 'string') return content.slice(0, PROMPT_PREFIX_CHARS_MAX);
  let prefix = '';
  for (const part of content) {
    if (part.kind === 'text') prefix += part.text.slice(0, PROMPT_PREFIX_CHARS_MAX);
    if (prefix.length >= PROMPT_PREFIX_CHARS_MAX) break;
  }
  return prefix.slice(0, PROMPT_PREFIX_CHARS_MAX);
}
