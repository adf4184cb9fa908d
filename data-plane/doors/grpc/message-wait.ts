import {
  type Metadata,
  ServerInterceptingCall,
  type ServerInterceptingCallInterface,
  type ServerInterceptor,
} from '@grpc/grpc-js';
import { GatewayError, toGatewayError } from '../../errors.ts';
import { readCredential } from '../call-headers.ts';
import type { GrpcDoorLimits } from './door-limits.ts';
import type { ReplyIdentity } from './reply-metadata.ts';
import { failureStatus } from './status.ts';

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
 * Bounds the time between the metadata of a call and its message, in which grpc-js keeps whatever comes: how long it
 * lasts, and how many callers that nobody knows may be in it.
 */
export function createMessageWait(options: MessageWaitOptions): ServerInterceptor {
  const { guardedPrefix, checkCaller } = options;
  const guarded = new WaitingCalls(options, checkCaller);
  const open = new WaitingCalls(options, () => {
    throw new GatewayError('overloaded', 'The node has too many calls; try another, or later.');
  });
  return ({ path }, call) => (path.startsWith(guardedPrefix) ? guarded : open).watch(call);
}

/** Calls without their message yet, oldest first. */
class WaitingCalls {
  readonly #options: MessageWaitOptions;
  readonly #check: (credential: string | undefined) => void;
  /** Monotonic milliseconds at which the metadata came; bounded by the streams that connections may have. */
  readonly #since = new Map<ServerInterceptingCallInterface, number>();
  #timer: NodeJS.Timeout | undefined;

  constructor(options: MessageWaitOptions, check: (credential: string | undefined) => void) {
    this.#options = options;
    this.#check = check;
  }

  watch(call: ServerInterceptingCallInterface): ServerInterceptingCall {
    return new ServerInterceptingCall(call, {
      start: (next) =>
        next({
          onReceiveMetadata: (metadata, forward) => {
            if (this.#enter(call, metadata)) forward(metadata);
          },
          onReceiveMessage: (message, forward) => {
            this.#since.delete(call);
            forward(message);
          },
          onReceiveHalfClose: (forward) => {
            this.#since.delete(call);
            forward();
          },
          onCancel: () => this.#since.delete(call),
        }),
    });
  }

  #enter(call: ServerInterceptingCallInterface, metadata: Metadata): boolean {
    // Messages mostly come with the metadata: few calls wait at a time, and none of those is judged twice.
    if (this.#since.size >= this.#options.limits.uncheckedWaitMax) {
      try {
        this.#check(readCredential(metadata.getMap()));
      } catch (thrown) {
        this.#refuse(call, toGatewayError(thrown));
        return false;
      }
    }
    this.#since.set(call, performance.now());
    this.#timer ??= this.#wakeIn(this.#options.limits.messageTimeoutMs);
    return true;
  }

  #wakeIn(delayMs: number): NodeJS.Timeout {
    return setTimeout(() => this.#refuseLate(), delayMs).unref();
  }

  #refuseLate(): void {
    const { messageTimeoutMs } = this.#options.limits;
    const nowMs = performance.now();
    this.#timer = undefined;
    for (const [call, sinceMs] of this.#since) {
      const leftMs = sinceMs + messageTimeoutMs - nowMs;
      if (leftMs > 0) {
        this.#timer = this.#wakeIn(leftMs);
        return;
      }
      this.#since.delete(call);
      const sentence = 'The message did not come in time: send it at once.';
      this.#refuse(call, new GatewayError('request_timeout', sentence));
    }
  }

  #refuse(call: ServerInterceptingCallInterface, error: GatewayError): void {
    call.sendStatus(failureStatus(error, this.#options.identify()));
    closeStream(call);
  }
}

/**
 * grpc-js keeps the part of a message that has come as long as the caller leaves the stream open, and offers no way to
 * close it. `close` lets what is written go out first, then resets the stream.
 */
function closeStream(call: ServerInterceptingCallInterface): void {
  const stream: unknown = Reflect.get(call, 'stream');
  if (typeof stream !== 'object' || stream === null || !('close' in stream)) return;
  if (typeof stream.close === 'function') stream.close();
}
