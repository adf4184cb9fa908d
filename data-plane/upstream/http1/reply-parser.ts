import { ChunkSizeReader } from './chunk-size.ts';
import { checkTrailers, type HeaderList, type ReplyHead, readReplyHead } from './reply-head.ts';
import { TransportFault } from './transport-fault.ts';

/** Who is told what a reply holds. */
export interface ReplyTaker {
  /** No more is to be told for now, or ever: the parser stops where it is. */
  readonly isHalted: boolean;
  /** Status and headers of the reply itself; interim replies are passed over. */
  takeHead(status: number, headers: HeaderList): void;
  /** A part of the body: a view of what was pushed. */
  takeBody(bytes: Buffer): void;
}

const headBytesMax = 64 * 1024;
/** Interim replies before the reply itself; each is bounded as a head. */
const interimCountMax = 32;
/** Most heads are shorter: what comes behind them is not turned into text. */
const headSliceBytes = 2_048;
/** An LF that does not end a line as HTTP/1.1 has it: waiting for the end of such a head would be in vain. */
const bareLineFeed = /[^\r]\n/;

type State =
  | 'head'
  | 'sized'
  | 'until-close'
  | 'chunk-size'
  | 'chunk'
  | 'chunk-end'
  | 'trailers'
  | 'done';

/** Reads replies of HTTP/1.1, one after another, from bytes that are split anywhere. */
export class ReplyParser {
  readonly #taker: ReplyTaker;
  readonly #size = new ChunkSizeReader();
  #state: State = 'done';
  #text = '';
  #left = 0;
  #interimCount = 0;
  #keepAliveMs = 0;

  constructor(taker: ReplyTaker) {
    this.#taker = taker;
  }

  /** Begins with the reply to one more request. */
  begin(): void {
    this.#state = 'head';
    this.#text = '';
    this.#interimCount = 0;
    this.#keepAliveMs = 0;
  }

  /** True between a whole reply and the next `begin`. */
  get isDone(): boolean {
    return this.#state === 'done';
  }

  /** Milliseconds for which the connection may be kept after this reply; 0 when it ends with it. */
  get keepAliveMs(): number {
    return this.#keepAliveMs;
  }

  /**
   * Takes the bytes from `start` to `end`, until they end, the reply does, or the taker halts. Gives the place behind the last byte that
   * was used.
   *
   * @throws TransportFault framing
   */
  push(bytes: Buffer, start: number, end: number): number {
    let at = start;
    while (at < end && this.#state !== 'done' && !this.#taker.isHalted)
      at = this.#step(bytes, at, end);
    return at;
  }

  /** The server has ended the connection: true when that was the end of the reply. */
  endOfConnection(): boolean {
    if (this.#state !== 'until-close') return false;
    this.#state = 'done';
    return true;
  }

  #step(bytes: Buffer, at: number, end: number): number {
    switch (this.#state) {
      case 'head':
        return this.#readHead(bytes, at, end);
      case 'sized':
        return this.#readPart(bytes, at, end, 'done');
      case 'chunk-size':
        return this.#readChunkSize(bytes, at, end);
      case 'chunk':
        return this.#readPart(bytes, at, end, 'chunk-end');
      case 'chunk-end':
        return this.#readChunkEnd(bytes, at);
      case 'trailers':
        return this.#readTrailers(bytes, at, end);
      default:
        this.#taker.takeBody(bytes.subarray(at, end));
        return end;
    }
  }

  #readHead(bytes: Buffer, at: number, end: number): number {
    const known = this.#text.length;
    const next = this.#gather(bytes, at, end);
    const found = this.#text.indexOf('\r\n\r\n', Math.max(0, known - 3));
    if (found < 0) {
      this.#checkUnended(known);
      return next;
    }
    const head = readReplyHead(this.#text.slice(0, found + 2));
    this.#text = '';
    this.#open(head);
    return at + (found + 4 - known);
  }

  #open(head: ReplyHead): void {
    const { status, headers, bodyLength, keepAliveMs } = head;
    if (status < 200) {
      this.#interimCount += 1;
      if (status === 101 || this.#interimCount > interimCountMax)
        throw new TransportFault('framing', 'The reply switches protocols, or does not begin.');
      return;
    }
    this.#keepAliveMs = keepAliveMs;
    if (bodyLength === 'chunked') this.#expectChunk();
    else if (bodyLength === 'until-close') this.#state = 'until-close';
    else {
      this.#left = bodyLength;
      this.#state = bodyLength === 0 ? 'done' : 'sized';
    }
    this.#taker.takeHead(status, headers);
  }

  #readPart(bytes: Buffer, at: number, end: number, next: State): number {
    const stop = Math.min(end, at + this.#left);
    this.#left -= stop - at;
    if (this.#left === 0) this.#state = next;
    this.#taker.takeBody(bytes.subarray(at, stop));
    return stop;
  }

  #expectChunk(): void {
    this.#size.begin();
    this.#state = 'chunk-size';
  }

  #readChunkSize(bytes: Buffer, at: number, end: number): number {
    const next = this.#size.push(bytes, at, end);
    if (!this.#size.isDone) return next;
    this.#left = this.#size.size;
    this.#state = this.#left === 0 ? 'trailers' : 'chunk';
    return next;
  }

  /** CR and LF behind the bytes of a chunk, of which `#left` counts the ones that have come. */
  #readChunkEnd(bytes: Buffer, at: number): number {
    if (bytes[at] !== (this.#left === 0 ? 13 : 10))
      throw new TransportFault('framing', 'The reply has a chunk of another size than it says.');
    this.#left += 1;
    if (this.#left === 2) this.#expectChunk();
    return at + 1;
  }

  #readTrailers(bytes: Buffer, at: number, end: number): number {
    const known = this.#text.length;
    const next = this.#gather(bytes, at, end);
    const isEmpty = this.#text.startsWith('\r\n');
    const found = isEmpty ? 0 : this.#text.indexOf('\r\n\r\n', Math.max(0, known - 3));
    if (found < 0) {
      this.#checkUnended(known);
      return next;
    }
    if (!isEmpty) checkTrailers(this.#text.slice(0, found + 2));
    this.#text = '';
    this.#state = 'done';
    return at + (found + (isEmpty ? 2 : 4) - known);
  }

  #gather(bytes: Buffer, at: number, end: number): number {
    const stop = Math.min(end, at + headSliceBytes);
    this.#text += bytes.toString('latin1', at, stop);
    return stop;
  }

  #checkUnended(known: number): void {
    if (this.#text.length > headBytesMax)
      throw new TransportFault('framing', 'The head of the reply is too long.');
    const fresh = this.#text.slice(Math.max(0, known - 1));
    if (bareLineFeed.test(fresh) || this.#text.startsWith('\n'))
      throw new TransportFault('framing', 'The head of the reply has lines without an end.');
  }
}
