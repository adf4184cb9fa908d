import { isJsonObject } from '../../dialects/json-body.ts';
import type { Json, Usage } from '../../inference.ts';
import { readCount } from '../json-reply.ts';

/**
 * Tokens of `usageMetadata` (Gemini API and Vertex AI references, GenerateContentResponse, 2025); undefined when it is
 * none or its numbers are no counts. Input is the prompt, which includes what was cached, and what tools of Google put into it; output is the
 * answer and the thoughts, which Google counts apart. A part never exceeds its total: cost is computed from them.
 */
export function readUsage(value: Json | undefined): Usage | undefined {
  if (!isJsonObject(value)) return undefined;
  const promptTokens = readCount(value['promptTokenCount']);
  if (promptTokens === undefined) return undefined;
  const reasoningTokens = readCount(value['thoughtsTokenCount']) ?? 0;
  const inputTokens = promptTokens + (readCount(value['toolUsePromptTokenCount']) ?? 0);
  const cached = readCount(value['cachedContentTokenCount']) ?? 0;
  return {
    inputTokens,
    outputTokens: (readCount(value['candidatesTokenCount']) ?? 0) + reasoningTokens,
    cachedReadTokens: Math.min(cached, inputTokens),
    cachedWriteTokens: 0,
    reasoningTokens,
    estimated: false,
  };
}

/**
 * As {@link readUsage}, for a stream that is not over: counts of the answer so far stand in most events, and an event
 * without them tells nothing of the whole.
 */
export function readUsageSoFar(value: Json | undefined): Usage | undefined {
  const hasOutput = isJsonObject(value) && readCount(value['candidatesTokenCount']) !== undefined;
  return hasOutput ? readUsage(value) : undefined;
}
