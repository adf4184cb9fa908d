import { isJsonObject } from '../../dialects/json-body.ts';
import type { ChatEvent, Json, JsonObject } from '../../inference.ts';
import { protocolError, streamCutError } from '../failure-word.ts';
import { PieceSequence } from '../piece-sequence.ts';
import type { StreamDecoder, StreamPiece } from '../provider.ts';
import { readStopReason, readStopSequence } from './decode.ts';
import { failureInStream } from './failure.ts';
import { type Frame, FrameReader } from './frame.ts';
import { readUsage } from './usage.ts';

/** See `ProviderAdapter.createStreamDecoder`. */
export interface BedrockStreamOptions {
  readonly decode: boolean;
  readonly callerWantsUsage: boolean;
}

interface ToolCallSoFar {
  /** Its number among the calls. */
  readonly index: number;
  isEmpty: boolean;
}

/** Calls of tools in one reply; models make a few at once. */
const toolCallsMax = 1_024;
const noEvents: readonly ChatEvent[] = [];

/**
 * Reads the stream of `POST /model/{modelId}/converse-stream` (Bedrock Runtime API Reference, ConverseStream, 2025). The
 * event `metadata`, with the tokens, is the last one; it ends the stream only after `messageStop`.
 */
export class BedrockStreamDecoder implements StreamDecoder {
  readonly #options: BedrockStreamOptions;
  readonly #sequence = new PieceSequence(new FrameReader(), (frame) => this.#read(frame));
  /** By the index of their content blocks. */
  readonly #toolCalls = new Map<number, ToolCallSoFar>();
  #content = false;
  #stopped = false;
  #ended = false;

  constructor(options: BedrockStreamOptions) {
    this.#options = options;
  }

  push(chunk: Buffer): readonly StreamPiece[] {
    return this.#sequence.push(chunk);
  }

  finish(): void {
    if (this.#stopped) return;
    throw streamCutError();
  }

  #read(frame: Frame): StreamPiece {
    const { messageType, errorType, errorMessage, payload } = frame;
    if (messageType === 'exception' || messageType === 'error') {
      throw failureInStream(errorType, errorMessage, payload);
    }
    if (messageType !== 'event') {
      throw protocolError('The provider sent an event that does not say what it is.');
    }
    return this.#readEvent(frame);
  }

  #readEvent({ raw, eventType, payload }: Frame): StreamPiece {
    const events: ChatEvent[] = [];
    let usage: StreamPiece['usage'];
    switch (eventType) {
      case 'contentBlockStart':
        this.#readStart(parsePayload(payload), events);
        break;
      case 'contentBlockDelta':
        this.#readDelta(parsePayload(payload), events);
        break;
      case 'contentBlockStop':
        this.#readBlockStop(parsePayload(payload), events);
        break;
      case 'messageStop':
        readStop(parsePayload(payload), events);
        this.#stopped = true;
        break;
      case 'metadata':
        usage = readUsage(parsePayload(payload)['usage']);
        this.#ended = this.#stopped;
        break;
      default:
        // `messageStart` tells nothing, and kinds that come later are skipped over.
        break;
    }
    if (events.length > 0) this.#content = true;
    if (usage !== undefined) events.push({ kind: 'usage', usage });
    return {
      raw,
      events: this.#options.decode ? events : noEvents,
      content: this.#content,
      usage,
      swallow: eventType === 'metadata' && !this.#options.callerWantsUsage,
      terminal: this.#ended,
    };
  }

  #readStart({ contentBlockIndex, start }: JsonObject, events: ChatEvent[]): void {
    const call = isJsonObject(start) ? start['toolUse'] : undefined;
    if (!isJsonObject(call)) return;
    const { toolUseId: id, name } = call;
    if (typeof id !== 'string' || typeof name !== 'string') {
      throw protocolError('The provider sent a tool call without id or name.');
    }
    const place = readPlace(contentBlockIndex);
    const index = this.#toolCalls.size;
    if (index >= toolCallsMax || this.#toolCalls.has(place)) {
      throw protocolError('The provider began a tool call twice, or too many of them.');
    }
    this.#toolCalls.set(place, { index, isEmpty: true });
    events.push({ kind: 'tool_call', index, id, name, arguments: '' });
  }

  #readDelta({ contentBlockIndex, delta }: JsonObject, events: ChatEvent[]): void {
    if (!isJsonObject(delta)) return;
    const { text, toolUse: call, reasoningContent: thought } = delta;
    if (typeof text === 'string' && text !== '') events.push({ kind: 'text', text });
    if (isJsonObject(thought)) readThought(thought, events);
    if (!isJsonObject(call)) return;
    const known = this.#toolCalls.get(readPlace(contentBlockIndex));
    if (known === undefined) {
      throw protocolError('The provider sent a piece of a tool call that it had not begun.');
    }
    const { input } = call;
    if (typeof input !== 'string' || input === '') return;
    known.isEmpty = false;
    events.push({ kind: 'tool_call', index: known.index, arguments: input });
  }

  /** A call without arguments has no pieces; callers read them as JSON, which empty text is not. */
  #readBlockStop({ contentBlockIndex }: JsonObject, events: ChatEvent[]): void {
    const call = this.#toolCalls.get(readPlace(contentBlockIndex));
    if (call?.isEmpty !== true) return;
    call.isEmpty = false;
    events.push({ kind: 'tool_call', index: call.index, arguments: '{}' });
  }
}

function readPlace(contentBlockIndex: Json | undefined): number {
  return typeof contentBlockIndex === 'number' ? contentBlockIndex : 0;
}

function readThought(thought: JsonObject, events: ChatEvent[]): void {
  const { text, signature, redactedContent: data } = thought;
  if (typeof text === 'string' && text !== '') events.push({ kind: 'reasoning', text });
  if (typeof signature === 'string' && signature !== '') {
    events.push({ kind: 'reasoning_signature', signature });
  }
  if (typeof data === 'string' && data !== '') events.push({ kind: 'redacted_reasoning', data });
}

function readStop(payload: JsonObject, events: ChatEvent[]): void {
  const reason = readStopReason(payload['stopReason']);
  const stopSequence = readStopSequence(payload);
  events.push({
    kind: 'finish',
    reason,
    ...(stopSequence === undefined ? undefined : { stopSequence }),
  });
}

function parsePayload(payload: Buffer): JsonObject {
  let value: Json;
  try {
    value = JSON.parse(payload.toString('utf8'));
  } catch {
    // The parser's own message quotes the provider's text.
    throw protocolError('The provider sent an event that is not valid JSON.');
  }
  if (isJsonObject(value)) return value;
  throw protocolError('The provider sent an event that is no object.');
}
