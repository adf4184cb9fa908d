import {
  ChatChunkRenderer,
  type ChatReplyHead,
  renderChatReply,
} from '../../dialects/openai-chat-render.ts';
import {
  asksForBase64,
  packEmbeddings,
  renderEmbeddingReply,
} from '../../dialects/openai-embeddings.ts';
import { renderOpenAiError } from '../../dialects/openai-error-render.ts';
import type { GatewayError } from '../../errors.ts';
import type { ChatEvent, InferenceRequest, WholeReply, WireDialect } from '../../inference.ts';
import type { FailureFacts, ReplyHead, ReplySink, ReplyTail } from '../../pipeline/exchange.ts';
import type { HttpCall } from './http-call.ts';
import { refuse } from './refusal.ts';
import {
  addHead,
  addTail,
  failureHeaders,
  identityHeaders,
  renderTailComment,
} from './reply-header.ts';

/**
 * Takes the reply of one HTTP call: whole, or as an event stream. After `begin` a failure is an
 * error event without the `[DONE]` that a whole stream ends in.
 */
export class HttpReplySink implements ReplySink {
  readonly dialect: WireDialect;
  readonly #call: HttpCall;
  readonly #receivedAtMs: number;
  #request: InferenceRequest | undefined = undefined;
  #chunks: ChatChunkRenderer | undefined = undefined;
  #begun = false;
  #done = false;

  /** @param receivedAtMs Unix milliseconds */
  constructor(call: HttpCall, dialect: WireDialect, receivedAtMs: number) {
    this.#call = call;
    this.dialect = dialect;
    this.#receivedAtMs = receivedAtMs;
  }

  /** Whether the reply was handed over whole, or the call ended without one. */
  get done(): boolean {
    return this.#done;
  }

  /** Tells what was asked for, which decides on details of the reply. Call before any reply. */
  expect(request: InferenceRequest): void {
    this.#request = request;
  }

  answer(head: ReplyHead, reply: WholeReply, tail: ReplyTail): void {
    if (this.#done) return;
    this.#done = true;
    const body = this.#renderWhole(reply);
    const headers = this.#headers(head);
    headers.push(
      'content-type',
      reply.kind === 'raw' ? reply.contentType : 'application/json',
      'content-length',
      String(body.length),
    );
    addTail(headers, tail);
    this.#call.response.writeHead(200, headers);
    this.#call.response.end(body);
  }

  begin(head: ReplyHead): void {
    if (this.#done) return;
    this.#begun = true;
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
    this.#call.response.writeHead(200, headers);
  }

  writeRaw(event: Buffer): boolean {
    return this.#done || this.#call.response.write(event);
  }

  writeEvent(event: ChatEvent): boolean {
    // Usage goes out once, at the end, from the tail.
    if (this.#done || event.kind === 'usage') return true;
    return this.#call.response.write(this.#openChunks().render(event));
  }

  onDrain(resume: () => void): void {
    this.#call.response.on('drain', resume);
  }

  end(tail: ReplyTail): void {
    if (this.#done) return;
    this.#done = true;
    const request = this.#request;
    const wantsUsage =
      this.#chunks !== undefined && request?.operation === 'chat' && request.includeUsage;
    const usage = wantsUsage ? this.#openChunks().render({ kind: 'usage', usage: tail.usage }) : '';
    this.#call.response.end(`${usage}${renderTailComment(tail)}data: [DONE]\n\n`);
  }

  fail(error: GatewayError, known?: FailureFacts): void {
    if (this.#done) return;
    this.#done = true;
    const { response } = this.#call;
    if (response.destroyed) return;
    const headers = known === undefined ? [] : failureHeaders(known);
    if (!this.#begun) refuse(this.#call, error, { headers });
    else if (!response.writable) response.destroy();
    else response.end(`data: ${renderOpenAiError(error)}\n\n`);
  }

  /** The caller is gone: whatever comes is ignored. */
  abandon(): void {
    this.#done = true;
  }

  #headers(head: ReplyHead): string[] {
    const headers = identityHeaders(this.#call.identity);
    if (this.#call.isDraining()) headers.push('connection', 'close');
    addHead(headers, head);
    return headers;
  }

  #renderWhole(reply: WholeReply): Buffer {
    const request = this.#request;
    const base64 = request?.operation === 'embedding' && asksForBase64(request);
    switch (reply.kind) {
      case 'raw':
        return base64 ? packEmbeddings(reply.bytes) : reply.bytes;
      case 'chat':
        return Buffer.from(renderChatReply(this.#replyHead(), reply.chat, reply.usage));
      case 'embedding': {
        const form = { model: request?.model ?? '', base64 };
        return Buffer.from(renderEmbeddingReply(form, reply.embedding, reply.usage));
      }
    }
  }

  #openChunks(): ChatChunkRenderer {
    this.#chunks ??= new ChatChunkRenderer(this.#replyHead());
    return this.#chunks;
  }

  #replyHead(): ChatReplyHead {
    return {
      id: `chatcmpl-${this.#call.identity.requestId}`,
      model: this.#request?.model ?? '',
      createdAtS: Math.floor(this.#receivedAtMs / 1000),
    };
  }
}
