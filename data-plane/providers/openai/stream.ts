import { isJsonObject } from '../../dialects/json-body.ts';
import type { ChatEvent, Json, JsonObject } from '../../inference.ts';
import { protocolError, streamCutError } from '../failure-word.ts';
import { PieceSequence } from '../piece-sequence.ts';
import type { StreamDecoder, StreamPiece } from '../provider.ts';
import {
  EventFramer,
  markupAndJson,
  readEvent,
  type ServerSentEvent,
} from '../server-sent-event.ts';
import { failureInStream } from './failure.ts';
import { readFinishReason } from './finish.ts';
import { readLogprobs } from './logprobs.ts';
import { readUsage } from './usage.ts';

/** See `ProviderAdapter.createStreamDecoder`. */
export interface OpenAiStreamOptions {
  readonly decode: boolean;
  readonly callerWantsUsage: boolean;
}

const noEvents: readonly ChatEvent[] = [];

/**
 * Reads the stream of `POST /chat/completions` (OpenAI API reference, chat/streaming): every event
 * is parsed, so that a broken one ends the call with an error and is never passed on as if it were
 * whole.
 */
export class OpenAiStreamDecoder implements StreamDecoder {
  readonly #options: OpenAiStreamOptions;
  readonly #framer = new EventFramer(markupAndJson);
  readonly #sequence = new PieceSequence(this.#framer, (frame) => this.#read(frame));
  #content = false;

  constructor(options: OpenAiStreamOptions) {
    this.#options = options;
  }

  push(chunk: Buffer): readonly StreamPiece[] {
    return this.#sequence.push(chunk);
  }

  finish(): void {
    if (this.#sequence.ended) return;
    // Some servers close right after the line, without the empty one that ends an event.
    if (readEvent(this.#framer.rest).data?.trim() === '[DONE]') return;
    throw streamCutError();
  }

  #read(frame: Buffer): StreamPiece {
    const event = readEvent(frame);
    if (event.data === undefined || event.data === '') return this.#piece(frame, {});
    if (event.data.trim() === '[DONE]') return this.#piece(frame, { terminal: true });
    return this.#readChunk(frame, parseChunk(event));
  }

  #readChunk(frame: Buffer, chunk: JsonObject): StreamPiece {
    const { decode, callerWantsUsage } = this.#options;
    const choices = Array.isArray(chunk['choices']) ? (chunk['choices'] as readonly Json[]) : [];
    const usage = readUsage(chunk['usage']);
    if (!this.#content) this.#content = choices.some(hasContent);
    const events = decode ? decodeChoices(choices) : undefined;
    if (usage !== undefined) events?.push({ kind: 'usage', usage });
    const onlyUsage = usage !== undefined && choices.length === 0;
    return this.#piece(frame, { events, usage, swallow: onlyUsage && !callerWantsUsage });
  }

  #piece(raw: Buffer, found: Found): StreamPiece {
    return {
      raw,
      events: found.events ?? noEvents,
      content: this.#content,
      usage: found.usage,
      swallow: found.swallow ?? false,
      terminal: found.terminal ?? false,
    };
  }
}

interface Found {
  readonly events?: readonly ChatEvent[] | undefined;
  readonly usage?: StreamPiece['usage'];
  readonly swallow?: boolean;
  readonly terminal?: boolean;
}

function parseChunk(event: ServerSentEvent): JsonObject {
  let value: Json;
  try {
    value = JSON.parse(event.data ?? '');
  } catch {
    // The parser's own message quotes the provider's text.
    throw protocolError('The provider sent an event that is not valid JSON.');
  }
  if (!isJsonObject(value)) throw protocolError('The provider sent an event that is no object.');
  const error = value['error'] ?? (event.name === 'error' ? value : undefined);
  if (error !== undefined && error !== null) throw failureInStream(error);
  return value;
}

/**
 * A choice that ended counts too: an answer that was filtered away is an answer, not a reason to
 * ask again.
 */
function hasContent(choice: Json): boolean {
  if (!isJsonObject(choice)) return false;
  if (typeof choice['finish_reason'] === 'string') return true;
  const delta = choice['delta'];
  if (!isJsonObject(delta)) return false;
  for (const name of Object.keys(delta)) {
    if (name !== 'role' && !isEmpty(delta[name])) return true;
  }
  return false;
}

function isEmpty(value: Json | undefined): boolean {
  if (value === undefined || value === null || value === '') return true;
  return Array.isArray(value) && value.length === 0;
}

function decodeChoices(choices: readonly Json[]): ChatEvent[] {
  const events: ChatEvent[] = [];
  for (const choice of choices) {
    if (!isJsonObject(choice)) continue;
    const from = events.length;
    if (isJsonObject(choice['delta'])) decodeDelta(choice['delta'], choice['logprobs'], events);
    const reason = readFinishReason(choice['finish_reason']);
    if (reason !== undefined) events.push({ kind: 'finish', reason });
    const index = choice['index'] ?? 0;
    if (index !== 0) markChoice(events, from, readIndex(index));
  }
  return events;
}

function readIndex(index: Json): number {
  if (Number.isSafeInteger(index) && Number(index) > 0) return Number(index);
  throw protocolError('The provider sent an answer whose number is none.');
}

function markChoice(events: ChatEvent[], from: number, choice: number): void {
  for (const [at, event] of events.entries()) if (at >= from) events[at] = { ...event, choice };
}

function decodeDelta(delta: JsonObject, marks: Json | undefined, events: ChatEvent[]): void {
  const reasoning = delta['reasoning_content'] ?? delta['reasoning'];
  if (typeof reasoning === 'string' && reasoning !== '') {
    events.push({ kind: 'reasoning', text: reasoning });
  }
  const logprobs = readLogprobs(marks);
  const text = textOf(delta['content']);
  if (logprobs !== undefined) events.push({ kind: 'text', text, logprobs });
  else if (text !== '') events.push({ kind: 'text', text });
  const refusal = textOf(delta['refusal']);
  if (refusal !== '') events.push({ kind: 'text', text: refusal, isRefusal: true });
  const calls = delta['tool_calls'];
  if (!Array.isArray(calls)) return;
  for (const call of calls as readonly Json[]) {
    if (isJsonObject(call)) events.push(decodeToolCall(call));
  }
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}

function decodeToolCall(call: JsonObject): ChatEvent {
  const inside = isJsonObject(call['function']) ? call['function'] : {};
  const { name, arguments: text } = inside;
  const { id, index } = call;
  return {
    kind: 'tool_call',
    index: typeof index === 'number' ? index : 0,
    ...(typeof id === 'string' ? { id } : undefined),
    ...(typeof name === 'string' ? { name } : undefined),
    arguments: typeof text === 'string' ? text : '',
  };
}
