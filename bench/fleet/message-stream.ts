import { frame, frameFlag, frameType, headerBlock } from '../load/h2-frame.ts';
import { Http2Link } from '../load/h2-link.ts';

/** A message on the wire is a byte for compression, four for its length, and itself (gRPC over HTTP/2, "Length-Prefixed-Message"). */
const prefixBytes = 5;
/** A connection of its own carries one stream, its first. */
const streamId = 1;

/** Where a stream goes. */
export interface StreamTarget {
  readonly port: number;
  readonly path: string;
  readonly token: string;
}

export interface MessageStreamEvents {
  /** To be used at once, or copied. */
  message(message: Buffer): void;
  /** The stream is over, whoever ended it; said once. */
  ended(): void;
}

/** One bidirectional gRPC call on a connection of its own. grpc-js as a client would cost more than the server that is measured. */
export class MessageStream {
  readonly #link: Http2Link;
  readonly #events: MessageStreamEvents;
  /** What came of a message that is not whole. */
  #pieces: Buffer[] = [];
  #pieceBytes = 0;

  constructor({ port, path, token }: StreamTarget, events: MessageStreamEvents) {
    this.#events = events;
    this.#link = new Http2Link(port, {
      frame: (type, flags, _streamId, payload) => this.#take(type, flags, payload),
      closed: () => events.ended(),
    });
    const block = headerBlock([
      [':method', 'POST'],
      [':scheme', 'http'],
      [':path', path],
      [':authority', `127.0.0.1:${port}`],
      ['te', 'trailers'],
      ['content-type', 'application/grpc'],
      ['authorization', `Bearer ${token}`],
    ]);
    this.#link.write(frame(frameType.headers, frameFlag.endHeaders, streamId, block));
  }

  /** Bytes that came, the framing included. */
  get receivedBytes(): number {
    return this.#link.receivedBytes;
  }

  /** Sends what {@link frameMessage} made. */
  send(framed: Buffer): void {
    this.#link.write(framed);
  }

  /** Reads no more until {@link resume}. */
  pause(): void {
    this.#link.pause();
  }

  resume(): void {
    this.#link.resume();
  }

  close(): void {
    this.#link.destroy();
  }

  #take(type: number, flags: number, payload: Buffer): void {
    if (type === frameType.data) this.#takeData(payload);
    const isOver = type === frameType.data || type === frameType.headers;
    if (type === frameType.reset || (isOver && (flags & frameFlag.endStream) !== 0))
      this.#link.destroy();
  }

  #takeData(payload: Buffer): void {
    this.#pieces.push(payload);
    this.#pieceBytes += payload.length;
    const [first = payload] = this.#pieces;
    if (first.length >= prefixBytes && this.#pieceBytes < prefixBytes + first.readUInt32BE(1))
      return;
    let rest = this.#pieces.length === 1 ? first : Buffer.concat(this.#pieces);
    while (rest.length >= prefixBytes) {
      const end = prefixBytes + rest.readUInt32BE(1);
      if (rest.length < end) break;
      this.#events.message(rest.subarray(prefixBytes, end));
      rest = rest.subarray(end);
    }
    this.#pieces = rest.length === 0 ? [] : [rest];
    this.#pieceBytes = rest.length;
  }
}

/** An encoded message as it goes over any {@link MessageStream}. */
export function frameMessage(message: Buffer): Buffer {
  const prefix = Buffer.alloc(prefixBytes);
  prefix.writeUInt32BE(message.length, 1);
  return frame(frameType.data, 0, streamId, Buffer.concat([prefix, message]));
}
