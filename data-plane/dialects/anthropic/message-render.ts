import type { ChatReply, ContentPart, Message, ToolCall, Usage } from '../../inference.ts';
import type { ReplyForm } from '../dialect.ts';
import { isJsonObject } from '../json-body.ts';
import { openMessage, renderEnding, renderUsage } from './message-head.ts';

/**
 * A whole reply that was decoded from another wire, as JSON text. Blocks stand in the order of the message, calls of tools
 * behind them. Pictures and files have no block in a reply of this wire, and are left out.
 */
export function renderMessage(form: ReplyForm, chat: ChatReply, usage: Usage): string {
  const { message, finishReason: reason, stopSequence } = chat;
  const toolCalls = message.toolCalls ?? [];
  const blocks = [...renderContent(message), ...toolCalls.map(renderToolUse)];
  const ending = renderEnding({ reason, stopSequence, callsTools: toolCalls.length > 0 });
  const rest = JSON.stringify({ ...ending, usage: renderUsage(usage) });
  return `${openMessage(form)},"content":[${blocks.join(',')}],${rest.slice(1)}`;
}

function renderContent({ content }: Message): readonly string[] {
  if (content === undefined || content === '') return [];
  if (typeof content === 'string') return [renderText(content)];
  return content.flatMap(renderPart);
}

function renderPart(part: ContentPart): readonly string[] {
  if (part.kind === 'text') return part.text === '' ? [] : [renderText(part.text)];
  if (part.kind !== 'reasoning') return [];
  const { text, signature, redacted } = part;
  if (redacted !== undefined)
    return [JSON.stringify({ type: 'redacted_thinking', data: redacted })];
  if (text === '' && signature === undefined) return [];
  return [JSON.stringify({ type: 'thinking', thinking: text, signature: signature ?? '' })];
}

function renderText(text: string): string {
  return JSON.stringify({ type: 'text', text });
}

function renderToolUse(call: ToolCall): string {
  const head = JSON.stringify({ type: 'tool_use', id: call.id, name: call.name });
  return `${head.slice(0, -1)},"input":${renderInput(call.arguments)}}`;
}

/**
 * Arguments as the object that this wire wants. They are taken over as text, so that no digit of a long number is lost. Nothing
 * at all stands for no arguments. What is no JSON object is kept whole as the one entry `INVALID_JSON`, as Anthropic
 * advises for its own models (guide on fine-grained tool streaming, 2025): an empty object would hide that the model failed.
 */
function renderInput(text: string): string {
  if (text.trim() === '') return '{}';
  return isObjectText(text) ? text : JSON.stringify({ INVALID_JSON: text });
}

function isObjectText(text: string): boolean {
  try {
    return isJsonObject(JSON.parse(text));
  } catch {
    return false;
  }
}
