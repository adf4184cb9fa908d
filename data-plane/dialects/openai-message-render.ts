import type { ContentPart, JsonObject, Message, ToolCall } from '../inference.ts';
import { findInnerExtra } from './json-field.ts';

/**
 * A message as the OpenAI wire has it; the reverse of `parseMessage`. Fields of the message win
 * over its `extra`.
 */
export function renderMessage(message: Message): JsonObject {
  const { role, content, name, toolCalls, toolCallId } = message;
  return {
    ...message.extra,
    role,
    content: renderContent(content),
    ...(name === undefined ? undefined : { name }),
    ...(toolCalls === undefined ? undefined : { tool_calls: toolCalls.map(renderToolCall) }),
    ...(toolCallId === undefined ? undefined : { tool_call_id: toolCallId }),
  };
}

function renderContent(content: Message['content']): null | string | JsonObject[] {
  if (content === undefined) return null;
  return typeof content === 'string' ? content : content.map(renderPart);
}

function renderPart(part: ContentPart): JsonObject {
  switch (part.kind) {
    case 'text':
      return { ...part.extra, type: 'text', text: part.text };
    case 'image':
      return {
        ...part.extra,
        type: 'image_url',
        image_url: {
          ...findInnerExtra(part.extra, 'image_url'),
          url: part.url,
          ...(part.detail === undefined ? undefined : { detail: part.detail }),
        },
      };
    case 'other':
      return part.value;
  }
}

function renderToolCall(call: ToolCall): JsonObject {
  return {
    ...call.extra,
    id: call.id,
    type: 'function',
    function: {
      ...findInnerExtra(call.extra, 'function'),
      name: call.name,
      arguments: call.arguments,
    },
  };
}
