import type { ServerResponse } from 'node:http';
import type { Dialect, ReplyForm, StreamRenderer } from '../../dialects/dialect.ts';
import type { GatewayError } from '../../errors.ts';
import {
  type ChatEvent,
  type InferenceRequest,
  isOfFirstChoice,
  type WholeReply,
  type WireDialect,
} from '../../inference.ts';
import type { FailureFacts, ReplyHead, ReplySink, ReplyTail } from '../../pipeline/exchange.ts';
import type { TurnQueue } from '../../turn-queue.ts';
import { bytesOf, ChunkedBody } from './chunked-body.ts';
import { addGateway, renderExplainComment } from './gateway-member.ts';
import type { HttpCall } from './http-call.ts';
import { type RefusalForm, refuse } from './refusal.ts';
import {
  addHead,
  addTail,
  failureHeaders,
  identityHeaders,
  renderTailComment,
} from './reply-header.ts';

/** How a call is answered. */
export interface ReplyPlan {
  readonly dialect: Dialect;
  /** Unix milliseconds. */
  readonly receivedAtMs: number;
  /** Flushes the streams that were written to in a turn. */
  readonly turn: TurnQueue<ChunkedBody>;
}

/** Longer bodies cost more to copy than a vector of two. */
const joinedBytesMax = 8_192;

/**
 * Takes the reply of one HTTP call: whole, or as an event stream. After `begin` a failure is an
 * error event in the place of the terminal event that a whole stream ends in.
 */
export class HttpReplySink implements ReplySink {
  readonly dialect: WireDialect;
  readonly #wire: Dialect;
  readonly #call: HttpCall;
  readonly #receivedAtMs: number;
  readonly #turn: TurnQueue<ChunkedBody>;
  #resume: (() => void) | undefined = undefined;
  #form: ReplyForm | undefined = undefined;
  #stream: StreamRenderer | undefined = undefined;
  #body: ChunkedBody | undefined = undefined;
  /** The provider's own bytes are passed on. */
  #passesOn = false;
  #done = false;

  constructor(call: HttpCall, { dialect: wire, turn, receivedAtMs }: ReplyPlan) {
    this.#call = call;
    this.#turn = turn;
    this.#wire = wire;
    this.dialect = wire.name;
    this.#receivedAtMs = receivedAtMs;
  }

  /** Whether the reply was handed over whole, or the call ended without one. */
  get done(): boolean {
    return this.#done;
  }

  /** Tells what was asked for, which decides on details of the reply. Call before any reply. */
  expect(request: InferenceRequest): void {
    const { requestId } = this.#call.identity;
    this.#form = { requestId, receivedAtMs: this.#receivedAtMs, request };
  }

  answer(head: ReplyHead, reply: WholeReply, tail: ReplyTail): void {
    if (this.#done) return;
    // What cannot be written is told in its place: the reply is over only when it is there.
    const plain = this.#wire.renderReply(this.#expected(), reply);
    const { explanation } = tail;
    const body = explanation === undefined ? plain : addGateway(plain, explanation);
    this.#done = true;
    const headers = this.#headers(head);
    headers.push(
      'content-type',
      reply.kind === 'raw' ? reply.contentType : 'application/json',
      'content-length',
      String(body.length),
    );
    addTail(headers, tail);
    this.#call.response.writeHead(200, headers);
    endWith(this.#call.response, body);
  }

  begin(head: ReplyHead): void {
    if (this.#done) return;
    const headers = this.#headers(head);
    headers.push(
      'content-type',
      'text/event-stream; charset=utf-8',
      'cache-control',
      'no-cache',
      // nginx and its kin would hold back a stream otherwise.
      'x-accel-buffering',
      'no',
    );
    const resume = () => this.#resume?.();
    this.#body = new ChunkedBody(this.#call.response, { headers, turn: this.#turn, resume });
  }

  writeRaw(event: Buffer): boolean {
    this.#passesOn = true;
    return this.#done || this.#streamed().write(event.toString('latin1'));
  }

  writeEvent(event: ChatEvent): boolean {
    // Usage goes out once, at the end, from the tail.
    if (this.#done || event.kind === 'usage') return true;
    if (this.#wire.hasChoices !== true && !isOfFirstChoice(event)) return true;
    const text = this.#opened().render(event);
    return text === '' || this.#streamed().write(bytesOf(text));
  }

  onDrain(resume: () => void): void {
    this.#resume = resume;
  }

  end(tail: ReplyTail, terminal?: Buffer): void {
    if (this.#done) return;
    // A decoded reply of nothing at all is still a reply, with a beginning, and an end that only its own wire knows.
    const isRaw = this.#passesOn || terminal !== undefined;
    const stream = isRaw ? this.#stream : this.#opened();
    const rest = stream?.close(tail.usage) ?? '';
    this.#done = true;
    const text = rest + renderTailComment(tail) + explainComment(tail);
    const last = stream?.terminal() ?? terminal ?? this.#wire.terminal;
    this.#streamed().end(
      bytesOf(text) + (typeof last === 'string' ? bytesOf(last) : last.toString('latin1')),
    );
  }

  fail(error: GatewayError, known?: FailureFacts): void {
    if (this.#done) return;
    this.#done = true;
    const { response } = this.#call;
    if (response.destroyed) return;
    if (this.#body === undefined) refuse(this.#call, error, refusalForm(known));
    else if (!response.writable) response.destroy();
    else this.#body.end(bytesOf(explainComment(known) + this.#renderErrorEvent(error)));
  }

  /** The caller is gone: whatever comes is ignored. */
  abandon(): void {
    this.#done = true;
  }

  #renderErrorEvent(error: GatewayError): string {
    const { requestId } = this.#call.identity;
    return this.#stream?.fail?.(error) ?? this.#wire.renderErrorEvent(error, requestId);
  }

  #headers(head: ReplyHead): string[] {
    const headers = identityHeaders(this.#call);
    if (this.#call.isDraining()) headers.push('connection', 'close');
    addHead(headers, head);
    return headers;
  }

  #streamed(): ChunkedBody {
    if (this.#body === undefined) throw new Error('a stream was written to before it began');
    return this.#body;
  }

  #opened(): StreamRenderer {
    this.#stream ??= this.#wire.openStream(this.#expected());
    return this.#stream;
  }

  #expected(): ReplyForm {
    if (this.#form === undefined) throw new Error('a reply came before its request was parsed');
    return this.#form;
  }
}

/**
 * Node joins a header to a text and writes both at once, where a buffer beside it takes a vector of two: 6 µs of 150 (bench,
 * 2026-11-27). Latin 1 gives each byte a character, and back.
 */
function endWith(response: ServerResponse, body: Buffer): void {
  if (body.length > joinedBytesMax) response.end(body);
  else response.end(body.toString('latin1'), 'latin1');
}

function refusalForm(known: FailureFacts | undefined): RefusalForm | undefined {
  return known && { headers: failureHeaders(known), explanation: known.explanation };
}

function explainComment(known: Pick<ReplyTail, 'explanation'> | undefined): string {
  return known?.explanation === undefined ? '' : renderExplainComment(known.explanation);
}
