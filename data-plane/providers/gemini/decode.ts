import type { Operation } from '../../../policy/resource.ts';
import type {
  ChatEvent,
  ChatReply,
  ContentPart,
  JsonObject,
  Message,
  Reasoning,
  ToolCall,
  Usage,
  WholeReply,
} from '../../inference.ts';
import { protocolError } from '../failure-word.ts';
import { parseReply, unknownUsage } from '../json-reply.ts';
import { decodeEmbeddings } from './embedding.ts';
import { isReply, ReplyReader } from './reply/reply-reader.ts';
import { readUsage } from './usage.ts';

/** See `ProviderAdapter.decode`; no door passes these bytes on. @throws GatewayError provider_protocol_error */
export function decodeReply(
  operation: Operation,
  body: Buffer,
): { readonly reply: WholeReply; readonly usage: Usage | undefined } {
  const object = parseReply(body);
  if (object['error'] !== undefined && object['error'] !== null) {
    throw protocolError('The provider answered an error with the status of a success.');
  }
  if (operation === 'embedding') {
    const { embedding, usage } = decodeEmbeddings(object);
    return { reply: { kind: 'embedding', embedding, usage: usage ?? unknownUsage }, usage };
  }
  const usage = readUsage(object['usageMetadata']);
  const chat = decodeChat(object, body);
  return { reply: { kind: 'chat', chat, usage: usage ?? unknownUsage }, usage };
}

function decodeChat(object: JsonObject, body: Buffer): ChatReply {
  if (!isReply(object)) throw protocolError('The provider answered JSON without candidates.');
  const events = new ReplyReader().read(object, body);
  const toolCalls = events.flatMap(toolCallOf);
  const finish = events.find((event) => event.kind === 'finish');
  const logprobs = events.flatMap((event) => (event.kind === 'text' ? (event.logprobs ?? []) : []));
  const { responseId: id } = object;
  return {
    id: typeof id === 'string' ? id : '',
    message: messageOf(contentOf(events), toolCalls),
    finishReason: finish?.reason ?? (toolCalls.length > 0 ? 'tool_calls' : 'stop'),
    ...(logprobs.length > 0 && { logprobs }),
  };
}

function messageOf(parts: readonly ContentPart[], toolCalls: readonly ToolCall[]): Message {
  const hasThoughts = parts.some(({ kind }) => kind === 'reasoning');
  const text = parts.map((part) => (part.kind === 'text' ? part.text : '')).join('');
  const plain = text === '' && toolCalls.length > 0 ? undefined : text;
  return {
    role: 'assistant',
    content: hasThoughts ? parts : plain,
    ...(toolCalls.length > 0 && { toolCalls }),
  };
}

function toolCallOf(event: ChatEvent): ToolCall[] {
  if (event.kind !== 'tool_call') return [];
  const { id = '', name = '', arguments: text, extra } = event;
  return [{ id, name, arguments: text, ...(extra !== undefined && { extra }) }];
}

/** Neighbours of one kind as one part; a signature ends the thoughts before it, or stands alone. */
function contentOf(events: readonly ChatEvent[]): readonly ContentPart[] {
  const parts: ContentPart[] = [];
  for (const event of events) {
    const last = parts.at(-1);
    if (event.kind === 'text') {
      addText(parts, event.text);
    } else if (event.kind === 'reasoning' || event.kind === 'reasoning_signature') {
      const open =
        last?.kind === 'reasoning' && last.signature === undefined ? parts.pop() : undefined;
      const text = open?.kind === 'reasoning' ? open.text : '';
      parts.push(thoughtOf(text, event));
    }
  }
  return parts;
}

function addText(parts: ContentPart[], text: string): void {
  const last = parts.at(-1);
  if (last?.kind === 'text') parts[parts.length - 1] = { kind: 'text', text: last.text + text };
  else if (text !== '') parts.push({ kind: 'text', text });
}

function thoughtOf(
  text: string,
  event: Extract<ChatEvent, { kind: 'reasoning' | 'reasoning_signature' }>,
): Reasoning {
  return event.kind === 'reasoning'
    ? { kind: 'reasoning', text: text + event.text }
    : { kind: 'reasoning', text, signature: event.signature };
}
