import type { Operation } from '../../../policy/resource.ts';
import type { GatewayError } from '../../errors.ts';
import type { ChatEvent, WholeReply, WireDialect } from '../../inference.ts';
import type { ProviderAdapter } from '../../providers/provider.ts';
import type { FailureFacts, ReplyHead, ReplySink, ReplyTail } from '../exchange.ts';
import { type ReplyShape, ShapeCollector, shapeOf, unknownShape } from './reply-shape.ts';

/** Bytes of one reply that are kept for the comparison; a longer one is not compared. */
const BYTES_MAX = 262_144;

/**
 * Stands before the sink of a call that is in the sample of a shadow: passes everything on as it comes, and keeps what
 * shows the shape of the reply. Bytes that pass undecoded are kept as they are and read only when the caller has them all.
 */
export class ReplyTap implements ReplySink {
  readonly #sink: ReplySink;
  readonly #events = new ShapeCollector();
  #bytes: Buffer[] = [];
  #byteCount = 0;
  #reply: WholeReply | undefined;

  constructor(sink: ReplySink) {
    this.#sink = sink;
  }

  get dialect(): WireDialect | undefined {
    return this.#sink.dialect;
  }

  answer(head: ReplyHead, reply: WholeReply, tail: ReplyTail): void {
    this.#sink.answer(head, reply, tail);
    this.#reply = reply;
  }

  begin(head: ReplyHead): void {
    this.#sink.begin(head);
  }

  writeRaw(event: Buffer): boolean {
    this.#keep(event);
    return this.#sink.writeRaw(event);
  }

  writeEvent(event: ChatEvent): boolean {
    this.#events.add(event);
    return this.#sink.writeEvent(event);
  }

  onDrain(resume: () => void): void {
    this.#sink.onDrain(resume);
  }

  end(tail: ReplyTail, terminal?: Buffer): void {
    if (terminal !== undefined) this.#keep(terminal);
    this.#sink.end(tail, terminal);
  }

  fail(error: GatewayError, known?: FailureFacts): void {
    this.#bytes = [];
    this.#sink.fail(error, known);
  }

  /** The shape of what has passed. Call when the reply has ended, with the adapter of the target that answered. */
  shape(operation: Operation, adapter: ProviderAdapter): ReplyShape {
    try {
      if (this.#reply !== undefined) return shapeOfWhole(this.#reply, operation, adapter);
      if (this.#byteCount > BYTES_MAX) return unknownShape;
      if (this.#byteCount > 0) this.#decode(adapter);
      return this.#events.shape();
    } catch {
      // What no decoder reads was passed on all the same: there is nothing to compare.
      return unknownShape;
    } finally {
      this.#bytes = [];
      this.#reply = undefined;
    }
  }

  #keep(event: Buffer): void {
    this.#byteCount += event.length;
    if (this.#byteCount <= BYTES_MAX) this.#bytes.push(event);
    else this.#bytes = [];
  }

  #decode(adapter: ProviderAdapter): void {
    const decoder = adapter.createStreamDecoder({ decode: true, callerWantsUsage: true });
    for (const { events } of decoder.push(Buffer.concat(this.#bytes)))
      for (const event of events) this.#events.add(event);
  }
}

function shapeOfWhole(
  reply: WholeReply,
  operation: Operation,
  adapter: ProviderAdapter,
): ReplyShape {
  if (reply.kind === 'chat') return shapeOf(reply.chat);
  if (reply.kind === 'embedding' || operation === 'embedding') return unknownShape;
  if (reply.bytes.length > BYTES_MAX) return unknownShape;
  const decoded = adapter.decode(operation, reply.bytes, false).reply;
  return decoded.kind === 'chat' ? shapeOf(decoded.chat) : unknownShape;
}
