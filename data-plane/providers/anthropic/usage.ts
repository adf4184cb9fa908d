import { isJsonObject } from '../../dialects/json-body.ts';
import type { Json, JsonObject, Usage } from '../../inference.ts';
import { readCount } from '../json-reply.ts';

/**
 * Tokens of a `usage` object of the Messages API; undefined when it is none or its numbers are no counts. The wire counts
 * input beside the cache: here the cached parts are in the total. `before` holds what an earlier event of the same stream
 * said: counts of a stream are cumulative, and a later event leaves out what did not change.
 */
export function readUsage(value: Json | undefined, before?: Usage): Usage | undefined {
  if (!isJsonObject(value)) return undefined;
  const fresh = readCount(value['input_tokens']) ?? (before && freshTokens(before));
  if (fresh === undefined) return undefined;
  const cachedReadTokens =
    readCount(value['cache_read_input_tokens']) ?? before?.cachedReadTokens ?? 0;
  const cachedWriteTokens =
    readCount(value['cache_creation_input_tokens']) ?? before?.cachedWriteTokens ?? 0;
  const cachedWriteLongTokens = Math.min(
    readHourWrites(value) ?? before?.cachedWriteLongTokens ?? 0,
    cachedWriteTokens,
  );
  const outputTokens = readCount(value['output_tokens']) ?? before?.outputTokens ?? 0;
  return {
    inputTokens: fresh + cachedReadTokens + cachedWriteTokens,
    outputTokens,
    cachedReadTokens,
    cachedWriteTokens,
    ...(cachedWriteLongTokens > 0 && { cachedWriteLongTokens }),
    reasoningTokens: Math.min(readThinking(value) ?? before?.reasoningTokens ?? 0, outputTokens),
    estimated: false,
  };
}

function freshTokens({ inputTokens, cachedReadTokens, cachedWriteTokens }: Usage): number {
  return inputTokens - cachedReadTokens - cachedWriteTokens;
}

/** Writes by how long they are kept (Anthropic API docs, prompt caching, "1-hour cache duration", 2026). */
function readHourWrites(usage: JsonObject): number | undefined {
  const writes = usage['cache_creation'];
  return isJsonObject(writes) ? readCount(writes['ephemeral_1h_input_tokens']) : undefined;
}

function readThinking(usage: JsonObject): number | undefined {
  const details = usage['output_tokens_details'];
  return isJsonObject(details) ? readCount(details['thinking_tokens']) : undefined;
}
