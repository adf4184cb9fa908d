import type {
  ChatChoice,
  ChatEvent,
  ChatReply,
  JsonObject,
  ResponseFormat,
  TokenLogprob,
  Tool,
  ToolChoice,
  Usage,
} from '../../inference.ts';
import { findInnerExtra } from '../json-field.ts';
import { renderLogprobs } from './logprobs.ts';
import { renderReplyMessage } from './message-render.ts';

/** What every object of one reply carries. */
export interface ChatReplyHead {
  readonly id: string;
  /** Name of the route, as the caller wrote it. */
  readonly model: string;
  /** Unix seconds. */
  readonly createdAtS: number;
}

/** A tool as the OpenAI wire has it. */
export function renderTool(tool: Tool): JsonObject {
  const { name, description, parameters, strict, extra } = tool;
  return {
    ...extra,
    type: 'function',
    function: {
      ...findInnerExtra(extra, 'function'),
      name,
      ...(description === undefined ? undefined : { description }),
      ...(parameters === undefined ? undefined : { parameters }),
      ...(strict === undefined ? undefined : { strict }),
    },
  };
}

/** A choice of tools as the OpenAI wire has it. */
export function renderToolChoice(choice: ToolChoice): string | JsonObject {
  return typeof choice === 'string'
    ? choice
    : { type: 'function', function: { name: choice.name } };
}

/** A shape of the answer as the OpenAI wire has it. */
export function renderResponseFormat(format: ResponseFormat): JsonObject {
  const { type, name, schema, strict, extra } = format;
  if (type !== 'json_schema') return { ...extra, type };
  return {
    ...extra,
    type,
    json_schema: {
      ...findInnerExtra(extra, 'json_schema'),
      name: name ?? 'answer',
      ...(schema === undefined ? undefined : { schema }),
      ...(strict === undefined ? undefined : { strict }),
    },
  };
}

/** Tokens as the OpenAI chat wire has them. */
function renderChatUsage(usage: Usage): JsonObject {
  return {
    prompt_tokens: usage.inputTokens,
    completion_tokens: usage.outputTokens,
    total_tokens: usage.inputTokens + usage.outputTokens,
    prompt_tokens_details: { cached_tokens: usage.cachedReadTokens },
    completion_tokens_details: { reasoning_tokens: usage.reasoningTokens },
  };
}

/** A whole reply that was decoded from another dialect, as JSON text. */
export function renderChatReply(head: ChatReplyHead, reply: ChatReply, usage: Usage): string {
  return JSON.stringify({
    id: head.id,
    object: 'chat.completion',
    created: head.createdAtS,
    model: head.model,
    choices: [reply, ...(reply.others ?? [])].map(renderChoice),
    usage: renderChatUsage(usage),
  });
}

function renderChoice({ message, logprobs, finishReason }: ChatChoice, index: number): JsonObject {
  return {
    index,
    message: renderReplyMessage(message),
    logprobs: logprobs === undefined ? null : renderContentLogprobs(logprobs),
    finish_reason: finishReason,
  };
}

/** Turns decoded pieces into events of the OpenAI stream. One for each streamed reply. */
export class ChatChunkRenderer {
  readonly #opening: string;
  /** Answers that have said whose words they are. */
  readonly #begun = new Set<number>();

  constructor(head: ChatReplyHead) {
    const { id, model, createdAtS } = head;
    const fields = JSON.stringify({
      id,
      object: 'chat.completion.chunk',
      created: createdAtS,
      model,
    });
    this.#opening = `data: ${fields.slice(0, -1)},"choices":[`;
  }

  /** One event of the stream, delimiter included; empty for what this wire has no place for. */
  render(event: ContentEvent): string {
    const content = renderDelta(event);
    if (content === undefined) return '';
    const { choice = 0 } = event;
    const delta = this.#begun.has(choice) ? content : { role: 'assistant', ...content };
    this.#begun.add(choice);
    const finish = event.kind === 'finish' ? `"${event.reason}"` : 'null';
    const tokens =
      event.kind === 'text' && event.logprobs !== undefined ? event.logprobs : noTokens;
    const logprobs =
      tokens === noTokens ? '' : `"logprobs":${JSON.stringify(renderContentLogprobs(tokens))},`;
    return `${this.#opening}{"index":${choice},"delta":${JSON.stringify(delta)},${logprobs}"finish_reason":${finish}}]}\n\n`;
  }

  /** The event with the tokens of the whole, delimiter included. */
  renderUsage(usage: Usage): string {
    return `${this.#opening}],"usage":${JSON.stringify(renderChatUsage(usage))}}\n\n`;
  }
}

const noTokens: readonly TokenLogprob[] = [];

function renderContentLogprobs(tokens: readonly TokenLogprob[]): JsonObject {
  return { content: renderLogprobs(tokens), refusal: null };
}

type ContentEvent = Exclude<ChatEvent, { kind: 'usage' }>;

/** Undefined for seals of reasoning: callers of this wire have no field to send them back in. */
function renderDelta(event: ContentEvent): JsonObject | undefined {
  switch (event.kind) {
    case 'text':
      return event.isRefusal ? { refusal: event.text } : { content: event.text };
    case 'reasoning':
      return { reasoning_content: event.text };
    case 'reasoning_signature':
    case 'redacted_reasoning':
      return undefined;
    case 'finish':
      return {};
    case 'tool_call':
      return { tool_calls: [renderToolCallDelta(event)] };
  }
}

function renderToolCallDelta(event: Extract<ChatEvent, { kind: 'tool_call' }>): JsonObject {
  return {
    ...event.extra,
    index: event.index,
    ...(event.id === undefined ? undefined : { id: event.id, type: 'function' }),
    function: {
      ...(event.name === undefined ? undefined : { name: event.name }),
      arguments: event.arguments,
    },
  };
}
