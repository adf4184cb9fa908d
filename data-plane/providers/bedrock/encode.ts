import { isJsonObject } from '../../dialects/json-body.ts';
import { findInnerExtra, invalidField } from '../../dialects/json-field.ts';
import type { ChatRequest, Json, JsonObject, ResponseFormat } from '../../inference.ts';
import {
  foreignField,
  refuseLogprobs,
  refuseVerbosity,
  withoutForeignFields,
} from '../foreign-field.ts';
import type { EncodeInput } from '../provider.ts';
import { encodeConversation } from './message-encode.ts';
import { encodeModelFields, isAnthropic } from './model-field.ts';
import { refusePowerfulFields } from './powerful-field.ts';
import { encodeToolConfig } from './tool-encode.ts';

/** Highest temperature (Bedrock Runtime API Reference, InferenceConfiguration, 2025). */
const temperatureMax = 1;

type Body = Record<string, Json>;

/**
 * The body of Converse and ConverseStream (Bedrock Runtime API Reference, 2025): what was parsed and inspected, in the
 * shape of that wire. Options of a typed call are fields of Converse itself.
 *
 * @throws GatewayError invalid_request for a field that no target allows, or for which the wire has no place
 */
export function encodeChat(input: EncodeInput, asked: ChatRequest): Buffer {
  const format = encodeResponseFormat(asked.responseFormat);
  const request = withoutForeignFields(withoutDescription(asked), undefined);
  refusePowerfulFields(request.extra);
  refuseVerbosity(request);
  refuseLogprobs(request);
  refuseUnplaced(request);
  const { system, messages, hasToolBlocks } = encodeConversation(request.messages);
  const body: Body = { ...request.extra, messages };
  if (system.length > 0) body['system'] = system;
  put(body, 'inferenceConfig', encodeInference(request));
  put(body, 'toolConfig', encodeToolConfig(request, hasToolBlocks));
  put(body, 'additionalModelRequestFields', encodeModelFields(input, request));
  put(body, 'outputConfig', format);
  if (asksForStop(request) && isAnthropic(input.target.providerModel)) {
    // Converse says that a stop sequence was met, and only the model's own fields say which.
    body['additionalModelResponseFieldPaths'] ??= ['/stop_sequence'];
  }
  return Buffer.from(JSON.stringify(body));
}

function put(body: Body, name: string, value: Json | undefined): void {
  if (value !== undefined) body[name] = value;
}

function refuseUnplaced({ sampling }: ChatRequest): void {
  const { seed, presencePenalty, frequencyPenalty, temperature } = sampling;
  if (seed !== undefined) throw foreignField('seed');
  // 0 is what every model does without them.
  if ((presencePenalty ?? 0) !== 0) throw foreignField('presence_penalty');
  if ((frequencyPenalty ?? 0) !== 0) throw foreignField('frequency_penalty');
  if (temperature !== undefined && temperature > temperatureMax) {
    throw invalidField('temperature', `Send a temperature of at most ${temperatureMax}.`);
  }
}

function encodeInference(request: ChatRequest): JsonObject | undefined {
  const { temperature, topP, stop } = request.sampling;
  const config: Body = {};
  put(config, 'maxTokens', request.outputTokensMax);
  put(config, 'temperature', temperature);
  put(config, 'topP', topP);
  if (asksForStop(request)) put(config, 'stopSequences', stop);
  return Object.keys(config).length === 0 ? undefined : config;
}

function asksForStop({ sampling }: ChatRequest): boolean {
  return (sampling.stop?.length ?? 0) > 0;
}

/** `outputConfig` (Bedrock User Guide, "Get validated JSON results from models", 2026): the schema goes as text. */
function encodeResponseFormat(format: ResponseFormat | undefined): JsonObject | undefined {
  if (format === undefined || format.type === 'text') return undefined;
  if (format.type === 'json_object') throw foreignField('response_format');
  if (format.schema === undefined) {
    throw invalidField('response_format', 'Send the schema that the answer must follow.');
  }
  const description = findInnerExtra(format.extra, 'json_schema')?.['description'];
  const jsonSchema: Body = { schema: JSON.stringify(format.schema) };
  put(jsonSchema, 'name', format.name);
  if (typeof description === 'string') jsonSchema['description'] = description;
  return { textFormat: { type: 'json_schema', structure: { jsonSchema } } };
}

/** The description of a schema has a place on this wire, so it is nothing foreign. */
function withoutDescription(request: ChatRequest): ChatRequest {
  const { responseFormat } = request;
  const inner = findInnerExtra(responseFormat?.extra, 'json_schema');
  if (responseFormat === undefined || !isJsonObject(inner)) return request;
  const { description: _, ...others } = inner;
  const extra = { ...responseFormat.extra, json_schema: others };
  return { ...request, responseFormat: { ...responseFormat, extra } };
}
