import type {
  ChatReply,
  ContentPart,
  FinishReason,
  Json,
  JsonObject,
  Usage,
} from '../../inference.ts';
import { renderLogprobs } from '../openai/logprobs.ts';
import { type ItemContent, itemId, renderItem } from './output-item.ts';
import { renderSeal } from './reasoning-seal.ts';

/** What every response object of one reply carries. */
export interface ResponseHead {
  readonly requestId: string;
  /** Name of the route, as the caller wrote it. */
  readonly model: string;
  /** Unix seconds. */
  readonly createdAtS: number;
  /** See `ResponsesRequest.echo`. */
  readonly echo: JsonObject;
}

/** How far a response is. */
export interface ResponseState {
  readonly status: 'in_progress' | 'completed' | 'incomplete';
  /** Undefined unless it is incomplete. */
  readonly reason: string | undefined;
  readonly output: readonly JsonObject[];
  /** Undefined while it is in progress. */
  readonly usage: Usage | undefined;
}

type Outcome = Pick<ResponseState, 'reason'> & { readonly status: 'completed' | 'incomplete' };

const completed: Outcome = { status: 'completed', reason: undefined };
const outcomes: Readonly<Record<FinishReason, Outcome>> = {
  stop: completed,
  tool_calls: completed,
  length: { status: 'incomplete', reason: 'max_output_tokens' },
  content_filter: { status: 'incomplete', reason: 'content_filter' },
};

/** What a reason to end means on this wire. A stream whose provider gave none ended as it should. */
export function outcomeOf(finish: FinishReason | undefined): Outcome {
  return outcomes[finish ?? 'stop'];
}

/** The response object (OpenAI API reference, responses/object). */
export function renderResponse(head: ResponseHead, state: ResponseState): JsonObject {
  const { status, reason, output, usage } = state;
  return {
    id: `resp_${head.requestId}`,
    object: 'response',
    created_at: head.createdAtS,
    status,
    error: null,
    incomplete_details: reason === undefined ? null : { reason },
    model: head.model,
    output,
    usage: usage === undefined ? null : renderUsage(usage),
    ...head.echo,
  };
}

function renderUsage(usage: Usage): JsonObject {
  return {
    input_tokens: usage.inputTokens,
    input_tokens_details: {
      cached_tokens: usage.cachedReadTokens,
      cache_write_tokens: usage.cachedWriteTokens,
    },
    output_tokens: usage.outputTokens,
    output_tokens_details: { reasoning_tokens: usage.reasoningTokens },
    total_tokens: usage.inputTokens + usage.outputTokens,
  };
}

/** A whole reply that was decoded from another wire, as JSON text: the same items that a stream of it would end with. */
export function renderWholeResponse(head: ResponseHead, chat: ChatReply, usage: Usage): string {
  const { status, reason } = outcomeOf(chat.finishReason);
  const contents = listItems(chat, head.requestId);
  const output = contents.map((content, index) => {
    // A seal is given over thoughts that have ended.
    const isCut = index === contents.length - 1 && content.seal === undefined;
    return renderItem(content, isCut ? status : 'completed');
  });
  return JSON.stringify(renderResponse(head, { status, reason, output, usage }));
}

function listItems(reply: ChatReply, requestId: string): readonly ItemContent[] {
  const { message } = reply;
  const items: ItemContent[] = [];
  const add = (content: Omit<ItemContent, 'id'>) =>
    items.push({ ...content, id: itemId(content.kind, requestId, items.length) });
  const spoken = listSpoken(message.content, message.extra?.['refusal']);
  const lastWords = spoken.findLast(({ kind }) => kind === 'message');
  for (const item of spoken) add(item === lastWords ? { ...item, ...logprobsOf(reply) } : item);
  for (const { id, name, arguments: text } of message.toolCalls ?? []) {
    add({ ...nothing, kind: 'call', callId: id, name, text });
  }
  return items;
}

function logprobsOf({ logprobs }: ChatReply): Pick<ItemContent, 'logprobs'> | undefined {
  return logprobs && { logprobs: renderLogprobs(logprobs) };
}

const nothing = { text: '', seal: undefined, callId: '', name: '' };

/** Thoughts and words in their order; words that follow one another are one message, as they are in a stream. */
function listSpoken(
  content: ChatReply['message']['content'],
  refusal: Json | undefined,
): readonly Omit<ItemContent, 'id'>[] {
  const items: Omit<ItemContent, 'id'>[] = [];
  let text = '';
  const endMessage = (declined?: string) => {
    const words = declined === undefined ? undefined : { refusal: declined };
    if (text !== '' || words !== undefined) {
      items.push({ ...nothing, kind: 'message', text, ...words });
    }
    text = '';
  };
  for (const part of partsOf(content)) {
    if (part.kind === 'text') text += part.text;
    if (part.kind !== 'reasoning') continue;
    endMessage();
    items.push({ ...nothing, kind: 'reasoning', text: part.text, seal: renderSeal(part) });
  }
  endMessage(typeof refusal === 'string' && refusal !== '' ? refusal : undefined);
  return items;
}

function partsOf(content: ChatReply['message']['content']): readonly ContentPart[] {
  if (content === undefined) return [];
  return typeof content === 'string' ? [{ kind: 'text', text: content }] : content;
}
