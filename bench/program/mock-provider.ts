// A provider on raw sockets: it answers every request with the same bytes, so that it is never the bottleneck.
import { createServer, type Socket } from 'node:net';
import { announce, portOf } from './announce.ts';
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

const wholeReply = Buffer.from(
  'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n' +
    `content-length: ${Buffer.byteLength(replyBody)}\r\n\r\n${replyBody}`,
);
const streamHead =
  'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n';
const delta = Buffer.from(chunk(streamEvents.delta));
const streamEnd = Buffer.from(
  `${chunk(streamEvents.finish)}${chunk(streamEvents.usage)}${chunk(streamEvents.done)}0\r\n\r\n`,
);

function chunk(text: string): string {
  return `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`;
}

interface RunningStream {
  readonly socket: Socket;
  leftCount: number;
}

/** All streams share one timer: a timer for each would be the work that is measured. */
const streams = new Set<RunningStream>();
setInterval(() => {
  for (const stream of streams) {
    stream.leftCount -= 1;
    stream.socket.write(stream.leftCount < 0 ? streamEnd : delta);
    if (stream.leftCount < 0) streams.delete(stream);
  }
}, streamIntervalMs);

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
      this.#answer(this.#pending.subarray(bodyAt, end));
      this.#pending = this.#pending.subarray(end);
    }
  }

  #answer(body: Buffer): void {
    if (!body.includes(streamMark)) {
      this.#socket.write(wholeReply);
      return;
    }
    this.#socket.write(streamHead);
    if (body.includes(heldMark)) {
      this.#socket.write(delta);
      return;
    }
    streams.add({ socket: this.#socket, leftCount: streamEventCount });
  }
}

const server = createServer({ noDelay: true }, (socket) => {
  const connection = new Connection(socket);
  socket.on('data', (data) => connection.push(data));
  socket.on('error', () => socket.destroy());
  socket.on('close', () => {
    for (const stream of streams) if (stream.socket === socket) streams.delete(stream);
  });
});
server.listen(0, '127.0.0.1', () => announce(portOf(server.address())));
