// A provider on raw sockets: it answers every request with the same bytes, so that it is never the bottleneck.
import { createServer, type Socket } from 'node:net';
import type { ResetResult } from '../load/held-job.ts';
import { announce, portOf } from './announce.ts';
import { anthropicReplyBody, anthropicStreamEvents } from './anthropic-sample.ts';
import {
  heldPrompt,
  replyBody,
  streamEventCount,
  streamEvents,
  streamIntervalMs,
} from './sample.ts';

const headEnd = Buffer.from('\r\n\r\n');
const streamMark = Buffer.from('"stream":true');
const heldMark = Buffer.from(heldPrompt);

/** Bytes of one provider's wire. */
interface Wire {
  readonly whole: Buffer;
  /** Head of a stream, and events without content. */
  readonly opening: Buffer;
  readonly delta: Buffer;
  readonly closing: Buffer;
}

const openAi: Wire = {
  whole: wholeReply(replyBody),
  opening: streamHead(''),
  delta: Buffer.from(chunk(streamEvents.delta)),
  closing: streamEnd(
    chunk(streamEvents.finish) + chunk(streamEvents.usage) + chunk(streamEvents.done),
  ),
};
const anthropic: Wire = {
  whole: wholeReply(anthropicReplyBody),
  opening: streamHead(chunk(anthropicStreamEvents.opening)),
  delta: Buffer.from(chunk(anthropicStreamEvents.delta)),
  closing: streamEnd(chunk(anthropicStreamEvents.closing)),
};
/** Only Anthropic's path ends so. */
const anthropicPath = '/messages HTTP/1.1';

function wholeReply(body: string): Buffer {
  return Buffer.from(
    'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n' +
      `content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}

function streamHead(chunks: string): Buffer {
  return Buffer.from(
    'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n' +
      chunks,
  );
}

function streamEnd(chunks: string): Buffer {
  return Buffer.from(`${chunks}0\r\n\r\n`);
}

function chunk(text: string): string {
  return `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`;
}

interface RunningStream {
  readonly socket: Socket;
  readonly wire: Wire;
  leftCount: number;
}

/** All streams share one timer: a timer for each would be the work that is measured. */
const streams = new Set<RunningStream>();
setInterval(() => {
  for (const stream of streams) {
    stream.leftCount -= 1;
    stream.socket.write(stream.leftCount < 0 ? stream.wire.closing : stream.wire.delta);
    if (stream.leftCount < 0) streams.delete(stream);
  }
}, streamIntervalMs);

/** Of streams that say nothing, for as long as nobody ends them. */
const heldSockets = new Set<Socket>();

/** Finds the ends of requests on one connection. */
class Connection {
  readonly #socket: Socket;
  #pending: Buffer = Buffer.alloc(0);

  constructor(socket: Socket) {
    this.#socket = socket;
  }

  push(data: Buffer): void {
    this.#pending = this.#pending.length === 0 ? data : Buffer.concat([this.#pending, data]);
    for (;;) {
      const bodyAt = this.#pending.indexOf(headEnd) + headEnd.length;
      if (bodyAt < headEnd.length) return;
      const head = this.#pending.toString('latin1', 0, bodyAt);
      const end = bodyAt + Number(/content-length: *(\d+)/i.exec(head)?.[1] ?? 0);
      if (this.#pending.length < end) return;
      const wire = head.includes(anthropicPath) ? anthropic : openAi;
      this.#answer(wire, this.#pending.subarray(bodyAt, end));
      this.#pending = this.#pending.subarray(end);
    }
  }

  #answer(wire: Wire, body: Buffer): void {
    if (!body.includes(streamMark)) {
      this.#socket.write(wire.whole);
      return;
    }
    this.#socket.write(wire.opening);
    if (body.includes(heldMark)) {
      this.#socket.write(wire.delta);
      heldSockets.add(this.#socket);
      return;
    }
    streams.add({ socket: this.#socket, wire, leftCount: streamEventCount });
  }
}

const server = createServer({ noDelay: true }, (socket) => {
  const connection = new Connection(socket);
  socket.on('data', (data) => connection.push(data));
  socket.on('error', () => socket.destroy());
  socket.on('close', () => {
    heldSockets.delete(socket);
    for (const stream of streams) if (stream.socket === socket) streams.delete(stream);
  });
});
/** A reset leaves no port behind that waits, at neither end. */
process.on('message', () => {
  const resetCount = heldSockets.size;
  for (const socket of heldSockets) socket.resetAndDestroy();
  process.send?.({ resetCount } satisfies ResetResult);
});
server.listen(0, '127.0.0.1', () => announce(portOf(server.address())));
