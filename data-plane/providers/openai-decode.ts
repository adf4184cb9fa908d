import { isJsonObject } from '../dialects/json-body.ts';
import { GatewayError } from '../errors.ts';
import type {
  ChatReply,
  EmbeddingReply,
  Json,
  JsonObject,
  Message,
  ToolCall,
  Usage,
} from '../inference.ts';
import { readFinishReason } from './openai-finish.ts';
import { readUsage } from './openai-usage.ts';

const unknownUsage: Usage = {
  inputTokens: 0,
  outputTokens: 0,
  cachedReadTokens: 0,
  cachedWriteTokens: 0,
  reasoningTokens: 0,
  estimated: true,
};

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

/** The first choice of a chat. @throws GatewayError provider_protocol_error when there is none */
export function decodeChat(reply: ReadReply): { readonly chat: ChatReply; readonly usage: Usage } {
  const [choice] = reply.object['choices'] as readonly Json[];
  if (!isJsonObject(choice) || !isJsonObject(choice['message'])) {
    throw protocolError('The provider answered a chat without a message.');
  }
  const { id } = reply.object;
  return {
    chat: {
      id: typeof id === 'string' ? id : '',
      message: decodeMessage(choice['message']),
      finishReason: readFinishReason(choice['finish_reason']) ?? 'stop',
    },
    usage: reply.usage ?? unknownUsage,
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

function protocolError(message: string): GatewayError {
  return new GatewayError('provider_protocol_error', message);
}

function wrongVector(): GatewayError {
  return protocolError('The provider answered embeddings that are no list of vectors.');
}

function parseReply(body: Buffer): JsonObject {
  let value: Json;
  try {
    value = JSON.parse(body.toString('utf8'));
  } catch {
    // The parser's own message quotes the provider's text.
    throw protocolError('The provider answered something else than JSON.');
  }
  if (isJsonObject(value)) return value;
  throw protocolError('The provider answered JSON that is no object.');
}

function decodeMessage(message: JsonObject): Message {
  const { role: _, content, tool_calls: calls, ...extra } = message;
  const toolCalls = Array.isArray(calls) ? calls.map(decodeToolCall) : [];
  return {
    role: 'assistant',
    content: typeof content === 'string' ? content : undefined,
    ...(toolCalls.length === 0 ? undefined : { toolCalls }),
    ...(Object.keys(extra).length === 0 ? undefined : { extra }),
  };
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
