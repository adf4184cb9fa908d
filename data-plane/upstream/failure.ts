import type { GatewayErrorCode } from '../errors.ts';
import { GatewayError } from '../errors.ts';
import {
  type FailureClass,
  isRefusal,
  type ProviderFailure,
  type Refusal,
} from '../providers/provider.ts';
import { TransportFault } from './http1/transport-fault.ts';

interface FailureMeaning {
  readonly code: GatewayErrorCode;
  readonly sentence: string;
}

const unavailable: FailureMeaning = {
  code: 'provider_unavailable',
  sentence: 'The provider could not answer; send the call again.',
};

const meanings: Readonly<Record<Exclude<FailureClass, Refusal>, FailureMeaning>> = {
  connect: unavailable,
  reset: unavailable,
  server_error: unavailable,
  // Its credential, its account or the model is not accepted: callers can mend none of them.
  credential: {
    code: 'provider_unavailable',
    sentence: 'The provider does not let the gateway use the model; tell its operators.',
  },
  rate_limited: {
    code: 'provider_rate_limited',
    sentence: 'The provider is rate limited; send the call again later.',
  },
  protocol: {
    code: 'provider_protocol_error',
    sentence: 'The provider answered something that is no reply; send the call again.',
  },
  timeout: {
    code: 'deadline_exceeded',
    sentence: 'The provider did not answer in time; send the call again.',
  },
};

/** What a failed attempt means to the caller when no other target is left. `cause` is for the log. */
export function failureError(
  failure: Pick<ProviderFailure, 'failure'> & Partial<ProviderFailure>,
  cause?: unknown,
): GatewayError {
  if (isRefusal(failure.failure)) {
    const sentence = failure.message ?? 'The provider refused the call.';
    const { param } = failure;
    return new GatewayError('provider_rejected', sentence, param === undefined ? {} : { param });
  }
  const { code, sentence } = meanings[failure.failure];
  const { retryAfterS, isOfRequest = false } = failure;
  return new GatewayError(code, sentence, {
    cause,
    isOfRequest,
    ...(retryAfterS === undefined ? {} : { retryAfterS }),
  });
}

const classByCode: Partial<Readonly<Record<GatewayErrorCode, FailureClass>>> = {
  provider_rejected: 'rejected',
  provider_rate_limited: 'rate_limited',
  provider_unavailable: 'server_error',
  provider_stream_cut: 'reset',
  deadline_exceeded: 'timeout',
};

/** Class of a failure that an adapter reported as an error in the middle of a reply. */
export function classOfError(error: GatewayError): FailureClass {
  return classByCode[error.code] ?? 'protocol';
}

/**
 * Class of a failure of the connection. `sent` is whether the request had begun to go out. A reply that ends before its
 * content-length is a cut, other faults of its framing are the provider's protocol.
 */
export function classOfTransportError(error: Error, sent: boolean): FailureClass {
  if (!sent) return 'connect';
  return error instanceof TransportFault && error.kind === 'framing' ? 'protocol' : 'reset';
}

/** A whole reply that passes the bound of bodies. */
export function replyTooLarge(): GatewayError {
  const sentence = 'The reply is larger than the gateway holds: ask for less at once.';
  return new GatewayError('provider_protocol_error', sentence, { isOfRequest: true });
}

/** The caller is not there any more, or takes nothing. */
export function callerLeft(sentence: string): GatewayError {
  return new GatewayError('caller_left', sentence);
}

/** The caller's deadline, or the route's bound, has come. */
export function deadlineExceeded(): GatewayError {
  const sentence = 'The call took longer than its deadline or its route allows.';
  return new GatewayError('deadline_exceeded', sentence);
}

/** There was a target to try again, but the deadline comes before. `cause` is how it failed. */
export function noTimeToRetry(cause: GatewayError): GatewayError {
  const sentence = 'The provider failed, and the deadline of the call leaves no time to try again.';
  return new GatewayError('deadline_exceeded', sentence, { cause });
}

/** A stream that ended, or stood still, after some of it was passed on. */
export function streamCut(cause?: unknown): GatewayError {
  const sentence = 'The provider stopped in the middle of its reply; send the call again.';
  return new GatewayError('provider_stream_cut', sentence, { cause });
}
