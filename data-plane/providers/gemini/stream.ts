import { isJsonObject } from '../../dialects/json-body.ts';
import type { ChatEvent, Json, JsonObject, Usage } from '../../inference.ts';
import { protocolError, streamCutError } from '../failure-word.ts';
import { PieceSequence } from '../piece-sequence.ts';
import type { StreamDecoder, StreamPiece } from '../provider.ts';
import { EventFramer, markup, readEvent } from '../server-sent-event.ts';
import { findFailureInStream, findFailureInText } from './failure.ts';
import { ReplyReader } from './reply/reply-reader.ts';
import { readUsage, readUsageSoFar } from './usage.ts';

const noEvents: readonly ChatEvent[] = [];
const blanks: ReadonlySet<number> = new Set([0x09, 0x0a, 0x0d, 0x20]);
/** `{` and `[`: an error that Google writes as bare JSON, in place of events or between them. */
const jsonBeginnings: ReadonlySet<number> = new Set([0x7b, 0x5b]);

/**
 * Reads the stream of `streamGenerateContent?alt=sse` (Gemini API reference, 2025): every event is a
 * `GenerateContentResponse`, and none says that it is the last. The stream is whole when a reason to end came and then its close.
 */
export class GeminiStreamDecoder implements StreamDecoder {
  readonly #decode: boolean;
  readonly #framer = new EventFramer(markup);
  readonly #sequence = new PieceSequence(this.#framer, (frame) => this.#read(frame));
  readonly #reader = new ReplyReader();
  #content = false;

  constructor(decode: boolean) {
    this.#decode = decode;
  }

  push(chunk: Buffer): readonly StreamPiece[] {
    return this.#sequence.push(chunk);
  }

  finish(): void {
    const { rest } = this.#framer;
    const isEmpty = rest.every((byte) => blanks.has(byte));
    if (isEmpty && this.#reader.ended) return;
    throw findFailureInText(readEvent(rest).data ?? rest.toString('utf8')) ?? streamCutError();
  }

  #read(frame: Buffer): StreamPiece {
    const { data } = readEvent(frame);
    if (data === undefined) return this.#readNoData(frame);
    if (data === '') return this.#piece(frame, noEvents, undefined);
    const reply = parseEvent(data);
    const events = this.#reader.read(reply, frame);
    const metadata = reply['usageMetadata'];
    const usage = this.#reader.ended ? readUsage(metadata) : readUsageSoFar(metadata);
    if (events.length > 0) this.#content = true;
    if (usage !== undefined && this.#reader.ended) events.push({ kind: 'usage', usage });
    return this.#piece(frame, events, usage);
  }

  /** A comment, or bare JSON. */
  #readNoData(frame: Buffer): StreamPiece {
    const first = firstByte(frame);
    if (first === undefined || !jsonBeginnings.has(first)) {
      return this.#piece(frame, noEvents, undefined);
    }
    throw (
      findFailureInText(frame.toString('utf8')) ??
      protocolError('The provider answered something else than a stream of events.')
    );
  }

  #piece(raw: Buffer, events: readonly ChatEvent[], usage: Usage | undefined): StreamPiece {
    return {
      raw,
      events: this.#decode ? events : noEvents,
      content: this.#content,
      usage,
      swallow: false,
      terminal: false,
    };
  }
}

function firstByte(bytes: Buffer): number | undefined {
  return bytes.find((byte) => !blanks.has(byte));
}

function parseEvent(data: string): JsonObject {
  let value: Json;
  try {
    value = JSON.parse(data);
  } catch {
    // The parser's own message quotes the provider's text.
    throw protocolError('The provider sent an event that is not valid JSON.');
  }
  const failure = findFailureInStream(value);
  if (failure !== undefined) throw failure;
  if (!isJsonObject(value)) throw protocolError('The provider sent an event that is no object.');
  return value;
}
