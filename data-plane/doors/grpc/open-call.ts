import type { Deadline, Metadata } from '@grpc/grpc-js';
import { GatewayError } from '../../errors.ts';
import { type CallHeaders, readCallHeaders } from '../call-headers.ts';
import type { GrpcDoorLimits } from './door-limits.ts';

/** What all calls have: the message is still bytes. */
export interface RawCall {
  readonly request: Buffer;
  readonly metadata: Metadata;
  getDeadline(): Deadline;
  /** grpc-js says `cancelled` at the end of every call, however it ended. */
  on(event: 'cancelled', listener: () => void): unknown;
}

/**
 * Checks the bounds of a call and reads its metadata.
 *
 * @throws GatewayError body_too_large, headers_too_large, invalid_request
 */
export function openCall(call: RawCall, limits: GrpcDoorLimits): CallHeaders {
  if (call.request.length > limits.messageBytesMax)
    throw new GatewayError(
      'body_too_large',
      `The message has ${call.request.length} bytes; at most ${limits.messageBytesMax} are taken.`,
    );
  const headers = call.metadata.getMap();
  requireSmall(headers, limits);
  return readCallHeaders(headers);
}

/** First values only: `getMap` gives no more, and repeated entries are bounded by HTTP/2 itself (64 KiB, 128 pairs). */
function requireSmall(
  headers: Readonly<Record<string, string | Buffer>>,
  limits: GrpcDoorLimits,
): void {
  let entryCount = 0;
  let bytes = 0;
  for (const name in headers) {
    entryCount += 1;
    bytes += name.length + (headers[name]?.length ?? 0);
  }
  if (entryCount > limits.metadataEntriesMax || bytes > limits.metadataBytesMax)
    throw new GatewayError(
      'headers_too_large',
      `The metadata has ${entryCount} entries of ${bytes} bytes; at most ` +
        `${limits.metadataEntriesMax} entries of ${limits.metadataBytesMax} bytes are taken.`,
    );
}

/** Long enough for a status with details to arrive before the caller's own timer, on one network. */
const deadlineMarginMs = 10;

/**
 * Unix milliseconds by which the caller wants an answer: the earlier of its gRPC deadline, less a margin in which the
 * gateway can still say so itself, and `x-gatehouse-timeout-ms`. Undefined when it set neither.
 */
export function deadlineOf(
  call: RawCall,
  timeoutMs: number | undefined,
  receivedAtMs: number,
): number | undefined {
  const announcedAtMs = Number(call.getDeadline()) - deadlineMarginMs;
  const wantedAtMs = timeoutMs === undefined ? Number.POSITIVE_INFINITY : receivedAtMs + timeoutMs;
  const deadlineAtMs = Math.min(announcedAtMs, wantedAtMs);
  return deadlineAtMs === Number.POSITIVE_INFINITY ? undefined : deadlineAtMs;
}
