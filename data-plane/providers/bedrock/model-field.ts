import { isJsonObject } from '../../dialects/json-body.ts';
import { invalidField } from '../../dialects/json-field.ts';
import type { ChatRequest, Json, JsonObject } from '../../inference.ts';
import { foreignField } from '../foreign-field.ts';
import type { EncodeInput } from '../provider.ts';
import { reasoningTokensOf } from '../reasoning-effort.ts';

/** Least budget of thinking (Bedrock User Guide, "Extended thinking", 2025); it must stay below the bound of the output. */
const thinkingTokensMin = 1_024;
const maker = /(?:^|[./:])anthropic\./;

/** Whether a model, a profile or an ARN is one of Anthropic's, as far as its name tells. */
export function isAnthropic(providerModel: string): boolean {
  return maker.test(providerModel);
}

/**
 * `additionalModelRequestFields`: what a typed call brought along, and what Converse itself has no field for. Only for
 * models of Anthropic is it known how they take `top_k` and a budget of thinking; undefined when there is nothing.
 *
 * @throws GatewayError invalid_request for what the model has no place for
 */
export function encodeModelFields(
  input: EncodeInput,
  request: ChatRequest,
): JsonObject | undefined {
  const { topK } = request.sampling;
  const thinkingTokens = readThinkingTokens(input, request);
  if (!isAnthropic(input.target.providerModel)) {
    if (topK !== undefined) throw foreignField('top_k');
    if (thinkingTokens > 0) throw foreignField('reasoning_effort');
  }
  const fields: Record<string, Json> = { ...readOwnFields(request.extra) };
  if (topK !== undefined) fields['top_k'] = topK;
  if (thinkingTokens > 0) {
    refuseBesideThinking(request);
    fields['thinking'] = { type: 'enabled', budget_tokens: thinkingTokens };
  }
  return Object.keys(fields).length === 0 ? undefined : fields;
}

/** Bedrock User Guide, "Extended thinking" (2025): neither other sampling nor a tool that must be called. */
function refuseBesideThinking({ sampling, toolChoice }: ChatRequest): void {
  if ((sampling.temperature ?? 1) !== 1) throw foreignField('temperature');
  if (sampling.topK !== undefined) throw foreignField('top_k');
  if (toolChoice === 'required' || typeof toolChoice === 'object')
    throw foreignField('tool_choice');
}

function readOwnFields(extra: JsonObject): JsonObject | undefined {
  const fields = extra['additionalModelRequestFields'];
  if (fields === undefined || isJsonObject(fields)) return fields;
  throw invalidField('additionalModelRequestFields', 'Send it as an object.');
}

/** 0 for no thinking. What the caller's words come to is cut to the room that the bound of the output leaves. */
function readThinkingTokens(input: EncodeInput, request: ChatRequest): number {
  const { reasoningEffort, reasoningTokensMax } = request;
  if (reasoningEffort === undefined && reasoningTokensMax === undefined) return 0;
  const wanted = reasoningTokensOf(request);
  if (wanted === undefined) throw foreignField('reasoning_effort');
  if (wanted === 0) return 0;
  const outputTokensMax = request.outputTokensMax ?? (input.outputTokensMax || Infinity);
  const tokens = Math.min(wanted, outputTokensMax - 1);
  if (tokens >= thinkingTokensMin) return tokens;
  throw invalidField(
    'reasoning_effort',
    'Allow more than 1,024 tokens of output and of reasoning, or leave reasoning out.',
  );
}
