import type { ServerWritableStream } from '@grpc/grpc-js';
import type { ChatStreamResponse } from '../../../proto/generated/gatehouse/inference/v1/ChatStreamResponse.ts';
import { type GatewayError, toGatewayError } from '../../errors.ts';
import { type ChatEvent, isOfFirstChoice, type WholeReply } from '../../inference.ts';
import type { FailureFacts, ReplyHead, ReplySink, ReplyTail } from '../../pipeline/exchange.ts';
import { renderEvent, renderUsage, splitChat } from './render-reply.ts';
import {
  headMetadata,
  identityMetadata,
  type ReplyIdentity,
  tailMetadata,
} from './reply-metadata.ts';
import { failureStatus } from './status.ts';

/**
 * Characters from which on a message is waited for before the next one: grpc-js asks for a pause after 16 messages, of
 * whatever size.
 */
const largeChars = 8 * 1024;

/** Takes the reply of `ChatStream`: deltas, the decision where it is asked for, usage, OK; or a status other than OK, whatever was sent before. */
export class StreamSink implements ReplySink {
  readonly dialect = undefined;
  readonly #call: ServerWritableStream<Buffer, ChatStreamResponse>;
  readonly #identity: ReplyIdentity;
  #head: ReplyHead | undefined = undefined;
  #done = false;
  /** Large messages that HTTP/2 has not taken. */
  #largeCount = 0;
  #resume: (() => void) | undefined = undefined;

  constructor(call: ServerWritableStream<Buffer, ChatStreamResponse>, identity: ReplyIdentity) {
    this.#call = call;
    this.#identity = identity;
  }

  /** Whether the reply was handed over, or the call ended without one. */
  get done(): boolean {
    return this.#done;
  }

  answer(head: ReplyHead, reply: WholeReply, tail: ReplyTail): void {
    if (this.#done) return;
    if (reply.kind !== 'chat') {
      this.fail(wrongForm());
      return;
    }
    this.begin(head);
    for (const piece of splitChat(reply.chat)) this.#call.write(piece);
    this.end(tail);
  }

  begin(head: ReplyHead): void {
    if (this.#done) return;
    this.#head = head;
    this.#call.sendMetadata(headMetadata(this.#identity, head));
  }

  writeRaw(): boolean {
    this.fail(wrongForm());
    return true;
  }

  writeEvent(event: ChatEvent): boolean {
    if (this.#done || !isOfFirstChoice(event)) return true;
    const message = renderEvent(event);
    if (message === undefined) return true;
    if (charCount(event) < largeChars) return this.#call.write(message);
    this.#largeCount += 1;
    this.#call.write(message, this.#largeTaken);
    return false;
  }

  onDrain(resume: () => void): void {
    this.#resume = resume;
    this.#call.on('drain', resume);
  }

  readonly #largeTaken = (): void => {
    this.#largeCount -= 1;
    if (this.#largeCount === 0) this.#resume?.();
  };

  end(tail: ReplyTail): void {
    if (this.#done) return;
    this.#done = true;
    this.#explain(tail);
    this.#call.write({ usage: renderUsage(tail.usage) });
    this.#call.end(tailMetadata(this.#head, tail));
  }

  fail(error: GatewayError, known?: FailureFacts): void {
    if (this.#done) return;
    this.#done = true;
    this.#explain(known);
    // grpc-js ends the call with the status that an `error` event carries, after what was written before.
    this.#call.emit('error', failureStatus(error, this.#identity, known));
  }

  /** The call is over without a reply: whatever comes is ignored. */
  abandon(): void {
    this.#done = true;
  }

  #explain(known: Pick<ReplyTail, 'explanation'> | undefined): void {
    const gateway = known?.explanation;
    if (gateway === undefined) return;
    if (this.#head === undefined) this.#call.sendMetadata(identityMetadata(this.#identity));
    this.#call.write({ gateway });
  }
}

function charCount(event: ChatEvent): number {
  if (event.kind === 'text' || event.kind === 'reasoning') return event.text.length;
  return event.kind === 'tool_call' ? event.arguments.length : 0;
}

/** A reply in a form that this door never asked for is a fault of the gateway, never a clean end. */
function wrongForm(): GatewayError {
  return toGatewayError(new Error('the pipeline gave a streamed chat a reply that is not decoded'));
}
