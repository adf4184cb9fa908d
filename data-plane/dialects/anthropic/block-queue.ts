import { GatewayError } from '../../errors.ts';
import type { ChatEvent, JsonObject } from '../../inference.ts';
import { JsonEnd } from '../../json-end.ts';

/** A piece of content of a streamed chat. */
export type ContentEvent = Exclude<ChatEvent, { readonly kind: 'usage' | 'finish' }>;

type ToolEvent = Extract<ChatEvent, { readonly kind: 'tool_call' }>;

/** Characters of events that wait for their turn; the arguments of all calls of a reply are some 100 KiB at most. */
export const heldCharsMax = 1024 * 1024;
/** Calls of tools in one reply; models make some ten. */
export const toolCallCountMax = 1024;

/** One block of the reply. Blocks are numbered as they begin, so that their events can be written before their turn. */
interface Block {
  readonly index: number;
  readonly kind: 'text' | 'thinking' | 'redacted_thinking' | 'tool_use';
  /** Of a call whose provider gave one. */
  readonly callId: string | undefined;
  readonly input: JsonEnd | undefined;
  /** Nothing more belongs to it: what follows of its kind is another block. */
  sealed: boolean;
  /** Its stop was written. */
  done: boolean;
  /** Its events as long as it waits. */
  held: string;
}

/**
 * Puts the pieces of a reply into blocks, one after another as the Anthropic stream wants them, where providers mix the
 * arguments of several calls. Text and reasoning end when something else begins; a call ends when something else waits and its
 * arguments are a whole JSON object. Until then what comes for others waits, at most {@link heldCharsMax} characters of events.
 */
export class BlockQueue {
  readonly #requestId: string;
  /** The first one is open; the others wait. */
  readonly #blocks: Block[] = [];
  /** The latest call of each index of the provider. */
  readonly #calls = new Map<number, Block>();
  #blockCount = 0;
  #callCount = 0;
  #heldChars = 0;

  /** @param requestId for ids of calls whose provider gave none */
  constructor(requestId: string) {
    this.#requestId = requestId;
  }

  /** Whether the reply calls a tool. */
  get callsTools(): boolean {
    return this.#callCount > 0;
  }

  /**
   * The events that may be written by now, delimiters included; empty when the piece has to wait.
   *
   * @throws GatewayError provider_protocol_error for a call without a name, more of a call that has ended, more calls
   *   than {@link toolCallCountMax}, and more waiting than {@link heldCharsMax}
   */
  add(event: ContentEvent): string {
    if (event.kind === 'tool_call') return this.#addCall(event);
    if ((event.kind === 'text' || event.kind === 'reasoning') && event.text === '') return '';
    const block = this.#blockFor(event);
    const delta = deltaOf(event);
    const text = delta === undefined ? '' : renderDelta(block.index, delta);
    if (event.kind === 'reasoning_signature' || event.kind === 'redacted_reasoning')
      block.sealed = true;
    return this.#write(block, text);
  }

  /** Everything that is left: nothing waits any more, and every block is ended. */
  close(): string {
    let text = '';
    for (const block of this.#blocks) text += block.held + renderStop(block);
    this.#blocks.length = 0;
    return text;
  }

  #addCall(event: ToolEvent): string {
    const known = this.#calls.get(event.index);
    const isNew = known === undefined || isOther(known, event);
    if (!isNew && known.done) {
      if (event.arguments.trim() === '') return '';
      throw protocolError('The provider went on with a tool call that had ended.');
    }
    const block = isNew ? this.#beginCall(event) : known;
    block.input?.push(event.arguments);
    const delta = { type: 'input_json_delta', partial_json: event.arguments };
    return this.#write(block, event.arguments === '' ? '' : renderDelta(block.index, delta));
  }

  #beginCall({ index, id, name }: ToolEvent): Block {
    if (name === undefined || name === '')
      throw protocolError('The provider began a tool call without a name.');
    this.#callCount += 1;
    if (this.#callCount > toolCallCountMax)
      throw beyondBound('The provider called more tools than the gateway takes in one reply.');
    const callId = id === '' ? undefined : id;
    const given = callId ?? `toolu_${this.#requestId}_${this.#callCount}`;
    const block = this.#begin('tool_use', { type: 'tool_use', id: given, name, input: {} }, callId);
    this.#calls.set(index, block);
    return block;
  }

  /** The block that a piece belongs to: the last one if it goes on, else a new one. */
  #blockFor(event: Exclude<ContentEvent, ToolEvent>): Block {
    if (event.kind === 'redacted_reasoning')
      return this.#begin('redacted_thinking', { type: 'redacted_thinking', data: event.data });
    const last = this.#blocks.at(-1);
    const kind = event.kind === 'text' ? 'text' : 'thinking';
    if (last !== undefined && last.kind === kind && !last.sealed) return last;
    return kind === 'text'
      ? this.#begin(kind, { type: kind, text: '' })
      : this.#begin(kind, { type: kind, thinking: '', signature: '' });
  }

  #begin(kind: Block['kind'], content: JsonObject, callId?: string): Block {
    const index = this.#blockCount;
    this.#blockCount += 1;
    const held = renderEvent('content_block_start', { index, content_block: content });
    const input = kind === 'tool_use' ? new JsonEnd() : undefined;
    const block: Block = { index, kind, callId, input, sealed: false, done: false, held };
    this.#heldChars += held.length;
    this.#blocks.push(block);
    return block;
  }

  #write(block: Block, text: string): string {
    // The plain case: more of the one open block, and nothing waits.
    if (block === this.#blocks[0] && this.#blocks.length === 1 && block.held === '') return text;
    block.held += text;
    this.#heldChars += text.length;
    const written = this.#advance();
    if (this.#heldChars <= heldCharsMax) return written;
    throw beyondBound('The provider mixes more tool calls than the gateway holds.');
  }

  /** Writes the open block as far as it is, ends it when it can end and another waits, and goes on with that one. */
  #advance(): string {
    let text = '';
    for (let block = this.#blocks[0]; block !== undefined; block = this.#blocks[0]) {
      text += block.held;
      this.#heldChars -= block.held.length;
      block.held = '';
      const canEnd = block.input === undefined || block.input.isWhole;
      if (this.#blocks.length === 1 || !canEnd) break;
      text += renderStop(block);
      block.done = true;
      this.#blocks.shift();
    }
    return text;
  }
}

/** Some servers number every call 0 and tell them apart by their ids. */
function isOther({ callId }: Block, { id }: ToolEvent): boolean {
  return id !== undefined && id !== '' && callId !== undefined && id !== callId;
}

function deltaOf(event: Exclude<ContentEvent, ToolEvent>): JsonObject | undefined {
  switch (event.kind) {
    case 'text':
      return { type: 'text_delta', text: event.text };
    case 'reasoning':
      return { type: 'thinking_delta', thinking: event.text };
    case 'reasoning_signature':
      return { type: 'signature_delta', signature: event.signature };
    case 'redacted_reasoning':
      return undefined;
  }
}

function renderDelta(index: number, delta: JsonObject): string {
  return renderEvent('content_block_delta', { index, delta });
}

function renderStop({ index }: Block): string {
  return renderEvent('content_block_stop', { index });
}

/** One event of the stream, delimiter included. Its type stands in both places, as Anthropic sends it. */
export function renderEvent(type: string, fields: JsonObject): string {
  return `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`;
}

function protocolError(message: string): GatewayError {
  return new GatewayError('provider_protocol_error', message);
}

/** Callers choose how many tools there are, and how much is said to them. */
function beyondBound(message: string): GatewayError {
  return new GatewayError('provider_protocol_error', message, { isOfRequest: true });
}
