import { isJsonObject } from '../../dialects/json-body.ts';
import type { Json, Usage } from '../../inference.ts';
import { readCount } from '../json-reply.ts';

/**
 * Tokens of a `usage` object of the OpenAI wire, chat or embeddings; undefined when it is none or
 * its numbers are no counts. Parts never exceed their totals, whatever the provider says: cost is
 * computed from them.
 */
export function readUsage(value: Json | undefined): Usage | undefined {
  if (!isJsonObject(value)) return undefined;
  const inputTokens = readCount(value['prompt_tokens']);
  if (inputTokens === undefined) return undefined;
  const outputTokens = readCount(value['completion_tokens']) ?? 0;
  const cachedReadTokens = readPart(value['prompt_tokens_details'], 'cached_tokens', inputTokens);
  return {
    inputTokens,
    outputTokens,
    cachedReadTokens,
    cachedWriteTokens: readPart(
      value['prompt_tokens_details'],
      'cache_write_tokens',
      inputTokens - cachedReadTokens,
    ),
    reasoningTokens: readPart(value['completion_tokens_details'], 'reasoning_tokens', outputTokens),
    estimated: false,
  };
}

function readPart(details: Json | undefined, name: string, total: number): number {
  if (!isJsonObject(details)) return 0;
  return Math.min(readCount(details[name]) ?? 0, total);
}
