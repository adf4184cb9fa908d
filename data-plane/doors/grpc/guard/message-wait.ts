import {
  type Metadata,
  ServerInterceptingCall,
  type ServerInterceptingCallInterface,
  type ServerInterceptor,
} from '@grpc/grpc-js';
import { GatewayError, toGatewayError } from '../../../errors.ts';
import { readCredential } from '../../call-headers.ts';
import type { GrpcDoorLimits } from '../door-limits.ts';
import type { ReplyIdentity } from '../reply-metadata.ts';
import { failureStatus } from '../status.ts';
import { closeStream } from './http2-stream.ts';
import { ReaderWatch } from './reader-watch.ts';

/** What waiting calls are judged by. */
export interface MessageWaitOptions {
  readonly limits: GrpcDoorLimits;
  /** Path of the methods that need a key, up to their name. */
  readonly guardedPrefix: string;
  /** @throws GatewayError when nobody is known by the key */
  readonly checkCaller: (credential: string | undefined) => void;
  readonly identify: () => ReplyIdentity;
}

/**
 * Bounds what callers may make the node wait for. Between the metadata of a call and its message, in which grpc-js keeps
 * whatever comes: how long it lasts, and how many callers that nobody knows may be in it. And once there is a reply: how
 * long they may take nothing of it. One interceptor for both, because each costs every message.
 */
export function createMessageWait(options: MessageWaitOptions): ServerInterceptor {
  const { guardedPrefix, checkCaller, limits } = options;
  const readers = new ReaderWatch(limits.stallTimeoutMs, () => performance.now());
  const guarded = new WaitingCalls({ ...options, checkCaller }, readers);
  const refuse = (): void => {
    throw new GatewayError('overloaded', 'The node has too many calls; try another, or later.');
  };
  const open = new WaitingCalls({ ...options, checkCaller: refuse }, readers);
  return ({ path }, call) => (path.startsWith(guardedPrefix) ? guarded : open).watch(call);
}

/** A call without its message yet. Neighbours are forgotten when it leaves: they would be kept by it otherwise. */
interface Waiting {
  readonly call: ServerInterceptingCallInterface;
  /** Monotonic milliseconds at which the metadata came. */
  sinceMs: number;
  older: Waiting | undefined;
  newer: Waiting | undefined;
  isIn: boolean;
}

/**
 * Calls without their message yet, oldest first; bounded by the streams that connections may have. Linked by hand: a Map that
 * every call enters and leaves keeps calls that are over until all of the heap is collected
 * (data-plane/observers/call-observer.ts says why).
 */
class WaitingCalls {
  readonly #options: MessageWaitOptions;
  readonly #readers: ReaderWatch;
  #oldest: Waiting | undefined;
  #newest: Waiting | undefined;
  #count = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(options: MessageWaitOptions, readers: ReaderWatch) {
    this.#options = options;
    this.#readers = readers;
  }

  watch(call: ServerInterceptingCallInterface): ServerInterceptingCall {
    const waiting: Waiting = { call, sinceMs: 0, older: undefined, newer: undefined, isIn: false };
    const reply = this.#readers.open(call);
    return new ServerInterceptingCall(call, {
      start: (next) =>
        next({
          onReceiveMetadata: (metadata, forward) => {
            if (this.#enter(waiting, metadata)) forward(metadata);
          },
          onReceiveMessage: (message, forward) => {
            this.#leave(waiting);
            forward(message);
          },
          onReceiveHalfClose: (forward) => {
            this.#leave(waiting);
            forward();
          },
          onCancel: () => {
            this.#leave(waiting);
            this.#readers.close(reply);
          },
        }),
      sendMessage: (message, next) => {
        reply.offeredCount += 1;
        next(message);
      },
    });
  }

  #enter(waiting: Waiting, metadata: Metadata): boolean {
    // Messages mostly come with the metadata: few calls wait at a time, and none of those is judged twice.
    if (this.#count >= this.#options.limits.uncheckedWaitMax) {
      try {
        this.#options.checkCaller(readCredential(metadata.getMap()));
      } catch (thrown) {
        this.#refuse(waiting.call, toGatewayError(thrown));
        return false;
      }
    }
    waiting.sinceMs = performance.now();
    this.#append(waiting);
    this.#timer ??= this.#wakeIn(this.#options.limits.messageTimeoutMs);
    return true;
  }

  #append(waiting: Waiting): void {
    waiting.isIn = true;
    waiting.older = this.#newest;
    if (this.#newest === undefined) this.#oldest = waiting;
    else this.#newest.newer = waiting;
    this.#newest = waiting;
    this.#count += 1;
  }

  #leave(waiting: Waiting): void {
    if (!waiting.isIn) return;
    const { older, newer } = waiting;
    if (older === undefined) this.#oldest = newer;
    else older.newer = newer;
    if (newer === undefined) this.#newest = older;
    else newer.older = older;
    waiting.older = undefined;
    waiting.newer = undefined;
    waiting.isIn = false;
    this.#count -= 1;
  }

  #wakeIn(delayMs: number): NodeJS.Timeout {
    return setTimeout(() => this.#refuseLate(), delayMs).unref();
  }

  #refuseLate(): void {
    const { messageTimeoutMs } = this.#options.limits;
    const nowMs = performance.now();
    this.#timer = undefined;
    for (let next = this.#oldest; next !== undefined; next = this.#oldest) {
      const leftMs = next.sinceMs + messageTimeoutMs - nowMs;
      if (leftMs > 0) {
        this.#timer = this.#wakeIn(leftMs);
        return;
      }
      this.#leave(next);
      const sentence = 'The message did not come in time: send it at once.';
      this.#refuse(next.call, new GatewayError('request_timeout', sentence));
    }
  }

  #refuse(call: ServerInterceptingCallInterface, error: GatewayError): void {
    call.sendStatus(failureStatus(error, this.#options.identify()));
    // grpc-js keeps the part of a message that has come as long as the caller leaves the stream open.
    closeStream(call);
  }
}
