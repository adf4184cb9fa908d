import type { ChatRequest__Output as WireChat } from '../../../../proto/generated/gatehouse/inference/v1/ChatRequest.ts';
import type { Struct__Output as Struct } from '../../../../proto/generated/google/protobuf/Struct.ts';
import { chatFields } from '../../../dialects/openai/chat-parse.ts';
import { embeddingFields } from '../../../dialects/openai/embeddings.ts';
import type { JsonObject } from '../../../inference.ts';
import { invalidField } from '../refusal.ts';
import { structToJson } from './struct-json.ts';
import type { WireText } from './wire-text.ts';

const noOptions: JsonObject = Object.freeze({});
const newerFields = ['verbosity', 'logprobs', 'top_logprobs'];
/** These were options before they had fields: they still may be, but not beside the fields. */
const olderChatFields = new Set([...chatFields].filter((name) => !newerFields.includes(name)));
const chatFieldsAndNewer = new Set([...chatFields, ...newerFields]);
/** Vectors cross as floats: how they are packed is not the caller's to choose. */
const ownEmbeddingFields = new Set([...embeddingFields, 'encoding_format']);

/**
 * `provider_options` of a chat as `extra` of the inner shape. Names under which providers take what has a typed field of
 * its own could contradict the inspected request, so they are refused.
 *
 * @throws GatewayError invalid_request when an option has a typed field of its own, or is no JSON
 */
export function readChatOptions(chat: WireChat, text: WireText): JsonObject {
  const { providerOptions: options, verbosity, logprobs } = chat;
  if (options === null) return noOptions;
  const isNewer = verbosity !== '' || logprobs;
  return readOptions(options, isNewer ? chatFieldsAndNewer : olderChatFields, text);
}

/** `provider_options` of an embedding; see {@link readChatOptions}. */
export function readEmbeddingOptions(options: Struct | null, text: WireText): JsonObject {
  return options === null ? noOptions : readOptions(options, ownEmbeddingFields, text);
}

function readOptions(options: Struct, typed: ReadonlySet<string>, text: WireText): JsonObject {
  const extra = structToJson(options, 'provider_options', text);
  const doubled = Object.keys(extra).find((name) => typed.has(name));
  if (doubled !== undefined)
    throw invalidField(
      `provider_options.${doubled}`,
      'has a typed field of the request that must be used instead',
    );
  return extra;
}
