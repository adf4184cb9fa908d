import { GatewayError } from '../../errors.ts';
import type {
  ContentPart,
  FileSource,
  JsonObject,
  Message,
  Reasoning,
  ToolCall,
} from '../../inference.ts';
import { findInnerExtra } from '../json-field.ts';

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

/** A decoded message as a reply has it: text as one string, reasoning beside it as servers of open models send it. */
export function renderReplyMessage(message: Message): JsonObject {
  const { content } = message;
  if (typeof content !== 'object') return renderMessage(message);
  const texts = content.flatMap((part) => (part.kind === 'text' ? part.text : []));
  const thoughts = content.flatMap((part) => (part.kind === 'reasoning' ? part.text : []));
  const reasoning = thoughts.join('');
  return {
    ...renderMessage({ ...message, content: texts.length === 0 ? undefined : texts.join('') }),
    ...(reasoning === '' ? undefined : { reasoning_content: reasoning }),
  };
}

function renderContent(content: Message['content']): null | string | JsonObject[] {
  if (content === undefined) return null;
  if (typeof content === 'string') return content;
  // Sealed reasoning is of use to the provider that sealed it, and this wire has no place for it.
  const spoken = content.filter((part) => part.kind !== 'reasoning');
  const [first] = spoken;
  if (first === undefined) return null;
  // What stood beside thoughts was one text: many servers take the words of an assistant in no other form.
  const isBareText = first.kind === 'text' && first.extra === undefined;
  if (isBareText && spoken.length === 1 && content.length > 1) return first.text;
  return spoken.map(renderPart);
}

function renderPart(part: Exclude<ContentPart, Reasoning>): JsonObject {
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
    case 'file':
      return renderFile(part);
    case 'other':
      return part.value;
  }
}

function renderFile({
  source,
  mediaType,
  name,
  extra,
}: Extract<ContentPart, { kind: 'file' }>): JsonObject {
  return {
    ...extra,
    type: 'file',
    file: {
      ...findInnerExtra(extra, 'file'),
      ...(name === undefined ? undefined : { filename: name }),
      ...renderSource(source, mediaType ?? 'application/pdf'),
    },
  };
}

/** @throws GatewayError invalid_request for an address: this wire takes bytes and ids only */
function renderSource(source: FileSource, mediaType: string): JsonObject {
  switch (source.form) {
    case 'base64':
      return { file_data: `data:${mediaType};base64,${source.data}` };
    case 'text':
      return { file_data: `data:text/plain;base64,${Buffer.from(source.text).toString('base64')}` };
    case 'id':
      return { file_id: source.id };
    case 'url':
      throw new GatewayError(
        'invalid_request',
        'Send the file itself in base64: the target takes no address of a file.',
        { param: 'messages' },
      );
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
