import type { ChatEvent, Usage } from '../inference.ts';
import type { StreamDecoder, StreamPiece } from '../providers/provider.ts';
import type { AttemptLimits } from './attempt-limits.ts';
import type { AttemptListener } from './attempt-plan.ts';

/**
 * Passes the events of one stream on: held back until the first content, then each as it comes. Counts what it sees.
 */
export class StreamRelay {
  readonly #decoder: StreamDecoder;
  readonly #limits: AttemptLimits;
  readonly #listener: AttemptListener;
  readonly #held: StreamPiece[] = [];
  #heldBytes = 0;
  #begun = false;
  #full = false;
  #stopped = false;
  #usage: Usage | undefined;
  #contentEventCount = 0;
  #terminal: Buffer | undefined;
  #contentCharCount = 0;

  constructor(decoder: StreamDecoder, limits: AttemptLimits, listener: AttemptListener) {
    this.#decoder = decoder;
    this.#limits = limits;
    this.#listener = listener;
  }

  /** True when something was passed on. */
  get begun(): boolean {
    return this.#begun;
  }

  /** What the provider said; undefined as long as it has not. */
  get usage(): Usage | undefined {
    return this.#usage;
  }

  /** Bytes of the provider's own terminal event; undefined until it came. */
  get terminal(): Buffer | undefined {
    return this.#terminal;
  }

  get contentEventCount(): number {
    return this.#contentEventCount;
  }

  /** Characters of decoded content; 0 when nothing is decoded. */
  get contentCharCount(): number {
    return this.#contentCharCount;
  }

  /** True when the listener has asked for a pause since the last call. */
  takeFull(): boolean {
    const full = this.#full;
    this.#full = false;
    return full;
  }

  /**
   * Takes bytes, split anywhere. True when the provider's own end came: everything before it was passed on.
   *
   * @throws GatewayError what the decoder throws
   */
  push(chunk: Buffer): boolean {
    for (const piece of this.#decoder.push(chunk)) {
      if (this.#stopped) return false;
      if (piece.usage !== undefined) this.#usage = piece.usage;
      if (piece.terminal) {
        this.#terminal = piece.raw;
        this.#begin();
        return true;
      }
      if (piece.content) this.#count(piece);
      if (!piece.swallow) this.#pass(piece);
    }
    return false;
  }

  /** The provider closed. @throws GatewayError provider_stream_cut when its own end had not come */
  finish(): void {
    this.#decoder.finish();
    this.#begin();
  }

  /** Nothing more is passed on. */
  stop(): void {
    this.#stopped = true;
  }

  #count(piece: StreamPiece): void {
    this.#contentEventCount += 1;
    for (const event of piece.events) this.#contentCharCount += charCount(event);
  }

  #pass(piece: StreamPiece): void {
    if (this.#begun) {
      if (!this.#listener.write(piece)) this.#full = true;
      return;
    }
    this.#held.push(piece);
    this.#heldBytes += piece.raw.length;
    const isOverBound =
      this.#held.length >= this.#limits.heldEventCountMax ||
      this.#heldBytes >= this.#limits.heldBytesMax;
    if (piece.content || isOverBound) this.#begin();
  }

  #begin(): void {
    if (this.#begun || this.#stopped) return;
    this.#begun = true;
    this.#listener.begin();
    for (const piece of this.#held) {
      if (this.#stopped) break;
      if (!this.#listener.write(piece)) this.#full = true;
    }
    this.#held.length = 0;
  }
}

function charCount(event: ChatEvent): number {
  if (event.kind === 'text' || event.kind === 'reasoning') return event.text.length;
  return event.kind === 'tool_call' ? event.arguments.length : 0;
}
