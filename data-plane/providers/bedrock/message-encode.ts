import { parseJsonBody } from '../../dialects/json-body.ts';
import { invalidField } from '../../dialects/json-field.ts';
import type { ContentPart, JsonObject, Message, ToolCall } from '../../inference.ts';
import { refuseSeveralNames } from '../participant-name.ts';
import { DocumentNames, encodeBlock } from './block-encode.ts';

/** One message of the wire: turns of user and assistant alternate. */
interface Turn {
  readonly role: 'user' | 'assistant';
  readonly content: JsonObject[];
}

/** A conversation as Converse takes it. */
export interface Conversation {
  readonly system: readonly JsonObject[];
  readonly messages: readonly JsonObject[];
  /** Whether a tool was called or has answered: such a conversation needs the tools beside it. */
  readonly hasToolBlocks: boolean;
}

/**
 * Messages as Converse has them (Bedrock Runtime API Reference, Message, 2025). What the system and the developer say goes
 * before the conversation, wherever it stood; results of tools are the user's; neighbours of one role become one message;
 * empty texts, and messages that hold nothing else, are left out. Names: see {@link refuseSeveralNames}.
 *
 * @throws GatewayError invalid_request with the dotted path of the field at fault
 */
export function encodeConversation(messages: readonly Message[]): Conversation {
  refuseSeveralNames(messages);
  const system: JsonObject[] = [];
  const turns: Turn[] = [];
  const names = new DocumentNames();
  let hasToolBlocks = false;
  for (const [index, message] of messages.entries()) {
    const path = `messages.${index}.`;
    if (message.role === 'system' || message.role === 'developer') {
      addSystem(system, message, path);
      continue;
    }
    const blocks = encodeMessage(message, path, names);
    if (message.role === 'tool' || (message.toolCalls?.length ?? 0) > 0) hasToolBlocks = true;
    if (blocks.length > 0) join(turns, message.role === 'assistant' ? 'assistant' : 'user', blocks);
  }
  if (turns.length > 0) {
    return {
      system,
      messages: turns.map(({ role, content }) => ({ role, content })),
      hasToolBlocks,
    };
  }
  throw invalidField('messages', 'Send at least one message of the user that is not empty.');
}

function join(turns: Turn[], role: Turn['role'], blocks: readonly JsonObject[]): void {
  const last = turns.at(-1);
  // One by one: a caller may send more blocks than a call takes arguments.
  if (last?.role === role) for (const block of blocks) last.content.push(block);
  else turns.push({ role, content: [...blocks] });
}

function addSystem(system: JsonObject[], { content }: Message, path: string): void {
  for (const [place, part] of partsOf(content).entries()) {
    if (part.kind !== 'text') {
      throw invalidField(`${path}content.${place}`, 'Send only text as the word of the system.');
    }
    if (part.text !== '') system.push({ text: part.text });
  }
}

function encodeMessage(message: Message, path: string, names: DocumentNames): JsonObject[] {
  const blocks = partsOf(message.content).flatMap((part, place) => {
    const block = encodeBlock(part, `${path}content.${place}`, names);
    return block === undefined ? [] : [block];
  });
  if (message.role === 'tool') return [encodeResult(message, path, blocks)];
  for (const [place, call] of (message.toolCalls ?? []).entries()) {
    blocks.push(encodeCall(call, `${path}tool_calls.${place}`));
  }
  return blocks;
}

function partsOf(content: Message['content']): readonly ContentPart[] {
  if (content === undefined) return [];
  return typeof content === 'string' ? [{ kind: 'text', text: content }] : content;
}

function encodeResult(
  { toolCallId, isError }: Message,
  path: string,
  content: readonly JsonObject[],
): JsonObject {
  if (toolCallId === undefined) {
    throw invalidField(`${path}tool_call_id`, 'Name the call that the tool answers.');
  }
  // Models of other makers than Amazon and Anthropic refuse `status`, and success is its default.
  const status = isError === true ? { status: 'error' } : undefined;
  return { toolResult: { toolUseId: toolCallId, content, ...status } };
}

function encodeCall({ id, name, arguments: text }: ToolCall, param: string): JsonObject {
  return { toolUse: { toolUseId: id, name, input: parseArguments(text, `${param}.arguments`) } };
}

/** As strictly as a body is parsed: what comes out is what was inspected. */
function parseArguments(text: string, param: string): JsonObject {
  if (text.trim() === '') return {};
  try {
    return parseJsonBody(Buffer.from(text));
  } catch {
    throw invalidField(
      param,
      'Send arguments as the text of one JSON object, its whole numbers within 2^53.',
    );
  }
}
