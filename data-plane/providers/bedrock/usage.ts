import { isJsonObject } from '../../dialects/json-body.ts';
import type { Json, Usage } from '../../inference.ts';
import { readCount } from '../json-reply.ts';

/**
 * Tokens of a `usage` object of Converse; undefined when it is none or its numbers are no counts. Bedrock's `inputTokens`
 * leave out what was read from or written to the cache (Bedrock User Guide, "Prompt caching", 2025); ours hold it.
 */
export function readUsage(value: Json | undefined): Usage | undefined {
  if (!isJsonObject(value)) return undefined;
  const freshTokens = readCount(value['inputTokens']);
  if (freshTokens === undefined) return undefined;
  const cachedReadTokens = readCount(value['cacheReadInputTokens']) ?? 0;
  const cachedWriteTokens = readCount(value['cacheWriteInputTokens']) ?? 0;
  return {
    inputTokens: freshTokens + cachedReadTokens + cachedWriteTokens,
    outputTokens: readCount(value['outputTokens']) ?? 0,
    cachedReadTokens,
    cachedWriteTokens,
    // Converse counts reasoning as output and does not say how much of it.
    reasoningTokens: 0,
    estimated: false,
  };
}
