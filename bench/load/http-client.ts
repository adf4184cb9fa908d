import { connect, type Socket } from 'node:net';
import type { Ended, LoadClient } from './load-client.ts';

const headEnd = Buffer.from('\r\n\r\n');
const lastChunk = Buffer.from('0\r\n\r\n');
const streamDone = Buffer.from('[DONE]');
/** More at once means that the server does not keep up: what is sent beyond it has failed. */
const connectionsMax = 2_000;

/** What is sent again and again. */
export interface HttpRequest {
  readonly apiKey: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** HTTP/1.1 over keep-alive connections, one request at a time on each; parses no more than it must. */
export class HttpClient implements LoadClient {
  onEnded: (ended: Ended) => void = () => {};
  readonly #port: number;
  readonly #request: Buffer;
  readonly #idle: Connection[] = [];
  readonly #all = new Set<Connection>();

  constructor(port: number, path: string, { apiKey, headers, body }: HttpRequest) {
    this.#port = port;
    const own = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    this.#request = Buffer.from(
      `POST ${path} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\nauthorization: Bearer ${apiKey}\r\n` +
        `content-type: application/json\r\naccept: application/json\r\n${own.join('')}` +
        `content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
    );
  }

  issue(): void {
    const connection = this.#idle.pop() ?? this.#open();
    if (connection !== undefined) connection.send(this.#request);
    else this.onEnded({ startedAtMs: performance.now(), firstByteAtMs: 0, ok: false });
  }

  close(): void {
    for (const connection of this.#all) connection.close();
  }

  #open(): Connection | undefined {
    if (this.#all.size >= connectionsMax) return undefined;
    const connection = new Connection(this.#port, (ended, usable) => {
      if (usable) this.#idle.push(connection);
      else this.#all.delete(connection);
      this.onEnded(ended);
    });
    this.#all.add(connection);
    return connection;
  }
}

class Connection {
  readonly #socket: Socket;
  readonly #ended: (ended: Ended, usable: boolean) => void;
  #busy = false;
  #startedAtMs = 0;
  #firstByteAtMs = 0;
  #head: Buffer = Buffer.alloc(0);
  /** Bytes of the body that are still to come; undefined before the head has, negative for a chunked one. */
  #leftBytes: number | undefined;
  #ok = false;
  #sawDone = false;

  constructor(port: number, ended: (ended: Ended, usable: boolean) => void) {
    this.#ended = ended;
    this.#socket = connect({ port, host: '127.0.0.1', noDelay: true });
    this.#socket.on('data', (data) => this.#take(data));
    this.#socket.on('error', () => this.#socket.destroy());
    this.#socket.on('close', () => this.#finish(false));
  }

  send(request: Buffer): void {
    this.#busy = true;
    this.#startedAtMs = performance.now();
    this.#firstByteAtMs = 0;
    this.#head = Buffer.alloc(0);
    this.#leftBytes = undefined;
    this.#sawDone = false;
    this.#socket.write(request);
  }

  close(): void {
    this.#busy = false;
    this.#socket.destroy();
  }

  #take(data: Buffer): void {
    if (this.#firstByteAtMs === 0) this.#firstByteAtMs = performance.now();
    const body = this.#leftBytes === undefined ? this.#takeHead(data) : data;
    if (body === undefined || this.#leftBytes === undefined) return;
    if (this.#leftBytes < 0) {
      this.#sawDone ||= body.includes(streamDone);
      if (body.subarray(-lastChunk.length).equals(lastChunk)) this.#finish(this.#sawDone);
      return;
    }
    this.#leftBytes -= body.length;
    if (this.#leftBytes <= 0) this.#finish(true);
  }

  /** What follows the head; undefined when the head is not whole yet. */
  #takeHead(data: Buffer): Buffer | undefined {
    this.#head = this.#head.length === 0 ? data : Buffer.concat([this.#head, data]);
    const end = this.#head.indexOf(headEnd);
    if (end < 0) return undefined;
    const text = this.#head.toString('latin1', 0, end).toLowerCase();
    this.#ok = text.startsWith('http/1.1 200');
    this.#leftBytes = Number(/\ncontent-length: *(\d+)/.exec(text)?.[1] ?? -1);
    return this.#head.subarray(end + headEnd.length);
  }

  #finish(whole: boolean): void {
    if (!this.#busy) return;
    this.#busy = false;
    const startedAtMs = this.#startedAtMs;
    const firstByteAtMs = this.#firstByteAtMs;
    this.#ended({ startedAtMs, firstByteAtMs, ok: whole && this.#ok }, !this.#socket.destroyed);
  }
}
