import { isJsonObject } from '../../dialects/json-body.ts';
import { readExtra } from '../../dialects/json-field.ts';
import type {
  ChatReply,
  ContentPart,
  Json,
  JsonObject,
  Message,
  ToolCall,
  Usage,
} from '../../inference.ts';
import { protocolError } from '../failure-word.ts';
import { parseReply, unknownUsage } from '../json-reply.ts';
import { readStopReason } from './stop-reason.ts';
import { readUsage } from './usage.ts';

/** A reply that was found to be one, and its tokens when the provider counted them. */
export interface ReadReply {
  readonly object: JsonObject;
  readonly content: readonly Json[];
  readonly usage: Usage | undefined;
}

/** Checks that a body is a whole message: one JSON object with `content`, and no error. @throws GatewayError provider_protocol_error */
export function readReply(body: Buffer): ReadReply {
  const object = parseReply(body);
  const { error, content, usage } = object;
  if (object['type'] === 'error' || (error !== undefined && error !== null)) {
    throw protocolError('The provider answered an error with the status of a success.');
  }
  if (!Array.isArray(content)) throw protocolError('The provider answered JSON without content.');
  return { object, content, usage: readUsage(usage) };
}

/** The message. Blocks that this gateway does not know ride along. @throws GatewayError provider_protocol_error */
export function decodeChat(reply: ReadReply): { readonly chat: ChatReply; readonly usage: Usage } {
  const { id, stop_reason: reason, stop_sequence: sequence } = reply.object;
  return {
    chat: {
      id: typeof id === 'string' ? id : '',
      message: decodeMessage(reply.content),
      finishReason: readStopReason(reason) ?? 'stop',
      ...(typeof sequence === 'string' ? { stopSequence: sequence } : undefined),
    },
    usage: reply.usage ?? unknownUsage,
  };
}

function decodeMessage(blocks: readonly Json[]): Message {
  const parts: ContentPart[] = [];
  const toolCalls: ToolCall[] = [];
  for (const block of blocks) {
    if (!isJsonObject(block)) throw protocolError('The provider answered a block that is none.');
    if (block['type'] === 'tool_use') toolCalls.push(decodeToolUse(block));
    else parts.push(decodeBlock(block));
  }
  return {
    role: 'assistant',
    content: joinParts(parts),
    ...(toolCalls.length === 0 ? undefined : { toolCalls }),
  };
}

/** One plain text is a string, as callers of every wire like it. */
function joinParts(parts: readonly ContentPart[]): Message['content'] {
  const [first, ...others] = parts;
  if (first === undefined) return undefined;
  const isPlain = others.length === 0 && first.kind === 'text' && first.extra === undefined;
  return isPlain ? first.text : parts;
}

const textFields = new Set(['type', 'text']);
const toolUseFields = new Set(['type', 'id', 'name', 'input']);

function decodeBlock(block: JsonObject): ContentPart {
  const { type, text, thinking, signature, data } = block;
  if (type === 'text' && typeof text === 'string') {
    const extra = readOthers(block, textFields);
    return { kind: 'text', text, ...(extra === undefined ? undefined : { extra }) };
  }
  if (type === 'thinking' && typeof thinking === 'string') {
    const isSigned = typeof signature === 'string' && signature !== '';
    return { kind: 'reasoning', text: thinking, ...(isSigned ? { signature } : undefined) };
  }
  if (type === 'redacted_thinking' && typeof data === 'string') {
    return { kind: 'reasoning', text: '', redacted: data };
  }
  return { kind: 'other', value: block };
}

function decodeToolUse(block: JsonObject): ToolCall {
  const { id, name, input } = block;
  if (typeof id !== 'string' || typeof name !== 'string') {
    throw protocolError('The provider answered a tool call without id or name.');
  }
  const extra = readOthers(block, toolUseFields);
  return {
    id,
    name,
    arguments: JSON.stringify(input ?? {}),
    ...(extra === undefined ? undefined : { extra }),
  };
}

/** Unknown fields that say something: `citations: null`, and that the model itself made a call, say nothing. */
function readOthers(block: JsonObject, known: ReadonlySet<string>): JsonObject | undefined {
  const extra = readExtra(block, known);
  if (extra === undefined) return undefined;
  const entries = Object.entries(extra).filter(([name, value]) => !isNothing(name, value));
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

function isNothing(name: string, value: Json): boolean {
  if (value === null) return true;
  return name === 'caller' && isJsonObject(value) && value['type'] === 'direct';
}
