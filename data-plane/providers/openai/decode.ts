import { isJsonObject } from '../../dialects/json-body.ts';
import type { GatewayError } from '../../errors.ts';
import type {
  ChatChoice,
  ChatReply,
  ContentPart,
  EmbeddingReply,
  Json,
  JsonObject,
  Message,
  ToolCall,
  Usage,
} from '../../inference.ts';
import { protocolError } from '../failure-word.ts';
import { parseReply, unknownUsage } from '../json-reply.ts';
import { readFinishReason } from './finish.ts';
import { readLogprobs } from './logprobs.ts';
import { readUsage } from './usage.ts';

/** A reply that was found to be one, and its tokens when the provider counted them. */
export interface ReadReply {
  readonly object: JsonObject;
  readonly usage: Usage | undefined;
}

/**
 * Checks that a body is a whole reply: one JSON object with its list (`choices` or `data`), and no
 * error.
 *
 * @throws GatewayError provider_protocol_error
 */
export function readReply(body: Buffer, list: 'choices' | 'data'): ReadReply {
  const object = parseReply(body);
  if (object['error'] !== undefined && object['error'] !== null) {
    throw protocolError('The provider answered an error with the status of a success.');
  }
  if (!Array.isArray(object[list])) {
    throw protocolError(`The provider answered JSON without ${list}.`);
  }
  return { object, usage: readUsage(object['usage']) };
}

/** A chat, all its choices. @throws GatewayError provider_protocol_error when there is none */
export function decodeChat(reply: ReadReply): { readonly chat: ChatReply; readonly usage: Usage } {
  const [first = null, ...others] = reply.object['choices'] as readonly Json[];
  const { id } = reply.object;
  return {
    chat: {
      id: typeof id === 'string' ? id : '',
      ...decodeChoice(first),
      ...(others.length === 0 ? undefined : { others: others.map(decodeChoice) }),
    },
    usage: reply.usage ?? unknownUsage,
  };
}

function decodeChoice(choice: Json): ChatChoice {
  if (!isJsonObject(choice) || !isJsonObject(choice['message'])) {
    throw protocolError('The provider answered a chat without a message.');
  }
  const logprobs = readLogprobs(choice['logprobs']);
  return {
    message: decodeMessage(choice['message']),
    finishReason: readFinishReason(choice['finish_reason']) ?? 'stop',
    ...(logprobs === undefined ? undefined : { logprobs }),
  };
}

/**
 * All vectors, by their index. @throws GatewayError provider_protocol_error when one is no vector
 */
export function decodeEmbeddings(reply: ReadReply): {
  readonly embedding: EmbeddingReply;
  readonly usage: Usage;
} {
  const items = reply.object['data'] as readonly Json[];
  const vectors: (readonly number[])[] = new Array(items.length).fill([]);
  const seen = new Set<number>();
  for (const [position, item] of items.entries()) {
    if (!isJsonObject(item)) throw wrongVector();
    const index = item['index'] ?? position;
    if (typeof index !== 'number' || !(index in items) || seen.has(index)) throw wrongVector();
    seen.add(index);
    vectors[index] = decodeVector(item['embedding']);
  }
  return { embedding: { vectors }, usage: reply.usage ?? unknownUsage };
}

function wrongVector(): GatewayError {
  return protocolError('The provider answered embeddings that are no list of vectors.');
}

function decodeMessage(message: JsonObject): Message {
  const { role: _, content, tool_calls: calls, ...others } = message;
  const { reasoning_content: newer, reasoning: older, ...extra } = others;
  const toolCalls = Array.isArray(calls) ? calls.map(decodeToolCall) : [];
  return {
    role: 'assistant',
    content: decodeContent(content, newer ?? older),
    ...(toolCalls.length === 0 ? undefined : { toolCalls }),
    ...(Object.keys(extra).length === 0 ? undefined : { extra }),
  };
}

function decodeContent(content: Json | undefined, reasoning: Json | undefined): Message['content'] {
  const text = typeof content === 'string' ? content : undefined;
  if (typeof reasoning !== 'string' || reasoning === '') return text;
  const thought: ContentPart = { kind: 'reasoning', text: reasoning };
  return text === undefined || text === '' ? [thought] : [thought, { kind: 'text', text }];
}

function decodeToolCall(call: Json): ToolCall {
  const inside = isJsonObject(call) ? call['function'] : undefined;
  if (!isJsonObject(call) || !isJsonObject(inside)) {
    throw protocolError('The provider answered a tool call without a function.');
  }
  const { id } = call;
  const { name, arguments: text } = inside;
  if (typeof id !== 'string' || typeof name !== 'string' || typeof text !== 'string') {
    throw protocolError('The provider answered a tool call without id, name or arguments.');
  }
  return { id, name, arguments: text };
}

function decodeVector(value: Json | undefined): readonly number[] {
  if (typeof value === 'string') return unpackVector(value);
  if (Array.isArray(value) && value.every((item) => typeof item === 'number')) return value;
  throw wrongVector();
}

/** Base64 of little-endian 32-bit floats, as OpenAI sends them when asked to. */
function unpackVector(text: string): readonly number[] {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length === 0 || bytes.length % 4 !== 0) throw wrongVector();
  const vector: number[] = [];
  for (let at = 0; at < bytes.length; at += 4) vector.push(bytes.readFloatLE(at));
  return vector;
}
