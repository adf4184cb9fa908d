import type { ContentPart, Json, JsonObject, Message, ToolCall } from '../../inference.ts';
import {
  invalidField,
  type Place,
  readBoolean,
  readExtra,
  readObject,
  requireItemObject,
  requireString,
} from '../json-field.ts';
import {
  parseContentBlock,
  parseRedactedThinking,
  parseText,
  parseThinking,
  placeOfBlock,
} from './block-parse.ts';

type Content = string | readonly ContentPart[];

const messageFields = new Set(['role', 'content']);
const toolUseFields = new Set(['type', 'id', 'name', 'input']);
const toolResultFields = new Set(['type', 'tool_use_id', 'content', 'is_error']);
/** Blocks of which each belongs to messages of one role only, and to no result of a tool. */
const roleOfBlock: Readonly<Record<string, 'user' | 'assistant'>> = {
  tool_result: 'user',
  tool_use: 'assistant',
  thinking: 'assistant',
  redacted_thinking: 'assistant',
};

/**
 * The instructions of `system`, a string or text blocks, as a message.
 *
 * @throws GatewayError invalid_request
 */
export function parseSystem(system: Json): Message {
  return { role: 'system', content: parseInstructions(system, 'system') };
}

/**
 * One entry of `messages`. Results of tools become messages of their own, in front of what else a user says in the same turn;
 * calls of tools stand beside the content, whatever their place among the blocks.
 *
 * @throws GatewayError invalid_request with the dotted path of the field at fault
 */
export function parseTurn(item: Json, index: number): readonly Message[] {
  const object = requireItemObject(item, `messages.${index}`);
  const place: Place = { object, path: `messages.${index}.` };
  const extra = readExtra(object, messageFields);
  const owned = extra === undefined ? undefined : { extra };
  switch (requireString(place, 'role')) {
    case 'user':
      return parseUserTurn(place, owned);
    case 'assistant':
      return [{ ...parseAssistantTurn(place), ...owned }];
    case 'system': {
      const content = parseInstructions(object['content'], `${place.path}content`);
      return [{ role: 'system', content, ...owned }];
    }
    default:
      throw invalidField(`${place.path}role`, 'Use one of the roles user, assistant and system.');
  }
}

function parseInstructions(value: Json | undefined, param: string): Content {
  if (typeof value === 'string') return value;
  return blocksOf(value, param).map((block) => {
    if (block.object['type'] === 'text') return parseText(block);
    throw invalidField(`${block.path}type`, 'Send only blocks of the type text here.');
  });
}

function blocksOf(value: Json | undefined, param: string): readonly Place[] {
  if (!Array.isArray(value))
    throw invalidField(param, 'Send a string or a list of blocks of content.');
  return value.map((item: Json, index: number) => placeOfBlock(item, `${param}.${index}`));
}

type OwnedExtra = { readonly extra: JsonObject } | undefined;

function parseUserTurn({ object, path }: Place, owned: OwnedExtra): readonly Message[] {
  const { content } = object;
  if (typeof content === 'string') return [{ role: 'user', content, ...owned }];
  const results: Message[] = [];
  const parts: ContentPart[] = [];
  for (const block of blocksOf(content, `${path}content`)) {
    if (typeOf(block, 'user') === 'tool_result') results.push(parseToolResult(block));
    else parts.push(parseContentBlock(block));
  }
  if (results.length > 0 && parts.length === 0 && owned === undefined) return results;
  return [...results, { role: 'user', content: parts, ...owned }];
}

function parseAssistantTurn({ object, path }: Place): Message {
  const { content } = object;
  if (typeof content === 'string') return { role: 'assistant', content };
  const toolCalls: ToolCall[] = [];
  const parts: ContentPart[] = [];
  for (const block of blocksOf(content, `${path}content`)) {
    const type = typeOf(block, 'assistant');
    if (type === 'tool_use') toolCalls.push(parseToolUse(block));
    else if (type === 'thinking') parts.push(parseThinking(block));
    else if (type === 'redacted_thinking') parts.push(parseRedactedThinking(block));
    else parts.push(parseContentBlock(block));
  }
  if (toolCalls.length === 0) return { role: 'assistant', content: parts };
  return { role: 'assistant', content: parts.length === 0 ? undefined : parts, toolCalls };
}

function typeOf(block: Place, role: 'user' | 'assistant' | 'tool'): string {
  const type = requireString(block, 'type');
  const owner = Object.hasOwn(roleOfBlock, type) ? roleOfBlock[type] : undefined;
  if (owner === undefined || owner === role) return type;
  throw invalidField(
    `${block.path}type`,
    `Send blocks of the type ${type} only in messages of the role ${owner}.`,
  );
}

function parseToolUse(block: Place): ToolCall {
  const input = readObject(block, 'input');
  if (input === undefined) throw invalidField(`${block.path}input`, 'Send input as an object.');
  const extra = readExtra(block.object, toolUseFields);
  return {
    id: requireString(block, 'id'),
    name: requireString(block, 'name'),
    arguments: JSON.stringify(input),
    ...(extra === undefined ? undefined : { extra }),
  };
}

/** A result without content has an empty one: the tool had nothing to say. */
function parseToolResult(block: Place): Message {
  const isError = readBoolean(block, 'is_error') ?? false;
  const extra = readExtra(block.object, toolResultFields);
  return {
    role: 'tool',
    content: parseResultContent(block),
    toolCallId: requireString(block, 'tool_use_id'),
    ...(isError ? { isError } : undefined),
    ...(extra === undefined ? undefined : { extra }),
  };
}

function parseResultContent(block: Place): Content {
  const content = block.object['content'] ?? '';
  if (typeof content === 'string') return content;
  return blocksOf(content, `${block.path}content`).map((inner) => {
    typeOf(inner, 'tool');
    return parseContentBlock(inner);
  });
}
