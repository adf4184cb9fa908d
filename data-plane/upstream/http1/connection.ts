import type { OnReadOpts, Socket } from 'node:net';
import type { OutgoingCall } from './outgoing-call.ts';
import type { HeaderList } from './reply-head.ts';
import { ReplyParser, type ReplyTaker } from './reply-parser.ts';
import { TransportFault } from './transport-fault.ts';

/** Who lends a connection to calls. */
export interface ConnectionOwner {
  /** A reply is over, and the connection may carry another call for so many milliseconds. */
  freed(connection: Connection, keepAliveMs: number): void;
  /** It is gone, with or without a call. Once, last; a call on it is told after that. */
  closed(connection: Connection): void;
}

const nobody: ConnectionOwner = { freed: () => undefined, closed: () => undefined };

/**
 * All connections are read into it, and what a read brings is copied before anybody else is told of it. 64 KiB is what libuv reads
 * at once: without it each read would make so much, and give most of it back.
 */
const readBuffer = Buffer.allocUnsafeSlow(64 * 1024);
const nothing = Buffer.alloc(0);

/** One connection of HTTP/1.1, which carries one call at a time. It reads past the stream of its socket. */
export class Connection implements ReplyTaker {
  readonly #socket: Socket;
  readonly #parser = new ReplyParser(this);
  #owner: ConnectionOwner = nobody;
  #call: OutgoingCall | undefined = undefined;
  #replyCount = 0;
  /** Whether a byte has come since the call went out. */
  #isAnswering = false;
  #isPaused = false;
  /** What has come and waits for `resume`: the rest of one read, and what was under way within TLS. */
  #held: Buffer | undefined = undefined;
  /** The server has ended the connection while it was paused. */
  #hasEnded = false;
  #isClosed = false;

  /** `open` makes the socket, which must read so. */
  constructor(open: (onread: OnReadOpts) => Socket) {
    this.#socket = open({ buffer: readBuffer, callback: (byteCount) => this.#read(byteCount) });
    this.#socket
      .on('end', () => this.#end())
      .on('error', (error) => this.#fail(error))
      .on('close', () => {
        if (!this.#hasEnded) this.#fail(undefined);
      });
  }

  /** Says who is told from here on. */
  lendBy(owner: ConnectionOwner): void {
    this.#owner = owner;
  }

  /** False when it is gone, also because its server has said something that nobody asked for. */
  get isOpen(): boolean {
    return !this.#isClosed;
  }

  /** Sends a call over the free connection. False when nobody wants it any more: the connection is still free. */
  carry(call: OutgoingCall): boolean {
    this.#call = call;
    this.#isAnswering = false;
    this.#parser.begin();
    if (call.start(this)) {
      if (!this.#isClosed) call.writeTo(this.#socket);
      return true;
    }
    this.#call = undefined;
    return false;
  }

  /** Cuts the connection; a call on it is told so. */
  close(): void {
    this.#fail(undefined);
  }

  /** For its call: nothing more is told, or read, until `resume`. */
  pause(): void {
    this.#isPaused = true;
    this.#socket.pause();
  }

  /** For its call. */
  resume(): void {
    if (!this.#isPaused) return;
    this.#isPaused = false;
    this.#socket.resume();
    const held = this.#held ?? nothing;
    this.#held = undefined;
    this.#feed(held);
    if (this.#hasEnded && !this.isHalted) this.#end();
  }

  /** For its call: cuts the connection, and tells the call nothing more. */
  abort(): void {
    this.#call?.release();
    this.#call = undefined;
    this.close();
  }

  /** For the parser. */
  get isHalted(): boolean {
    return this.#isPaused || this.#isClosed;
  }

  /** For the parser. */
  takeHead(status: number, headers: HeaderList): void {
    this.#call?.handler.onResponseStart(status, headers);
  }

  /** For the parser. */
  takeBody(bytes: Buffer): void {
    this.#call?.handler.onResponseData(bytes);
  }

  #read(byteCount: number): boolean {
    // An answer to nothing would be a wrong one to whatever is sent next.
    if (this.#call === undefined) {
      this.close();
      return true;
    }
    const bytes = Buffer.allocUnsafe(byteCount);
    readBuffer.copy(bytes, 0, 0, byteCount);
    if (this.isHalted) this.#hold(bytes);
    else this.#feed(bytes);
    return true;
  }

  #feed(bytes: Buffer): void {
    this.#isAnswering ||= bytes.length > 0;
    let at = 0;
    try {
      at = this.#parser.push(bytes, 0, bytes.length);
    } catch (fault) {
      this.#fail(fault);
      return;
    }
    if (this.#isPaused) this.#hold(bytes.subarray(at));
    else if (this.#parser.isDone && !this.#isClosed) this.#complete(at < bytes.length);
  }

  #hold(bytes: Buffer): void {
    if (bytes.length === 0 || this.#isClosed) return;
    this.#held = this.#held === undefined ? bytes : Buffer.concat([this.#held, bytes]);
  }

  /** `saysMore`: the server has sent more than the reply, or ended the connection. */
  #complete(saysMore: boolean): void {
    const call = this.#call;
    const { keepAliveMs } = this.#parser;
    // A reply that comes before its request is out whole leaves the rest of the request on the connection.
    const mayStay = !saysMore && keepAliveMs > 0 && this.#socket.writableLength === 0;
    this.#call = undefined;
    this.#replyCount += 1;
    call?.release();
    if (mayStay) this.#owner.freed(this, keepAliveMs);
    else this.close();
    call?.handler.onResponseEnd();
  }

  #end(): void {
    if (this.#isPaused) this.#hasEnded = true;
    else if (this.#call !== undefined && this.#parser.endOfConnection()) this.#complete(true);
    else this.#fail(undefined);
  }

  #fail(cause: unknown): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#held = undefined;
    this.#socket.destroy();
    const call = this.#call;
    this.#call = undefined;
    call?.release();
    this.#owner.closed(this);
    call?.handler.onResponseError(this.#describe(cause));
  }

  #describe(cause: unknown): TransportFault {
    if (cause instanceof TransportFault) return cause;
    const isStale = this.#replyCount > 0 && !this.#isAnswering;
    const sentence = 'The connection to the provider ended before its reply did.';
    return new TransportFault('closed', sentence, { cause, isStale });
  }
}
