import type { Operation, Provider, ProviderKind, Target } from '../../policy/resource.ts';
import type { ChatEvent, InferenceRequest, Usage, WholeReply, WireDialect } from '../inference.ts';

/** A request as a provider takes it. */
export interface EncodedRequest {
  /** Origin of the provider: scheme, host, port. */
  readonly origin: string;
  /** Path with query. */
  readonly path: string;
  /** Flat list of names and values; the credential is among them, so it is never logged. */
  readonly headers: readonly string[];
  readonly body: Buffer;
}

/** What to encode, and for whom. */
export interface EncodeInput {
  readonly request: InferenceRequest;
  readonly target: Target;
  readonly provider: Provider;
  readonly credential: string | undefined;
  /** Most tokens of one reply of the model; 0 when unknown. */
  readonly outputTokensMax: number;
  /** Unix milliseconds, for providers whose requests are signed. */
  readonly nowMs: number;
}

/**
 * The provider refuses this very request: too large for the model, against its policy, or wrong in itself. A route may have
 * fallbacks for the first two; nobody is asked again after the third.
 */
export type Refusal = 'rejected' | 'context_window' | 'content_policy';

/**
 * Class of a failed attempt; it decides what follows. All but refusals try the next target.
 */
export type FailureClass =
  | Refusal
  | 'credential'
  | 'rate_limited'
  | 'server_error'
  | 'connect'
  | 'reset'
  | 'timeout'
  | 'protocol';

/** Whether it is about the request, and not about the provider. */
export function isRefusal(failure: string): failure is Refusal {
  return failure === 'rejected' || failure === 'context_window' || failure === 'content_policy';
}

/** A reply of a provider that is no answer. `message` is rewritten: it never holds a header, a key or a host. */
export interface ProviderFailure {
  readonly failure: FailureClass;
  readonly message: string;
  readonly retryAfterS: number | undefined;
  /** Field of the request at fault, when the provider named one; never one that only the gateway sends. */
  readonly param: string | undefined;
  /** The provider would refuse this request at any time, whatever else it is asked: only its size is at fault. */
  readonly isOfRequest?: boolean;
}

/** One event of a provider's stream. */
export interface StreamPiece {
  /** The event's own bytes, delimiter included. */
  readonly raw: Buffer;
  /** Decoded pieces; filled only when the decoder was made with `decode: true`. */
  readonly events: readonly ChatEvent[];
  /** True from the first event with content on: nothing can be retried after it was passed on. */
  readonly content: boolean;
  readonly usage: Usage | undefined;
  /** True for an event that exists only because the gateway asked for usage; it is not passed on. */
  readonly swallow: boolean;
  /** The provider's own end of the stream (`data: [DONE]`); the door writes its own instead. */
  readonly terminal: boolean;
}

/** Turns bytes, split anywhere, into events. Holds at most 1 MiB of an unfinished event. */
export interface StreamDecoder {
  /**
   * @throws GatewayError provider_protocol_error when the bytes are no stream of this provider; provider_unavailable,
   *   provider_rate_limited or provider_rejected when the stream itself reports that the provider failed
   */
  push(chunk: Buffer): readonly StreamPiece[];
  /** Call when the provider closed. @throws GatewayError provider_stream_cut when no terminal event came */
  finish(): void;
}

/** Speaks one provider's language. Pure: no socket, no clock. One serves all calls of its kind. */
export interface ProviderAdapter {
  readonly kind: ProviderKind;
  /** Media type of its streams, lower case. */
  readonly streamMediaType: string;
  /**
   * Dialect of its requests and replies: a door of the same dialect may pass replies on byte for byte. Undefined when it
   * speaks none of ours, or cannot do the operation.
   */
  dialect(operation: Operation): WireDialect | undefined;
  /**
   * @throws GatewayError invalid_request naming a field that would choose a model, retain data or change the price, or for
   *   which its wire has no place: such a target is passed over
   */
  encode(input: EncodeInput): EncodedRequest;
  /**
   * Reads a whole reply. With `raw` the bytes are passed on and only their validity and usage are looked at.
   *
   * @throws GatewayError provider_protocol_error when the body is no reply of this provider
   */
  decode(
    operation: Operation,
    body: Buffer,
    raw: boolean,
  ): { readonly reply: WholeReply; readonly usage: Usage | undefined };
  /** `callerWantsUsage` false marks the usage event that the gateway asked for itself as `swallow`. */
  createStreamDecoder(options: {
    readonly decode: boolean;
    readonly callerWantsUsage: boolean;
  }): StreamDecoder;
  /** Reads a reply whose status is not 2xx; `body` is at most 64 KiB of it. */
  readFailure(
    status: number,
    headers: Readonly<Record<string, string | string[] | undefined>>,
    body: Buffer,
  ): ProviderFailure;
}
