import { connect, type Socket } from 'node:net';
import {
  clientGreeting,
  frame,
  frameFlag,
  frameHeadBytes,
  frameType,
  headerBlock,
  windowUpdate,
} from './h2-frame.ts';
import type { Ended, LoadClient } from './load-client.ts';

/** After so many bytes the connection's window is topped up. */
const windowTopUpBytes = 64 * 1024 * 1024;

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
  readonly #socket: Socket;
  readonly #headers: Buffer;
  readonly #data: Buffer;
  readonly #ended: (call: OpenCall) => void;
  readonly #calls = new Map<number, OpenCall>();
  #nextStreamId = 1;
  #pending: Buffer = Buffer.alloc(0);
  #receivedBytes = 0;

  constructor(
    port: number,
    [headers, data]: readonly [Buffer, Buffer],
    ended: (call: OpenCall) => void,
  ) {
    this.#headers = headers;
    this.#data = data;
    this.#ended = ended;
    this.#socket = connect({ port, host: '127.0.0.1', noDelay: true });
    this.#socket.on('data', (bytes) => this.#take(bytes));
    this.#socket.on('error', () => this.#socket.destroy());
    this.#socket.on('close', () => this.#fail());
    this.#socket.write(clientGreeting());
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
    this.#socket.write(request);
  }

  close(): void {
    this.#calls.clear();
    this.#socket.destroy();
  }

  #take(bytes: Buffer): void {
    this.#receivedBytes += bytes.length;
    if (this.#receivedBytes > windowTopUpBytes) {
      this.#socket.write(windowUpdate(this.#receivedBytes));
      this.#receivedBytes = 0;
    }
    this.#pending = this.#pending.length === 0 ? bytes : Buffer.concat([this.#pending, bytes]);
    let at = 0;
    while (this.#pending.length - at >= frameHeadBytes) {
      const end = at + frameHeadBytes + this.#pending.readUIntBE(at, 3);
      if (this.#pending.length < end) break;
      this.#takeFrame(at, end);
      at = end;
    }
    this.#pending = this.#pending.subarray(at);
  }

  #takeFrame(at: number, end: number): void {
    const type = this.#pending[at + 3];
    const flags = this.#pending[at + 4] ?? 0;
    const streamId = this.#pending.readUInt32BE(at + 5);
    const acknowledged = (flags & frameFlag.ack) !== 0;
    if (type === frameType.settings && !acknowledged)
      this.#socket.write(frame(frameType.settings, frameFlag.ack, 0, Buffer.alloc(0)));
    else if (type === frameType.ping && !acknowledged) this.#pong(at, end);
    else if (type === frameType.data || type === frameType.headers)
      this.#takeReply(streamId, type, flags);
    else if (type === frameType.reset) this.#end(streamId);
    else if (type === frameType.goAway) this.#socket.destroy();
  }

  #pong(at: number, end: number): void {
    const opaque = this.#pending.subarray(at + frameHeadBytes, end);
    this.#socket.write(frame(frameType.ping, frameFlag.ack, 0, opaque));
  }

  #takeReply(streamId: number, type: number, flags: number): void {
    const call = this.#calls.get(streamId);
    if (call === undefined) return;
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
