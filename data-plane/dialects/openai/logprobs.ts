import type { JsonObject, LikelyToken, LogprobsWish, TokenLogprob } from '../../inference.ts';

/**
 * What a chat asks for with `logprobs` and `top_logprobs` (OpenAI API reference, chat/create). Undefined for none, and for forms
 * that only some servers of this wire know, such as a number: those ride along.
 */
export function readLogprobsWish({
  logprobs,
  top_logprobs: top = null,
}: JsonObject): LogprobsWish | undefined {
  if (logprobs !== true) return undefined;
  if (top === null) return { topCount: undefined };
  return typeof top === 'number' && Number.isSafeInteger(top) && top >= 0
    ? { topCount: top }
    : undefined;
}

/** Tokens as both wires of OpenAI have them; `bytes` is null where the provider does not tell them. */
export function renderLogprobs(tokens: readonly TokenLogprob[]): JsonObject[] {
  return tokens.map((token) => ({
    ...renderToken(token),
    top_logprobs: token.top.map(renderToken),
  }));
}

function renderToken({ token, logprob, bytes }: LikelyToken): JsonObject {
  return { token, logprob, bytes: bytes ?? null };
}
