import { parseJsonBody } from '../../dialects/json-body.ts';
import { invalidField } from '../../dialects/json-field.ts';
import type { ChatRequest, JsonObject, Message, ToolCall } from '../../inference.ts';
import { refuseSeveralNames } from '../participant-name.ts';
import { encodeBlocks, isBlank } from './part-encode.ts';

/** A conversation as the Messages API has it. */
export interface Conversation {
  readonly system: string | readonly JsonObject[] | undefined;
  readonly messages: readonly JsonObject[];
}

/** A message and its dotted path with a trailing dot. */
interface Placed {
  readonly message: Message;
  readonly path: string;
}

/**
 * Messages as the Messages API has them. What system and developer say becomes `system`, in order; a message of theirs in
 * the middle stays in its place only for a caller of this wire. Results of tools and what the user says after one another
 * become one message, results first, as the wire demands. An assistant's message that shows nothing is left out.
 * Names: see {@link refuseSeveralNames}.
 *
 * @throws GatewayError invalid_request with the path of what the wire has no place for, and of arguments that are no object
 */
export function encodeMessages({
  messages,
  dialect,
}: Pick<ChatRequest, 'messages' | 'dialect'>): Conversation {
  refuseSeveralNames(messages);
  const system: Placed[] = [];
  const turns: JsonObject[] = [];
  let said: Placed[] = [];
  const endUserTurn = () => {
    if (said.length > 0) turns.push(encodeUserTurn(said));
    said = [];
  };
  for (const [index, message] of messages.entries()) {
    const placed = { message, path: `messages.${index}.` };
    if (message.role === 'user' || message.role === 'tool') {
      said.push(placed);
    } else if (message.role === 'assistant') {
      const turn = encodeAssistant(placed);
      if (turn === undefined) continue;
      endUserTurn();
      turns.push(turn);
    } else if (dialect === 'anthropic-messages' && turns.length + said.length > 0) {
      endUserTurn();
      turns.push(encodeSystemTurn(placed));
    } else {
      system.push(placed);
    }
  }
  endUserTurn();
  return { system: encodeSystem(system), messages: turns };
}

function encodeSystem(system: readonly Placed[]): Conversation['system'] {
  const [first, ...others] = system;
  if (first === undefined) return undefined;
  const { content } = first.message;
  if (typeof content === 'string' && others.length === 0) return content;
  const blocks = system.flatMap(encodeSaid);
  return blocks.length === 0 ? undefined : blocks;
}

function encodeSystemTurn(placed: Placed): JsonObject {
  const { content, extra } = placed.message;
  const plain = typeof content === 'string' ? content : encodeSaid(placed);
  return { ...extra, role: 'system', content: plain };
}

function encodeUserTurn(said: readonly Placed[]): JsonObject {
  const [first, ...others] = said;
  const lone = others.length === 0 ? first?.message : undefined;
  if (lone?.role === 'user' && typeof lone.content === 'string') {
    return { ...lone.extra, role: 'user', content: lone.content };
  }
  const users = said.filter(({ message }) => message.role === 'user');
  const results = said.filter(({ message }) => message.role === 'tool');
  return {
    // At once: one by one, each would copy those before it.
    ...Object.fromEntries(users.flatMap(({ message }) => Object.entries(message.extra ?? {}))),
    role: 'user',
    content: [...results.map(encodeToolResult), ...users.flatMap(encodeSaid)],
  };
}

function encodeSaid({ message, path }: Placed): JsonObject[] {
  return encodeBlocks(message.content, `${path}content`);
}

function encodeToolResult(placed: Placed): JsonObject {
  const { toolCallId, content, isError, extra } = placed.message;
  if (toolCallId === undefined) {
    throw invalidField(
      `${placed.path}tool_call_id`,
      'Send the id of the call that this is the result of.',
    );
  }
  return {
    ...extra,
    type: 'tool_result',
    tool_use_id: toolCallId,
    ...(content === undefined
      ? undefined
      : { content: typeof content === 'string' ? content : encodeSaid(placed) }),
    ...(isError === undefined ? undefined : { is_error: isError }),
  };
}

/** Undefined for one that shows nothing. */
function encodeAssistant({ message, path }: Placed): JsonObject | undefined {
  const { content, toolCalls = [], extra } = message;
  if (typeof content === 'string' && toolCalls.length === 0) {
    return isBlank(content) ? undefined : { ...extra, role: 'assistant', content };
  }
  const blocks = encodeSaid({ message, path });
  for (const [index, call] of toolCalls.entries()) {
    blocks.push(encodeToolCall(call, `${path}tool_calls.${index}.arguments`));
  }
  return blocks.length === 0 ? undefined : { ...extra, role: 'assistant', content: blocks };
}

function encodeToolCall({ id, name, arguments: text, extra }: ToolCall, path: string): JsonObject {
  return { ...extra, type: 'tool_use', id, name, input: readInput(text, path) };
}

/** Read as strictly as a body: what would change on its way through JSON is refused. */
function readInput(text: string, param: string): JsonObject {
  if (isBlank(text)) return {};
  try {
    return parseJsonBody(Buffer.from(text));
  } catch {
    throw invalidField(
      param,
      'Send arguments as the text of one JSON object, with whole numbers within 2^53: the target takes them parsed.',
    );
  }
}
