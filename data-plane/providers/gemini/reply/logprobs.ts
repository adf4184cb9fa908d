import { isJsonObject } from '../../../dialects/json-body.ts';
import type { ChatEvent, Json, LikelyToken, TokenLogprob } from '../../../inference.ts';

/**
 * Tokens of the `logprobsResult` of a candidate (Gemini API and Vertex AI references, LogprobsResult, 2025): what was chosen at each
 * place, and the likeliest there. Google tells no bytes. Undefined when there are none; what is no token is skipped over.
 */
export function readLogprobs(value: Json | undefined): readonly TokenLogprob[] | undefined {
  if (!isJsonObject(value)) return undefined;
  const { chosenCandidates: chosen, topCandidates: tops } = value;
  if (!Array.isArray(chosen) || chosen.length === 0) return undefined;
  const tokens: TokenLogprob[] = [];
  for (const [place, item] of (chosen as readonly Json[]).entries()) {
    const token = readToken(item);
    if (token === undefined) continue;
    tokens.push({ ...token, top: readTop(Array.isArray(tops) ? tops[place] : undefined) });
  }
  return tokens;
}

/** With the first words of what one reply brought; beside no words at all they come alone. */
export function addLogprobs(events: ChatEvent[], logprobs: readonly TokenLogprob[]): void {
  const at = events.findIndex(({ kind }) => kind === 'text');
  const first = events[at];
  if (first?.kind === 'text') events[at] = { kind: 'text', text: first.text, logprobs };
  else events.push({ kind: 'text', text: '', logprobs });
}

function readTop(value: Json | undefined): readonly LikelyToken[] {
  const list = isJsonObject(value) ? value['candidates'] : undefined;
  if (!Array.isArray(list)) return [];
  return list.flatMap((item: Json) => readToken(item) ?? []);
}

function readToken(item: Json): LikelyToken | undefined {
  if (!isJsonObject(item)) return undefined;
  // Protobuf leaves 0 out of JSON: a token that was certain.
  const { token, logProbability: logprob = 0 } = item;
  if (typeof token !== 'string' || typeof logprob !== 'number') return undefined;
  return { token, logprob, bytes: undefined };
}
