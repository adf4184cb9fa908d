import type { ContentPart__Output as WirePart } from '../../../../proto/generated/gatehouse/inference/v1/ContentPart.ts';
import type { Message__Output as WireMessage } from '../../../../proto/generated/gatehouse/inference/v1/Message.ts';
import type { ToolCall__Output as WireToolCall } from '../../../../proto/generated/gatehouse/inference/v1/ToolCall.ts';
import type { Message, Role, ToolCall } from '../../../inference.ts';
import { invalidField } from '../refusal.ts';
import { parsePart } from './parse-part.ts';
import type { WireText } from './wire-text.ts';

/** By name of the enum; a number is a value that this contract does not know. */
const roleByName: ReadonlyMap<string | number, Role> = new Map([
  ['ROLE_SYSTEM', 'system'],
  ['ROLE_DEVELOPER', 'developer'],
  ['ROLE_USER', 'user'],
  ['ROLE_ASSISTANT', 'assistant'],
  ['ROLE_TOOL', 'tool'],
]);

/**
 * One turn. A single text part becomes a plain string, which every provider takes.
 *
 * @param index its place in the conversation, for the path of a fault
 * @throws GatewayError invalid_request
 */
export function parseMessage(message: WireMessage, index: number, text: WireText): Message {
  const role = roleByName.get(message.role);
  if (role === undefined) throw invalidField(`messages.${index}.role`, 'must be a known role');
  const content = parseContent(message.content, index, text);
  refuseReasoningOfOthers(role, content, index);
  const toolCalls = message.toolCalls.map((call, place) =>
    parseToolCall(call, `messages.${index}.tool_calls.${place}`, text),
  );
  if (content === undefined && toolCalls.length === 0)
    throw invalidField(`messages.${index}.content`, 'must not be empty');
  if (toolCalls.length > 0 && role !== 'assistant')
    throw invalidField(`messages.${index}.tool_calls`, 'are for the role assistant');
  if (role === 'tool' && message.toolCallId === '')
    throw invalidField(`messages.${index}.tool_call_id`, 'must name the call that is answered');
  return {
    role,
    content,
    ...(message.name !== '' && { name: text.whole(message.name) }),
    ...(toolCalls.length > 0 && { toolCalls }),
    ...(message.toolCallId !== '' && { toolCallId: text.whole(message.toolCallId) }),
  };
}

function parseContent(
  parts: readonly WirePart[],
  index: number,
  text: WireText,
): Message['content'] {
  const first = parts[0];
  if (first === undefined) return undefined;
  if (parts.length === 1 && first.part === 'text') return text.whole(first.text ?? '');
  return parts.map((part, place) => parsePart(part, `messages.${index}.content.${place}`, text));
}

/** Only a model's own turn holds what it thought; elsewhere a provider would read it as its own words. */
function refuseReasoningOfOthers(role: Role, content: Message['content'], index: number): void {
  if (role === 'assistant' || typeof content !== 'object') return;
  const place = content.findIndex(({ kind }) => kind === 'reasoning');
  if (place >= 0)
    throw invalidField(`messages.${index}.content.${place}.reasoning`, 'is for the role assistant');
}

function parseToolCall(call: WireToolCall, param: string, text: WireText): ToolCall {
  if (call.id === '') throw invalidField(`${param}.id`, 'must be set');
  if (call.name === '') throw invalidField(`${param}.name`, 'must be set');
  return {
    id: text.whole(call.id),
    name: text.whole(call.name),
    arguments: text.whole(call.arguments),
  };
}
