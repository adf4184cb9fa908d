import type { GatewayError } from '../errors.ts';
import type { ChatEvent, InferenceRequest, Usage, WholeReply, WireDialect } from '../inference.ts';

/** What a reply is rendered with besides itself. */
export interface ReplyForm {
  readonly requestId: string;
  /** Unix milliseconds. */
  readonly receivedAtMs: number;
  readonly request: InferenceRequest;
}

/** Writes one streamed reply that was decoded from another wire. */
export interface StreamRenderer {
  /** Events of the wire, delimiters included; empty when it has none for this piece. */
  render(event: Exclude<ChatEvent, { readonly kind: 'usage' }>): string;
  /** What follows the last piece, the terminal event excluded. */
  close(usage: Usage): string;
  /** The terminal event. Called after `close`. */
  terminal(): string;
  /** In place of `Dialect.renderErrorEvent`, for a wire whose error event depends on what came before it. */
  fail?(error: GatewayError): string;
}

/** Headers of a request, by lower-case name. */
export type RequestHeaders = Readonly<Record<string, unknown>>;

/** One wire of the HTTP door: how its requests are read, and how replies and errors look on it. */
export interface Dialect {
  readonly name: WireDialect;
  /** Header in which SDKs of this wire look for the id of a reply, beside `x-gatehouse-request-id`. */
  readonly requestIdHeader?: string;
  /** True when a reply may have several answers; other wires take the first. */
  readonly hasChoices?: true;
  /** @throws GatewayError invalid_request with the dotted path of the field at fault */
  parse(body: Buffer, headers?: RequestHeaders): InferenceRequest;
  /** Names and values that every answer bears to a request with such headers: what of them was left out. */
  answerHeaders?(headers: RequestHeaders): readonly string[];
  /** A whole reply as JSON text. Bytes of the provider's own come back as they are, where the wire allows it. */
  renderReply(form: ReplyForm, reply: WholeReply): Buffer;
  openStream(form: ReplyForm): StreamRenderer;
  /** The terminal event of a stream whose bytes were passed on, for a provider that sent none of its own. */
  readonly terminal: string;
  /** Body of a refusal. Our word of the closed list is `error.code` on every wire. */
  renderError(error: GatewayError, requestId: string): string;
  /** The event that ends a stream which has begun and failed: never a clean end. */
  renderErrorEvent(error: GatewayError, requestId: string): string;
}
