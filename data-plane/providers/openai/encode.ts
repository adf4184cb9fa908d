import type { Quirk } from '../../../policy/preset/preset.ts';
import { isJsonObject } from '../../dialects/json-body.ts';
import {
  renderResponseFormat,
  renderTool,
  renderToolChoice,
} from '../../dialects/openai/chat-render.ts';
import { renderMessage } from '../../dialects/openai/message-render.ts';
import type {
  ChatRequest,
  EmbeddingRequest,
  InferenceRequest,
  Json,
  JsonObject,
  Sampling,
} from '../../inference.ts';
import { withoutForeignFields } from '../foreign-field.ts';
import { effortOf } from '../reasoning-effort.ts';
import { refusePowerfulFields } from './powerful-field.ts';
import { obeyQuirks } from './quirk.ts';

/** Who will read the body. */
export interface Reader {
  /** The target's own name of the model; undefined where the path names it. */
  readonly model: string | undefined;
  readonly quirks: readonly Quirk[];
}

/**
 * The body for a provider of the OpenAI dialect: what was parsed and inspected, re-encoded, with
 * the target's own name of the model. A stream asks for usage wherever the server knows how.
 *
 * @throws GatewayError invalid_request for a field that no target allows, or that this one cannot obey
 */
export function encodeBody(request: InferenceRequest, reader: Reader): Buffer {
  refusePowerfulFields(request.extra);
  const body =
    request.operation === 'chat'
      ? encodeChat(withoutForeignFields(request, 'openai-chat'), reader)
      : encodeEmbedding(withoutForeignFields(request, 'openai-embeddings'), reader);
  return Buffer.from(JSON.stringify(body));
}

type Body = Record<string, Json>;

function encodeChat(asked: ChatRequest, { model, quirks }: Reader): Body {
  const request = obeyQuirks(asked, quirks);
  const { extra, sampling, toolChoice, responseFormat, outputTokensMax } = request;
  const body: Body = { ...extra };
  put(body, 'model', model);
  body['messages'] = request.messages.map(renderMessage);
  putSampling(body, sampling);
  put(body, 'reasoning_effort', effortOf(request));
  put(body, 'verbosity', verbosityOf(request));
  if (request.logprobs !== undefined) {
    body['logprobs'] = true;
    put(body, 'top_logprobs', request.logprobs.topCount);
  }
  const older = request.olderTokensField === true;
  put(body, older ? 'max_tokens' : 'max_completion_tokens', outputTokensMax);
  if (request.tools.length > 0) body['tools'] = request.tools.map(renderTool);
  if (toolChoice !== undefined) body['tool_choice'] = renderToolChoice(toolChoice);
  put(body, 'parallel_tool_calls', request.parallelToolCalls);
  if (responseFormat !== undefined) body['response_format'] = renderResponseFormat(responseFormat);
  if (request.stream) {
    body['stream'] = true;
    if (!quirks.includes('no_stream_options')) body['stream_options'] = encodeStreamOptions(extra);
  }
  return body;
}

/** `medium` goes only to whoever was asked for it by name: many servers of this wire do not know the field. */
function verbosityOf({ verbosity, dialect }: ChatRequest): string | undefined {
  return verbosity === 'medium' && dialect !== 'openai-chat' ? undefined : verbosity;
}

function putSampling(body: Body, sampling: Sampling): void {
  put(body, 'temperature', sampling.temperature);
  put(body, 'top_p', sampling.topP);
  put(body, 'top_k', sampling.topK);
  put(body, 'seed', sampling.seed);
  put(body, 'stop', sampling.stop);
  put(body, 'presence_penalty', sampling.presencePenalty);
  put(body, 'frequency_penalty', sampling.frequencyPenalty);
}

function put(body: Body, name: string, value: Json | undefined): void {
  if (value !== undefined) body[name] = value;
}

function encodeStreamOptions(extra: JsonObject): JsonObject {
  const others = extra['stream_options'];
  return { ...(isJsonObject(others) ? others : undefined), include_usage: true };
}

function encodeEmbedding(request: EmbeddingRequest, { model }: Reader): Body {
  const { inputs, bare, dimensions, extra } = request;
  const body: Body = { ...extra };
  put(body, 'model', model);
  body['input'] = bare ? (inputs[0] ?? '') : inputs;
  put(body, 'dimensions', dimensions);
  return body;
}
