import type { ServerInterceptingCallInterface } from '@grpc/grpc-js';
import { findStream, resetStream } from './http2-stream.ts';

/** Looks in each stall time: the precision of the bound. */
const looksPerStall = 10;
/** A message counts as moving as long as it goes out at this rate: one may have 32 MiB, and nothing tells how much is taken of it. */
const bytesPerMsMin = 64;

/** The reply of one call. */
export interface WatchedReply {
  readonly call: ServerInterceptingCallInterface;
  /** Messages handed to HTTP/2. Raised by whoever hands them over. */
  offeredCount: number;
  /** What was there at the last look at which something had moved, and when that was, in monotonic milliseconds. */
  seenCount: number;
  seenBytes: number;
  sinceMs: number;
  /** Among all; undefined when the call is over. */
  place: number | undefined;
}

/**
 * Cuts readers that take nothing for too long while something waits for them: HTTP/2 itself keeps for ever what a caller
 * does not take. One look at all calls from time to time, nothing for each message.
 */
export class ReaderWatch {
  readonly #stallTimeoutMs: number;
  readonly #nowMs: () => number;
  /**
   * Calls that have not ended; bounded by the streams that connections may have. Each knows its place, because a Set that
   * every call enters and leaves costs the collector (data-plane/observers/call-observer.ts).
   */
  readonly #replies: WatchedReply[] = [];
  #timer: NodeJS.Timeout | undefined;

  /** @param nowMs monotonic */
  constructor(stallTimeoutMs: number, nowMs: () => number) {
    this.#stallTimeoutMs = stallTimeoutMs;
    this.#nowMs = nowMs;
  }

  open(call: ServerInterceptingCallInterface): WatchedReply {
    const place = this.#replies.length;
    const reply = { call, offeredCount: 0, seenCount: 0, seenBytes: 0, sinceMs: 0, place };
    this.#replies.push(reply);
    this.#timer ??= setInterval(this.look, this.#stallTimeoutMs / looksPerStall).unref();
    return reply;
  }

  /** The call is over: the last one takes its place. */
  close(reply: WatchedReply): void {
    const { place } = reply;
    if (place === undefined) return;
    reply.place = undefined;
    const last = this.#replies.pop();
    if (last === undefined || last === reply) return;
    this.#replies[place] = last;
    last.place = place;
  }

  /** Judges every call. For the timer. */
  readonly look = (): void => {
    const nowMs = this.#nowMs();
    // From the end: whoever takes the place of one that is cut has been looked at.
    for (let at = this.#replies.length - 1; at >= 0; at -= 1) {
      const reply = this.#replies[at];
      if (reply !== undefined) this.#judge(reply, nowMs);
    }
    if (this.#replies.length > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  };

  #judge(reply: WatchedReply, nowMs: number): void {
    const waitingBytes = findStream(reply.call)?.writableLength ?? 0;
    const hasMoved =
      waitingBytes === 0 ||
      waitingBytes !== reply.seenBytes ||
      reply.offeredCount !== reply.seenCount;
    if (hasMoved) {
      reply.seenBytes = waitingBytes;
      reply.seenCount = reply.offeredCount;
      reply.sinceMs = nowMs;
    } else if (nowMs - reply.sinceMs > this.#stallTimeoutMs + waitingBytes / bytesPerMsMin) {
      resetStream(reply.call);
    }
  }
}
