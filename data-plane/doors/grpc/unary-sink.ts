import type { ServerUnaryCall, sendUnaryData } from '@grpc/grpc-js';
import type { ChatResponse } from '../../../proto/generated/gatehouse/inference/v1/ChatResponse.ts';
import type { EmbedResponse } from '../../../proto/generated/gatehouse/inference/v1/EmbedResponse.ts';
import type { ExplainResponse } from '../../../proto/generated/gatehouse/inference/v1/ExplainResponse.ts';
import { type GatewayError, toGatewayError } from '../../errors.ts';
import type { Explanation } from '../../explanation.ts';
import type { WholeReply } from '../../inference.ts';
import type { FailureFacts, ReplyHead, ReplySink, ReplyTail } from '../../pipeline/exchange.ts';
import { renderChat, renderEmbedding } from './render-reply.ts';
import { headMetadata, type ReplyIdentity, tailMetadata } from './reply-metadata.ts';
import { failureStatus } from './status.ts';

/** What the methods that answer whole may answer. */
export type UnaryReply = ChatResponse | EmbedResponse | ExplainResponse;

/**
 * Takes the reply of `Chat` or `Embed`: one message, or a status other than OK. Trailers have no room for a decision, so a failure
 * tells only the request id, by which it is found.
 */
export class UnarySink implements ReplySink {
  readonly dialect = undefined;
  readonly #call: ServerUnaryCall<Buffer, UnaryReply>;
  readonly #respond: sendUnaryData<UnaryReply>;
  readonly #identity: ReplyIdentity;
  #done = false;

  constructor(
    call: ServerUnaryCall<Buffer, UnaryReply>,
    respond: sendUnaryData<UnaryReply>,
    identity: ReplyIdentity,
  ) {
    this.#call = call;
    this.#respond = respond;
    this.#identity = identity;
  }

  /** Whether the reply was handed over, or the call ended without one. */
  get done(): boolean {
    return this.#done;
  }

  answer(head: ReplyHead, reply: WholeReply, tail: ReplyTail): void {
    if (this.#done) return;
    const message = renderWhole(head.routeName, reply, tail.explanation);
    if (message === undefined) {
      this.fail(wrongForm());
      return;
    }
    this.#done = true;
    this.#call.sendMetadata(headMetadata(this.#identity, head));
    this.#respond(null, message, tailMetadata(head, tail));
  }

  begin(): void {
    this.fail(wrongForm());
  }

  writeRaw(): boolean {
    return true;
  }

  writeEvent(): boolean {
    return true;
  }

  onDrain(): void {}

  end(): void {
    this.fail(wrongForm());
  }

  fail(error: GatewayError, known?: FailureFacts): void {
    if (this.#done) return;
    this.#done = true;
    this.#respond(failureStatus(error, this.#identity, known));
  }

  /** The call is over without a reply: whatever comes is ignored. */
  abandon(): void {
    this.#done = true;
  }
}

function renderWhole(
  routeName: string,
  reply: WholeReply,
  gateway: Explanation | undefined,
): UnaryReply | undefined {
  switch (reply.kind) {
    case 'chat':
      return explained(renderChat(routeName, reply.chat, reply.usage), gateway);
    case 'embedding':
      return explained(renderEmbedding(routeName, reply.embedding, reply.usage), gateway);
    case 'raw':
      return undefined;
  }
}

/** A reply in a form that this door never asked for is a fault of the gateway, never an empty answer. */
function wrongForm(): GatewayError {
  return toGatewayError(
    new Error('the pipeline gave a unary call a reply that is not whole and decoded'),
  );
}

function explained(
  reply: ChatResponse | EmbedResponse,
  gateway: Explanation | undefined,
): UnaryReply {
  return gateway === undefined ? reply : { ...reply, gateway };
}
