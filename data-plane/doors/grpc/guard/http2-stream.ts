import { constants } from 'node:http2';
import type { ServerInterceptingCallInterface } from '@grpc/grpc-js';

/** The stream of HTTP/2 below a call: what grpc-js offers no way to. */
export interface CallStream {
  /** Bytes that were written and that HTTP/2 has not taken. */
  readonly writableLength: number;
  close(code?: number): void;
}

/** Undefined when grpc-js keeps it elsewhere than it did (1.14). */
export function findStream(call: ServerInterceptingCallInterface): CallStream | undefined {
  const stream: unknown = Reflect.get(call, 'stream');
  return isCallStream(stream) ? stream : undefined;
}

/** Closes the stream once what is written has gone out. */
export function closeStream(call: ServerInterceptingCallInterface): void {
  findStream(call)?.close();
}

/** Drops what is written and closes the stream; the caller sees CANCELLED. */
export function resetStream(call: ServerInterceptingCallInterface): void {
  findStream(call)?.close(constants.NGHTTP2_CANCEL);
}

function isCallStream(stream: unknown): stream is CallStream {
  return (
    typeof stream === 'object' &&
    stream !== null &&
    'close' in stream &&
    typeof stream.close === 'function' &&
    'writableLength' in stream &&
    typeof stream.writableLength === 'number'
  );
}
