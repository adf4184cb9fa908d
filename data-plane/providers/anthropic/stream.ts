import { isJsonObject } from '../../dialects/json-body.ts';
import type { ChatEvent, Json, JsonObject, Usage } from '../../inference.ts';
import { protocolError, streamCutError } from '../failure-word.ts';
import { PieceSequence } from '../piece-sequence.ts';
import type { StreamDecoder, StreamPiece } from '../provider.ts';
import {
  EventFramer,
  markupAndJson,
  readEvent,
  type ServerSentEvent,
} from '../server-sent-event.ts';
import { BlockStream } from './block-stream.ts';
import { failureInStream } from './failure.ts';
import { readStopReason } from './stop-reason.ts';
import { readUsage } from './usage.ts';

const noEvents: readonly ChatEvent[] = [];
/** English text and code, about. */
const charsPerToken = 4;

/**
 * Reads the stream of `POST /messages` (Messages API, streaming; 2026). Every event is parsed, so that a broken one ends the
 * call with an error and is never passed on as if it were whole. The provider counts the input first and the output last:
 * pieces with content in between carry its input and an estimate of the output so far, for a stream that is cut.
 */
export class AnthropicStreamDecoder implements StreamDecoder {
  readonly #blocks: BlockStream | undefined;
  readonly #framer = new EventFramer(markupAndJson);
  readonly #sequence = new PieceSequence(this.#framer, (frame) => this.#read(frame));
  #content = false;
  #ended = false;
  #finished = false;
  /** As the provider said it last. */
  #usage: Usage | undefined;
  #charCount = 0;

  constructor({ decode }: { readonly decode: boolean }) {
    this.#blocks = decode ? new BlockStream() : undefined;
  }

  push(chunk: Buffer): readonly StreamPiece[] {
    return this.#sequence.push(chunk);
  }

  finish(): void {
    // Some servers close right after the line, without the empty one that ends an event.
    if (this.#ended || isStop(readEvent(this.#framer.rest))) return;
    throw streamCutError();
  }

  #read(frame: Buffer): StreamPiece {
    const event = readEvent(frame);
    if (event.data === undefined || event.data === '') return this.#piece(frame, noEvents);
    const data = parseEvent(event);
    switch (data['type'] ?? event.name) {
      case 'message_start':
        if (isJsonObject(data['message'])) this.#usage = readUsage(data['message']['usage']);
        return this.#piece(frame, noEvents);
      case 'content_block_start':
        return this.#readStart(frame, data);
      case 'content_block_delta':
        return this.#readDelta(frame, data);
      case 'content_block_stop':
        return this.#piece(frame, this.#blocks?.stop() ?? noEvents);
      case 'message_delta':
        return this.#readEnd(frame, data);
      case 'message_stop':
        this.#ended = true;
        return this.#piece(frame, noEvents);
      default:
        return this.#piece(frame, noEvents);
    }
  }

  #readStart(frame: Buffer, data: JsonObject): StreamPiece {
    this.#content ||= isContentAtStart(data['content_block']);
    return this.#piece(frame, this.#blocks?.start(data) ?? noEvents, this.#seen());
  }

  #readDelta(frame: Buffer, data: JsonObject): StreamPiece {
    const { delta } = data;
    if (isJsonObject(delta)) {
      const length = charCount(delta);
      this.#charCount += length;
      // A seal, a citation: content too, though not of text.
      this.#content ||= length > 0 || !textDeltas.has(delta['type']);
    }
    return this.#piece(frame, this.#blocks?.delta(data) ?? noEvents, this.#seen());
  }

  /** A reply that was refused whole is an answer too, not a reason to ask again. */
  #readEnd(frame: Buffer, data: JsonObject): StreamPiece {
    const delta = isJsonObject(data['delta']) ? data['delta'] : {};
    const reason = readStopReason(delta['stop_reason']);
    this.#content ||= reason !== undefined;
    const usage = readUsage(data['usage'], this.#usage);
    this.#usage = usage ?? this.#usage;
    if (this.#blocks === undefined) return this.#piece(frame, noEvents, usage);
    const events: ChatEvent[] = [...this.#blocks.stop()];
    if (reason !== undefined && !this.#finished) {
      this.#finished = true;
      const { stop_sequence: sequence } = delta;
      const stop = typeof sequence === 'string' ? { stopSequence: sequence } : undefined;
      events.push({ kind: 'finish', reason, ...stop });
    }
    if (usage !== undefined) events.push({ kind: 'usage', usage });
    return this.#piece(frame, events, usage);
  }

  /** Undefined before content: until then a failed stream costs nothing. */
  #seen(): Usage | undefined {
    const said = this.#usage;
    if (said === undefined || !this.#content) return undefined;
    return {
      ...said,
      outputTokens: Math.max(said.outputTokens, Math.ceil(this.#charCount / charsPerToken)),
      reasoningTokens: 0,
      estimated: true,
    };
  }

  /** Usage comes unasked on this wire and stays in the stream: nothing is ever swallowed. */
  #piece(raw: Buffer, events: readonly ChatEvent[], usage?: Usage): StreamPiece {
    return { raw, events, content: this.#content, usage, swallow: false, terminal: this.#ended };
  }
}

function parseEvent(event: ServerSentEvent): JsonObject {
  let value: Json;
  try {
    value = JSON.parse(event.data ?? '');
  } catch {
    // The parser's own message quotes the provider's text.
    throw protocolError('The provider sent an event that is not valid JSON.');
  }
  if (!isJsonObject(value)) throw protocolError('The provider sent an event that is no object.');
  const { error } = value;
  if (error !== undefined && error !== null) throw failureInStream(error);
  if (value['type'] === 'error' || event.name === 'error') throw failureInStream(value);
  return value;
}

function isStop({ data }: ServerSentEvent): boolean {
  try {
    const value: Json = JSON.parse(data ?? '');
    return isJsonObject(value) && value['type'] === 'message_stop';
  } catch {
    return false;
  }
}

const textDeltas: ReadonlySet<Json | undefined> = new Set([
  'text_delta',
  'thinking_delta',
  'input_json_delta',
]);

function charCount({ text, thinking, partial_json: json }: JsonObject): number {
  return lengthOf(text) + lengthOf(thinking) + lengthOf(json);
}

/** Texts and thoughts begin empty; every other block says something by being there. */
function isContentAtStart(block: Json | undefined): boolean {
  if (!isJsonObject(block)) return false;
  const { type, text, thinking } = block;
  if (type !== 'text' && type !== 'thinking') return true;
  return lengthOf(text) + lengthOf(thinking) > 0;
}

function lengthOf(text: Json | undefined): number {
  return typeof text === 'string' ? text.length : 0;
}
