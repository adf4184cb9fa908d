import type { Struct__Output as Struct } from '../../../../proto/generated/google/protobuf/Struct.ts';
import type { JsonObject } from '../../../inference.ts';
import { invalidField } from '../refusal.ts';
import { structToJson } from './struct-json.ts';
import type { WireText } from './wire-text.ts';

const noOptions: JsonObject = Object.freeze({});

/**
 * Names under which providers take what has a typed field of its own, or what the gateway decides. As options they could
 * contradict the inspected request, so they are refused.
 */
const chatFields: ReadonlySet<string> = new Set([
  'model',
  'messages',
  'tools',
  'tool_choice',
  'response_format',
  'temperature',
  'top_p',
  'seed',
  'stop',
  'presence_penalty',
  'frequency_penalty',
  'max_tokens',
  'max_completion_tokens',
  'reasoning_effort',
  'stream',
  'stream_options',
]);
const embeddingFields: ReadonlySet<string> = new Set([
  'model',
  'input',
  'dimensions',
  'encoding_format',
]);

/**
 * `provider_options` of a chat as `extra` of the inner shape.
 *
 * @throws GatewayError invalid_request when an option has a typed field of its own, or is no JSON
 */
export function readChatOptions(options: Struct | null, text: WireText): JsonObject {
  return options === null ? noOptions : readOptions(options, chatFields, text);
}

/** `provider_options` of an embedding; see {@link readChatOptions}. */
export function readEmbeddingOptions(options: Struct | null, text: WireText): JsonObject {
  return options === null ? noOptions : readOptions(options, embeddingFields, text);
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
