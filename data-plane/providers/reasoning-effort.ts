import type { ChatRequest } from '../inference.ts';

/** Tokens that a word stands for, and back: Google's table for its OpenAI-compatible door (Gemini API, 2025). */
const tokensOfEffort: ReadonlyMap<string, number> = new Map([
  ['none', 0],
  ['minimal', 1_024],
  ['low', 1_024],
  ['medium', 8_192],
  ['high', 24_576],
  ['xhigh', 32_768],
]);

type Asked = Pick<ChatRequest, 'reasoningEffort' | 'reasoningTokensMax'>;

/** The word for providers that take one: the caller's own, or what its number of tokens comes to. */
export function effortOf({ reasoningEffort, reasoningTokensMax }: Asked): string | undefined {
  if (reasoningEffort !== undefined || reasoningTokensMax === undefined) return reasoningEffort;
  if (reasoningTokensMax <= 1_024) return 'low';
  return reasoningTokensMax <= 8_192 ? 'medium' : 'high';
}

/** The number for providers that take one: the caller's own, or what its word stands for; undefined for an unknown word. */
export function reasoningTokensOf(asked: Asked): number | undefined {
  const { reasoningEffort, reasoningTokensMax } = asked;
  if (reasoningTokensMax !== undefined || reasoningEffort === undefined) return reasoningTokensMax;
  return tokensOfEffort.get(reasoningEffort);
}
