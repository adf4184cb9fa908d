import type { ChatEvent, FinishReason, Usage } from '../../inference.ts';
import type { ReplyForm, StreamRenderer } from '../dialect.ts';
import { BlockQueue, renderEvent } from './block-queue.ts';
import { openMessage, renderEnding, renderUsage } from './message-head.ts';

/** The terminal event of a stream. */
export const messageStop = renderEvent('message_stop', {});

const nothingUsed: Usage = {
  inputTokens: 0,
  outputTokens: 0,
  cachedReadTokens: 0,
  cachedWriteTokens: 0,
  reasoningTokens: 0,
  estimated: true,
};

/**
 * Writes a streamed reply that was decoded from another wire (Anthropic API reference, streaming). Tokens are known at the end only:
 * `message_start` says 0, and `message_delta` says all of them.
 */
export class MessageStreamRenderer implements StreamRenderer {
  readonly #form: ReplyForm;
  readonly #blocks: BlockQueue;
  #begun = false;
  #reason: FinishReason = 'stop';
  #stopSequence: string | undefined;

  constructor(form: ReplyForm) {
    this.#form = form;
    this.#blocks = new BlockQueue(form.requestId);
  }

  /** @throws GatewayError as {@link BlockQueue.add} does */
  render(event: Exclude<ChatEvent, { readonly kind: 'usage' }>): string {
    const start = this.#start();
    if (event.kind !== 'finish') return start + this.#blocks.add(event);
    this.#reason = event.reason;
    this.#stopSequence = event.stopSequence;
    return start;
  }

  close(usage: Usage): string {
    const delta = renderEnding({
      reason: this.#reason,
      stopSequence: this.#stopSequence,
      callsTools: this.#blocks.callsTools,
    });
    const rest = this.#start() + this.#blocks.close();
    return rest + renderEvent('message_delta', { delta, usage: renderUsage(usage) });
  }

  terminal(): string {
    return messageStop;
  }

  #start(): string {
    if (this.#begun) return '';
    this.#begun = true;
    const rest = JSON.stringify({
      stop_reason: null,
      stop_sequence: null,
      usage: renderUsage(nothingUsed),
    });
    const message = `${openMessage(this.#form)},"content":[],${rest.slice(1)}`;
    return `event: message_start\ndata: {"type":"message_start","message":${message}}\n\n`;
  }
}
