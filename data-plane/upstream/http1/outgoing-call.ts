import type { Writable } from 'node:stream';
import type { EncodedRequest } from '../../providers/provider.ts';
import type { HeaderList } from './reply-head.ts';

/** What whoever sends a request may do with it once it is on its way. All of it does nothing when the reply is over. */
export interface UpstreamCall {
  /** No more of the reply is told until `resume`: its connection is not read meanwhile. */
  pause(): void;
  resume(): void;
  /** Ends the connection in this tick. Nothing more is told. */
  abort(): void;
}

/**
 * Who takes the reply to one request. Order: `onRequestStart`, `onResponseStart`, any number of `onResponseData`, `onResponseEnd`;
 * `onResponseError` once instead of, or after, any of them but the last. Must not throw.
 */
export interface ReplyHandler {
  /** A connection is there, and the request goes out; unless this is false, which leaves the connection to others. */
  onRequestStart(call: UpstreamCall): boolean;
  /** Interim replies (1xx) are not told. */
  onResponseStart(status: number, headers: HeaderList): void;
  onResponseData(bytes: Buffer): void;
  onResponseEnd(): void;
  onResponseError(error: Error): void;
}

/** Longer bodies cost more to copy than a vector of two. */
const joinedBytesMax = 8_192;
/** RFC 9110 sections 5.5 and 5.6.2; what undici and node:http refuse too. */
const badValue = /[^\t\x20-\x7e\x80-\xff]/;
const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
const target = /^\/[\x21-\x7e]*$/;

/** One request, from the moment at which it waits for a connection to the end of its reply. */
export class OutgoingCall implements UpstreamCall {
  readonly handler: ReplyHandler;
  readonly #head: string;
  readonly #body: Buffer;
  /** Undefined before the request goes out, and when its reply is over. */
  #carrier: UpstreamCall | undefined = undefined;

  /** @throws TypeError when path or headers have characters that HTTP does not allow there */
  constructor(host: string, request: EncodedRequest, handler: ReplyHandler) {
    this.handler = handler;
    this.#head = renderHead(host, request);
    this.#body = request.body;
  }

  /** Tells that there is a connection. False when the request is not wanted any more. */
  start(carrier: UpstreamCall): boolean {
    this.#carrier = carrier;
    if (this.handler.onRequestStart(this)) return true;
    this.#carrier = undefined;
    return false;
  }

  /** The reply is over: the carrier may carry another one. */
  release(): void {
    this.#carrier = undefined;
  }

  /**
   * Writes the request. A short one goes out as one text, for which Latin 1 gives each byte a character, and back: it takes one plain
   * system call where a head and a buffer take a vector of two.
   */
  writeTo(socket: Writable): void {
    if (this.#body.length <= joinedBytesMax) {
      socket.write(this.#head + this.#body.toString('latin1'), 'latin1');
      return;
    }
    socket.cork();
    socket.write(this.#head, 'latin1');
    socket.write(this.#body);
    socket.uncork();
  }

  pause(): void {
    this.#carrier?.pause();
  }

  resume(): void {
    this.#carrier?.resume();
  }

  abort(): void {
    this.#carrier?.abort();
  }
}

function renderHead(host: string, { path, headers, body }: EncodedRequest): string {
  if (!target.test(path))
    throw new TypeError('The path of a provider has a character that no path has.');
  let head = `POST ${path} HTTP/1.1\r\nhost: ${host}\r\nconnection: keep-alive\r\n`;
  for (let index = 0; index < headers.length; index += 2) {
    const name = headers[index] ?? '';
    const value = headers[index + 1] ?? '';
    // Neither is named: a value may be a credential.
    if (!token.test(name) || badValue.test(value))
      throw new TypeError('A header for a provider has a character that no header has.');
    head += `${name}: ${value}\r\n`;
  }
  return `${head}content-length: ${body.length}\r\n\r\n`;
}
