import { GatewayError } from '../errors.ts';
import { protocolError } from './failure-word.ts';

/**
 * Bytes of an unfinished event that are held; the largest events of chats are tool calls of some
 * 100 KiB.
 */
export const eventBytesMax = 1024 * 1024;

/** The two fields of an event that providers use. */
export interface ServerSentEvent {
  /** Value of `event`; empty when there is none. */
  readonly name: string;
  /**
   * Lines of `data` joined by LF; undefined when there is none, as in a comment that keeps the
   * connection alive.
   */
  readonly data: string | undefined;
}

const lineFeed = 0x0a;
const carriageReturn = 0x0d;
const none: readonly Buffer[] = [];
const blanks: ReadonlySet<number> = new Set([0x09, 0x0a, 0x0d, 0x20]);
const nothingForeign: ReadonlySet<number> = new Set();
/** Markup: what proxies and pages of maintenance begin with. */
export const markup: ReadonlySet<number> = new Set([0x3c]);
/** Markup, and JSON, which is an error or a whole reply. */
export const markupAndJson: ReadonlySet<number> = new Set([0x3c, 0x7b, 0x5b]);

/**
 * Cuts the bytes of an event stream (WHATWG HTML, section 9.2) into whole events, wherever the
 * network split them. Lines end in LF, CRLF or CR. An event that lies in one chunk is a view of
 * it; one that spans chunks is copied once.
 */
export class EventFramer {
  readonly #foreign: ReadonlySet<number>;
  #begun = false;
  #pending: Buffer[] = [];
  #pendingBytes = 0;
  #lineEmpty = true;
  /** The last byte was a CR, so that an LF belongs to the same line end. */
  #afterReturn = false;

  /** @param foreign bytes that no stream of the provider begins with; blanks before the first one do not count */
  constructor(foreign: ReadonlySet<number> = nothingForeign) {
    this.#foreign = foreign;
  }

  /**
   * The events that end in this chunk, delimiters included, in order: joined, they are the bytes
   * of the stream.
   *
   * @throws GatewayError provider_protocol_error when an unfinished event passes {@link
   *   eventBytesMax}, and when the stream begins with what is foreign to it
   */
  push(chunk: Buffer): readonly Buffer[] {
    if (!this.#begun) this.#checkBeginning(chunk);
    let events: Buffer[] | undefined;
    let start = 0;
    for (;;) {
      const end = this.#findEventEnd(chunk, start);
      if (end < 0) break;
      events ??= [];
      events.push(this.#complete(chunk.subarray(start, end)));
      start = end;
    }
    if (start < chunk.length) this.#hold(chunk.subarray(start));
    return events ?? none;
  }

  #checkBeginning(chunk: Buffer): void {
    const first = chunk.find((byte) => !blanks.has(byte));
    if (first === undefined) return;
    if (this.#foreign.has(first))
      throw protocolError('The provider answered something else than a stream of events.');
    this.#begun = true;
  }

  /** What has come of an event that is not complete. */
  get rest(): Buffer {
    return Buffer.concat(this.#pending);
  }

  /**
   * Index after the empty line that ends an event, or -1. 0.5 µs for a typical event of 250 bytes.
   */
  #findEventEnd(chunk: Buffer, from: number): number {
    let lineEmpty = this.#lineEmpty;
    let afterReturn = this.#afterReturn;
    let end = -1;
    for (let at = from; at < chunk.length && end < 0; at += 1) {
      const byte = chunk[at];
      if (byte === lineFeed && afterReturn) {
        afterReturn = false;
      } else if (byte === lineFeed || byte === carriageReturn) {
        afterReturn = byte === carriageReturn;
        if (lineEmpty) end = at + 1;
        lineEmpty = true;
      } else {
        afterReturn = false;
        lineEmpty = false;
      }
    }
    // An LF that comes in a later chunk goes with the next event: waiting for it would hold back a
    // whole one.
    if (end >= 0 && afterReturn && chunk[end] === lineFeed) {
      afterReturn = false;
      end += 1;
    }
    this.#lineEmpty = lineEmpty;
    this.#afterReturn = afterReturn;
    return end;
  }

  #complete(last: Buffer): Buffer {
    if (this.#pendingBytes === 0) return last;
    this.#pending.push(last);
    const event = Buffer.concat(this.#pending);
    this.#pending = [];
    this.#pendingBytes = 0;
    return event;
  }

  #hold(part: Buffer): void {
    this.#pendingBytes += part.length;
    if (this.#pendingBytes > eventBytesMax) {
      throw new GatewayError(
        'provider_protocol_error',
        'The provider sent an event larger than the gateway holds: ask for shorter pieces.',
        { isOfRequest: true },
      );
    }
    this.#pending.push(part);
  }
}

/** Reads one whole event. Fields other than `data` and `event`, and comments, are skipped over. */
export function readEvent(event: Buffer): ServerSentEvent {
  return readSingleLine(event) ?? readLines(event);
}

/**
 * The form of nearly all events, `data: ...` and an empty line: 0.2 µs, where splitting into lines
 * takes 0.7.
 */
function readSingleLine(event: Buffer): ServerSentEvent | undefined {
  if (event.length < 7 || event.toString('latin1', 0, 5) !== 'data:') return undefined;
  let end = event.length;
  while (end > 5 && (event[end - 1] === lineFeed || event[end - 1] === carriageReturn)) end -= 1;
  const line = event.indexOf(lineFeed);
  const carriage = event.indexOf(carriageReturn);
  if ((line >= 0 && line < end) || (carriage >= 0 && carriage < end)) return undefined;
  const start = event[5] === 0x20 ? 6 : 5;
  return { name: '', data: event.toString('utf8', start, end) };
}

function readLines(event: Buffer): ServerSentEvent {
  let name = '';
  let data: string | undefined;
  for (const line of event
    .toString('utf8')
    .replace(/^\ufeff/, '')
    .split(/\r\n|\n|\r/)) {
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'data') data = data === undefined ? value : `${data}\n${value}`;
    else if (field === 'event') name = value;
  }
  return { name, data };
}
