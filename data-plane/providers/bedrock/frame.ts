import { crc32 } from 'node:zlib';
import { GatewayError } from '../../errors.ts';
import { protocolError } from '../failure-word.ts';
import { eventBytesMax } from '../server-sent-event.ts';

/** Length of the whole, length of the headers, CRC-32 of the two. */
const preludeBytes = 12;
const checksumBytes = 4;
/** Bytes of a value by its type; below 0 the value begins with its own length in two bytes. */
const valueBytes: readonly number[] = [0, 0, 1, 2, 4, 8, -1, -1, 8, 16];
const textType = 7;
const nameOfMessageType = ':message-type';
const nameOfEventType = ':event-type';
const nameOfExceptionType = ':exception-type';
const nameOfErrorCode = ':error-code';
const nameOfErrorMessage = ':error-message';

/** One message of an event stream. Headers that it does not have are empty. */
export interface Frame {
  /** The message as it came. */
  readonly raw: Buffer;
  /** `event`, `exception` or `error`. */
  readonly messageType: string;
  readonly eventType: string;
  /** Name of an exception that the service models, or the code of an error that it does not. */
  readonly errorType: string;
  readonly errorMessage: string;
  readonly payload: Buffer;
}

const none: readonly Frame[] = [];

/**
 * Cuts the bytes of `application/vnd.amazon.eventstream` into messages, wherever the network split them (AWS, "Event
 * stream encoding", Transcribe and Lex developer guides, 2025; integers are big-endian). A message that lies in one chunk
 * is a view of it; one that spans chunks is copied once. Holds one message of at most 1 MiB.
 */
export class FrameReader {
  readonly #prelude = Buffer.alloc(preludeBytes);
  /** What is being filled: the prelude, then the whole message. */
  #held = this.#prelude;
  #heldBytes = 0;

  /**
   * The messages that end in this chunk, in order.
   *
   * @throws GatewayError provider_protocol_error for a wrong checksum, lengths that cannot be, a message over the bound
   */
  push(chunk: Buffer): readonly Frame[] {
    let frames: Frame[] | undefined;
    let at = 0;
    while (at < chunk.length) {
      const end = this.#heldBytes === 0 ? findEnd(chunk, at) : undefined;
      let whole: Buffer | undefined;
      if (end === undefined) {
        const taken = Math.min(this.#held.length - this.#heldBytes, chunk.length - at);
        whole = this.#hold(chunk.subarray(at, at + taken));
        at += taken;
      } else {
        whole = chunk.subarray(at, end);
        at = end;
      }
      if (whole === undefined) continue;
      frames ??= [];
      frames.push(readFrame(whole));
    }
    return frames ?? none;
  }

  /** The message that these bytes complete; never more than it lacks. */
  #hold(part: Buffer): Buffer | undefined {
    part.copy(this.#held, this.#heldBytes);
    this.#heldBytes += part.length;
    if (this.#heldBytes < this.#held.length) return undefined;
    const complete = this.#held;
    if (complete !== this.#prelude) {
      this.#held = this.#prelude;
      this.#heldBytes = 0;
      return complete;
    }
    this.#held = Buffer.allocUnsafe(readLength(complete, 0));
    complete.copy(this.#held);
    return undefined;
  }
}

/** Where the message that begins at `start` ends; undefined when it goes on beyond the chunk. */
function findEnd(chunk: Buffer, start: number): number | undefined {
  if (chunk.length - start < preludeBytes) return undefined;
  const end = start + readLength(chunk, start);
  return end <= chunk.length ? end : undefined;
}

/** Length of the message whose prelude is at `start`. */
function readLength(bytes: Buffer, start: number): number {
  const length = bytes.readUInt32BE(start);
  const headersLength = bytes.readUInt32BE(start + 4);
  const sum = crc32(bytes.subarray(start, start + 8));
  if (sum !== bytes.readUInt32BE(start + 8)) {
    throw protocolError('The provider answered something else than a stream of events.');
  }
  if (length > eventBytesMax) {
    throw new GatewayError(
      'provider_protocol_error',
      'The provider sent an event larger than the gateway holds: ask for shorter pieces.',
      { isOfRequest: true },
    );
  }
  if (headersLength + preludeBytes + checksumBytes > length) throw brokenFrame();
  return length;
}

function readFrame(raw: Buffer): Frame {
  const payloadEnd = raw.length - checksumBytes;
  if (crc32(raw.subarray(0, payloadEnd)) !== raw.readUInt32BE(payloadEnd)) throw brokenFrame();
  const headersEnd = preludeBytes + raw.readUInt32BE(4);
  let messageType = '';
  let eventType = '';
  let errorType = '';
  let errorMessage = '';
  for (let at = preludeBytes; at < headersEnd; ) {
    const header = readHeader(raw, at, headersEnd);
    at = header.end;
    if (header.name === nameOfMessageType) messageType = header.text;
    else if (header.name === nameOfEventType) eventType = header.text;
    else if (header.name === nameOfErrorMessage) errorMessage = header.text;
    else if (header.name === nameOfExceptionType || header.name === nameOfErrorCode)
      errorType = header.text;
  }
  const payload = raw.subarray(headersEnd, payloadEnd);
  return { raw, messageType, eventType, errorType, errorMessage, payload };
}

interface Header {
  readonly name: string;
  /** Empty when the value is no text. */
  readonly text: string;
  readonly end: number;
}

function readHeader(bytes: Buffer, start: number, headersEnd: number): Header {
  const nameEnd = start + 1 + (bytes[start] ?? 0);
  if (nameEnd >= headersEnd) throw brokenFrame();
  const type = bytes[nameEnd] ?? valueBytes.length;
  let valueStart = nameEnd + 1;
  let length = valueBytes[type];
  if (length === undefined) throw brokenFrame();
  if (length < 0) {
    // Within the message, whatever the headers claim: its checksum still follows.
    length = bytes.readUInt16BE(valueStart);
    valueStart += 2;
  }
  const end = valueStart + length;
  if (end > headersEnd) throw brokenFrame();
  return {
    name: bytes.toString('latin1', start + 1, nameEnd),
    text: type === textType ? bytes.toString('utf8', valueStart, end) : '',
    end,
  };
}

function brokenFrame(): GatewayError {
  return protocolError('The provider sent an event that is broken.');
}
