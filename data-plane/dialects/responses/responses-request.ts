import type { ChatRequest, InferenceRequest, Json, JsonObject } from '../../inference.ts';
import { isJsonObject } from '../json-body.ts';

/** A parsed body of `POST /v1/responses`. */
export interface ResponsesRequest extends ChatRequest {
  readonly dialect: 'openai-responses';
  /**
   * Fields of the response object that repeat the request, as the caller wrote them, with OpenAI's
   * defaults where it did not. Only ever sent back to the caller.
   */
  readonly echo: JsonObject;
}

/** Whether a request came in by this wire. */
export function isResponsesRequest(request: InferenceRequest): request is ResponsesRequest {
  return request.dialect === 'openai-responses' && 'echo' in request;
}

/**
 * Repeats a request in the words of the response object (OpenAI API reference, responses/object). What the provider's own
 * default is, nobody here knows: such a field is null. `store` is false: nothing is kept.
 *
 * @param object the body; its fields were found to be of the right types
 */
export function buildEcho(object: JsonObject): JsonObject {
  const { prompt_cache_key: cacheKey, safety_identifier: identifier, user } = object;
  const { top_logprobs: topCount } = object;
  return {
    background: false,
    instructions: object['instructions'] ?? null,
    max_output_tokens: object['max_output_tokens'] ?? null,
    metadata: object['metadata'] ?? {},
    parallel_tool_calls: object['parallel_tool_calls'] ?? true,
    previous_response_id: null,
    ...(cacheKey === undefined ? undefined : { prompt_cache_key: cacheKey }),
    reasoning: { effort: null, summary: null, ...asObject(object['reasoning']) },
    ...(identifier === undefined ? undefined : { safety_identifier: identifier }),
    store: false,
    temperature: object['temperature'] ?? null,
    text: echoText(asObject(object['text'])),
    tool_choice: object['tool_choice'] ?? 'auto',
    tools: echoTools(object['tools']),
    ...(typeof topCount === 'number' && { top_logprobs: topCount }),
    top_p: object['top_p'] ?? null,
    truncation: 'disabled',
    ...(user === undefined ? undefined : { user }),
  };
}

function echoText(text: JsonObject): JsonObject {
  return { ...text, format: text['format'] ?? { type: 'text' } };
}

function echoTools(tools: Json | undefined): Json {
  if (!Array.isArray(tools)) return [];
  // The SDKs' types promise the three fields, whether or not the caller sent them.
  return tools.map((tool: Json) => ({
    description: null,
    parameters: null,
    strict: null,
    ...asObject(tool),
  }));
}

function asObject(value: Json | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}
