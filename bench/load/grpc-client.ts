import { frame, frameFlag, frameType, headerBlock } from './h2-frame.ts';
import { Http2Link } from './h2-link.ts';
import type { Ended, LoadClient } from './load-client.ts';

/** One call under way. */
interface OpenCall {
  readonly startedAtMs: number;
  firstByteAtMs: number;
  messageCount: number;
}

/**
 * gRPC over HTTP/2 frames of its own: grpc-js as a client would cost more than what is measured. A call is fine when at
 * least `messagesMin` frames of data came before the trailers; a failed one has none.
 */
export class GrpcClient implements LoadClient {
  onEnded: (ended: Ended) => void = () => {};
  readonly #connections: readonly Connection[];
  #turn = 0;

  constructor(
    target: { readonly port: number; readonly path: string; readonly apiKey: string },
    message: Buffer,
    options: { readonly connectionCount: number; readonly messagesMin: number },
  ) {
    const block = headerBlock([
      [':method', 'POST'],
      [':scheme', 'http'],
      [':path', target.path],
      [':authority', `127.0.0.1:${target.port}`],
      ['te', 'trailers'],
      ['content-type', 'application/grpc'],
      ['authorization', `Bearer ${target.apiKey}`],
    ]);
    const prefix = Buffer.alloc(5);
    prefix.writeUInt32BE(message.length, 1);
    const request = [
      frame(frameType.headers, frameFlag.endHeaders, 0, block),
      frame(frameType.data, frameFlag.endStream, 0, Buffer.concat([prefix, message])),
    ] as const;
    this.#connections = Array.from(
      { length: options.connectionCount },
      () =>
        new Connection(target.port, request, (call) =>
          this.onEnded({
            startedAtMs: call.startedAtMs,
            firstByteAtMs: call.firstByteAtMs,
            ok: call.messageCount >= options.messagesMin,
          }),
        ),
    );
  }

  issue(): void {
    this.#turn = (this.#turn + 1) % this.#connections.length;
    this.#connections[this.#turn]?.send();
  }

  close(): void {
    for (const connection of this.#connections) connection.close();
  }
}

class Connection {
  readonly #link: Http2Link;
  readonly #headers: Buffer;
  readonly #data: Buffer;
  readonly #ended: (call: OpenCall) => void;
  readonly #calls = new Map<number, OpenCall>();
  #nextStreamId = 1;

  constructor(
    port: number,
    [headers, data]: readonly [Buffer, Buffer],
    ended: (call: OpenCall) => void,
  ) {
    this.#headers = headers;
    this.#data = data;
    this.#ended = ended;
    this.#link = new Http2Link(port, {
      frame: (type, flags, streamId) => this.#takeFrame(type, flags, streamId),
      closed: () => this.#fail(),
    });
  }

  send(): void {
    const streamId = this.#nextStreamId;
    this.#nextStreamId += 2;
    const request = Buffer.concat([this.#headers, this.#data]);
    request.writeUInt32BE(streamId, 5);
    request.writeUInt32BE(streamId, this.#headers.length + 5);
    this.#calls.set(streamId, {
      startedAtMs: performance.now(),
      firstByteAtMs: 0,
      messageCount: 0,
    });
    this.#link.write(request);
  }

  close(): void {
    this.#calls.clear();
    this.#link.destroy();
  }

  #takeFrame(type: number, flags: number, streamId: number): void {
    if (type === frameType.reset) {
      this.#end(streamId);
      return;
    }
    const call = this.#calls.get(streamId);
    if (call === undefined || (type !== frameType.data && type !== frameType.headers)) return;
    if (call.firstByteAtMs === 0) call.firstByteAtMs = performance.now();
    if (type === frameType.data) call.messageCount += 1;
    if ((flags & frameFlag.endStream) !== 0) this.#end(streamId);
  }

  #end(streamId: number): void {
    const call = this.#calls.get(streamId);
    this.#calls.delete(streamId);
    if (call !== undefined) this.#ended(call);
  }

  #fail(): void {
    for (const call of this.#calls.values()) this.#ended({ ...call, messageCount: 0 });
    this.#calls.clear();
  }
}
