import { isJsonObject } from '../../dialects/json-body.ts';
import { GatewayError } from '../../errors.ts';
import type { ChatRequest, InferenceRequest, Json, JsonObject } from '../../inference.ts';
import { refuseVerbosity, withoutForeignFields } from '../foreign-field.ts';
import { reasoningTokensOf } from '../reasoning-effort.ts';
import { encodeContents } from './content-encode.ts';
import { encodeEmbedding } from './embedding.ts';
import { refusePowerfulFields } from './powerful-field.ts';
import type { EncodedCall, Surface } from './surface.ts';
import { encodeTools } from './tool-encode.ts';

/**
 * A request on Google's wire (Gemini API reference, models.generateContent and models.embedContent; Vertex AI reference,
 * publishers.models; 2025), from the inner shape alone. A typed call brings fields of this wire along in `extra`, a call of
 * another dialect none.
 *
 * @throws GatewayError invalid_request with the path of what this wire has no place for, or of a powerful field
 */
export function encodeRequest(
  request: InferenceRequest,
  providerModel: string,
  surface: Surface,
): EncodedCall {
  const own = withoutForeignFields(request, undefined);
  refusePowerfulFields(own);
  if (own.operation === 'embedding') return encodeEmbedding(own, providerModel, surface);
  refuseVerbosity(own);
  // Signatures of tool calls ride in what the line above has left out.
  const signed = request.operation === 'chat' ? request.messages : [];
  return {
    method: own.stream ? 'streamGenerateContent?alt=sse' : 'generateContent',
    body: {
      ...own.extra,
      ...encodeContents({ messages: own.messages, signed, providerModel, surface }),
      ...encodeTools(own),
      ...encodeConfig(own),
    },
  };
}

type Body = Record<string, Json>;

function encodeConfig(request: ChatRequest): { readonly generationConfig?: JsonObject } {
  const { sampling, outputTokensMax, extra } = request;
  const config: Body = {};
  put(config, 'temperature', sampling.temperature);
  put(config, 'topP', sampling.topP);
  put(config, 'topK', sampling.topK);
  put(config, 'seed', sampling.seed);
  put(config, 'stopSequences', sampling.stop);
  put(config, 'presencePenalty', sampling.presencePenalty);
  put(config, 'frequencyPenalty', sampling.frequencyPenalty);
  put(config, 'maxOutputTokens', outputTokensMax);
  put(config, 'thinkingConfig', encodeThinking(request));
  putLogprobs(config, request);
  putFormat(config, request);
  const theirs = extra['generationConfig'];
  const merged = isJsonObject(theirs) ? { ...theirs, ...config } : config;
  return Object.keys(merged).length === 0 ? {} : { generationConfig: merged };
}

/** Thoughts are asked for wherever the caller asked for reasoning: without them a reader sees nothing of what was paid. */
function encodeThinking(request: ChatRequest): JsonObject | undefined {
  const thinkingBudget = reasoningTokensOf(request);
  if (thinkingBudget !== undefined) {
    return thinkingBudget === 0 ? { thinkingBudget } : { thinkingBudget, includeThoughts: true };
  }
  if (request.reasoningEffort === undefined) return undefined;
  throw new GatewayError(
    'invalid_request',
    'Use one of the efforts none, minimal, low, medium, high and xhigh: the target knows no other.',
    { param: 'reasoning_effort' },
  );
}

/** `logprobs` counts the likeliest tokens at each place, and 0 of them is what leaving it out asks for. */
function putLogprobs(config: Body, { logprobs }: ChatRequest): void {
  if (logprobs === undefined) return;
  config['responseLogprobs'] = true;
  if ((logprobs.topCount ?? 0) > 0) put(config, 'logprobs', logprobs.topCount);
}

/** `responseJsonSchema` takes standard JSON Schema, `responseSchema` only Google's own subset of OpenAPI. */
function putFormat(config: Body, { responseFormat }: ChatRequest): void {
  if (responseFormat === undefined || responseFormat.type === 'text') return;
  config['responseMimeType'] = 'application/json';
  put(config, 'responseJsonSchema', responseFormat.schema);
}

function put(body: Body, name: string, value: Json | undefined): void {
  if (value !== undefined) body[name] = value;
}
