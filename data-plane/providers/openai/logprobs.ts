import { isJsonObject } from '../../dialects/json-body.ts';
import type { Json, JsonObject, LikelyToken, TokenLogprob } from '../../inference.ts';

/**
 * Tokens of the `logprobs` of a choice, whole or streamed (OpenAI API reference, chat/object); undefined when there are none.
 * What is no token is skipped over: it is a remark on the answer, not the answer.
 */
export function readLogprobs(value: Json | undefined): readonly TokenLogprob[] | undefined {
  const content = isJsonObject(value) ? value['content'] : undefined;
  if (!Array.isArray(content) || content.length === 0) return undefined;
  const tokens: TokenLogprob[] = [];
  for (const item of content as readonly Json[]) {
    const token = readToken(item);
    if (token !== undefined) tokens.push({ ...token, top: readTop(item as JsonObject) });
  }
  return tokens;
}

function readTop({ top_logprobs: list }: JsonObject): readonly LikelyToken[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((item: Json) => readToken(item) ?? []);
}

function readToken(item: Json): LikelyToken | undefined {
  if (!isJsonObject(item)) return undefined;
  const { token, logprob, bytes } = item;
  if (typeof token !== 'string' || typeof logprob !== 'number') return undefined;
  return { token, logprob, bytes: isBytes(bytes) ? bytes : undefined };
}

function isBytes(value: Json | undefined): value is readonly number[] {
  return Array.isArray(value) && value.every(isByte);
}

function isByte(value: Json): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 255;
}
