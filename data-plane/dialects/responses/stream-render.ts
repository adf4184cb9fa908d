import { GatewayError } from '../../errors.ts';
import type { ChatEvent, FinishReason, JsonObject, Usage } from '../../inference.ts';
import type { StreamRenderer } from '../dialect.ts';
import { renderLogprobs } from '../openai/logprobs.ts';
import { type ItemContent, type ItemStatus, itemId } from './output-item.ts';
import { renderSeal } from './reasoning-seal.ts';
import {
  outcomeOf,
  type ResponseHead,
  type ResponseState,
  renderResponse,
} from './response-render.ts';
import { renderErrorEvent, renderEvent } from './stream-event.ts';
import {
  draftSummaryPart,
  type EventDraft,
  listClosing,
  listOpening,
  pieceTails,
  renderPieceHead,
  type StreamItem,
} from './stream-item.ts';

type ContentEvent = Exclude<ChatEvent, { readonly kind: 'usage' }>;
type CallEvent = Extract<ChatEvent, { readonly kind: 'tool_call' }>;

/** Bytes of a reply that are kept for its last event, which repeats all of it: the bound of whole bodies. */
const keptBytesMax = 32 * 1024 * 1024;
/** What a piece and an item cost in memory beside their text: strings that grow by pieces are trees until they are read. */
const pieceBytes = 32;
const itemBytes = 1024;
/** Log probabilities are kept as objects, which take about twice their text. */
const logprobsFactor = 2;

/**
 * Writes one reply as the events of `POST /v1/responses` (OpenAI API reference, responses-streaming). Words and thoughts
 * close when something else begins; calls stay open to the end, since their pieces may come in turns.
 */
export class ResponseStream implements StreamRenderer {
  readonly #head: ResponseHead;
  readonly #items: StreamItem[] = [];
  /** The latest call of each index of the provider. */
  readonly #calls = new Map<number, StreamItem>();
  /** The words or thoughts that the next piece may belong to. */
  #open: StreamItem | undefined;
  #sequence = 0;
  /** Calls that wait for their name. */
  #namelessCount = 0;
  #keptBytes = 0;
  /** Log probabilities of the piece that is being written. */
  #logprobs: JsonObject[] | undefined;
  #finish: FinishReason | undefined;
  #usage: Usage | undefined;

  constructor(head: ResponseHead) {
    this.#head = head;
  }

  /**
   * @throws GatewayError provider_protocol_error when the reply grows beyond 32 MiB, or ends with a call of no function;
   *   nothing of the event is written then
   */
  render(event: ContentEvent): string {
    const piece = pieceOf(event);
    const json = JSON.stringify(piece);
    this.#logprobs =
      event.kind === 'text' && event.logprobs ? renderLogprobs(event.logprobs) : undefined;
    this.#check(event, json);
    const opening = this.#opening();
    switch (event.kind) {
      case 'text':
        return opening + this.#speak('message', piece, json);
      case 'reasoning':
        return opening + this.#speak('reasoning', piece, json);
      case 'reasoning_signature':
        return opening + this.#seal(renderSeal({ signature: event.signature }));
      case 'redacted_reasoning':
        return opening + this.#closeOpen() + this.#seal(renderSeal({ redacted: event.data }));
      case 'tool_call':
        return opening + this.#call(event, json);
      case 'finish':
        this.#finish = event.reason;
        return opening;
    }
  }

  /** Closes what is open, in the order of the output. */
  close(usage: Usage): string {
    this.#usage = usage;
    let text = this.#opening();
    for (const call of this.#calls.values()) if (call.index < 0) text += this.#openItem(call);
    const { status } = outcomeOf(this.#finish);
    const last = this.#items.at(-1);
    for (const item of this.#items) text += this.#close(item, item === last ? status : 'completed');
    return text;
  }

  terminal(): string {
    const { status, reason } = outcomeOf(this.#finish);
    const output: JsonObject[] = [];
    for (const { done } of this.#items) if (done !== undefined) output.push(done);
    return this.#lifeEvent(`response.${status}`, { status, reason, output, usage: this.#usage });
  }

  fail(error: GatewayError): string {
    return renderErrorEvent(error, this.#sequence);
  }

  /** Counts what the event adds, `json` being its text as JSON. */
  #check(event: ContentEvent, json: string): void {
    this.#keptBytes += pieceBytes + Buffer.byteLength(json);
    if (this.#logprobs !== undefined) {
      this.#keptBytes += logprobsFactor * JSON.stringify(this.#logprobs).length;
    }
    if (event.kind === 'tool_call') {
      this.#keptBytes += Buffer.byteLength(event.id ?? '') + Buffer.byteLength(event.name ?? '');
    }
    if (this.#keptBytes > keptBytesMax) {
      const sentence = 'The reply is larger than the gateway holds: ask for less at once.';
      throw new GatewayError('provider_protocol_error', sentence, { isOfRequest: true });
    }
    if (event.kind === 'finish' && this.#namelessCount > 0) {
      throw broken('The provider answered a tool call without a name.');
    }
  }

  #opening(): string {
    if (this.#sequence > 0) return '';
    const state = {
      status: 'in_progress',
      reason: undefined,
      output: [],
      usage: undefined,
    } as const;
    return (
      this.#lifeEvent('response.created', state) + this.#lifeEvent('response.in_progress', state)
    );
  }

  #speak(kind: 'message' | 'reasoning', piece: string, json: string): string {
    if (piece === '' && this.#logprobs === undefined) return '';
    const open = this.#open;
    if (open?.kind === kind) return this.#append(open, piece, json);
    const closing = this.#closeOpen();
    const item = this.#createItem(kind);
    this.#open = item;
    return closing + this.#openItem(item) + this.#append(item, piece, json);
  }

  /** Ends the thoughts so far with their seal; a seal over none is an item of its own. */
  #seal(seal: string | undefined): string {
    let text = '';
    let item = this.#open;
    if (item?.kind !== 'reasoning') {
      text = this.#closeOpen();
      item = this.#createItem('reasoning');
      text += this.#openItem(item);
    }
    item.seal = seal;
    this.#open = item;
    return text + this.#closeOpen();
  }

  #call(event: CallEvent, json: string): string {
    let text = '';
    let call = this.#calls.get(event.index);
    if (call === undefined || isAnother(call, event)) {
      if (call !== undefined) text = this.#close(call, 'completed');
      call = this.#createItem('call');
      this.#calls.set(event.index, call);
      this.#namelessCount += 1;
    }
    if (call.index >= 0) return text + this.#append(call, event.arguments, json);
    call.callId ||= event.id ?? '';
    call.name ||= event.name ?? '';
    if (call.name === '') {
      call.text += event.arguments;
      return text;
    }
    this.#namelessCount -= 1;
    const piece = call.text + event.arguments;
    call.text = '';
    text += this.#closeOpen() + this.#openItem(call);
    return text + this.#append(call, piece, JSON.stringify(piece));
  }

  #createItem(kind: ItemContent['kind']): StreamItem {
    this.#keptBytes += itemBytes;
    return {
      kind,
      index: -1,
      id: '',
      text: '',
      seal: undefined,
      logprobs: undefined,
      callId: '',
      name: '',
      pieceHead: '',
      done: undefined,
    };
  }

  #openItem(item: StreamItem): string {
    const { requestId } = this.#head;
    item.index = this.#items.length;
    item.id = itemId(item.kind, requestId, item.index);
    item.pieceHead = renderPieceHead(item);
    // Some servers give a call no id; the caller needs one to answer it.
    if (item.kind === 'call') item.callId ||= `call_${requestId}_${item.index}`;
    this.#items.push(item);
    return this.#renderAll(listOpening(item));
  }

  #append(item: StreamItem, piece: string, json: string): string {
    if (piece === '' && this.#logprobs === undefined) return '';
    const opening =
      item.kind === 'reasoning' && item.text === '' ? this.#render(draftSummaryPart(item)) : '';
    item.text += piece;
    const sequence = this.#nextSequence();
    const tail = this.#logprobs === undefined ? pieceTails[item.kind] : this.#keep(item);
    return `${opening}${item.pieceHead}${sequence},"delta":${json}${tail}`;
  }

  /** The end of a piece with log probabilities, which are kept for the events that repeat it. */
  #keep(item: StreamItem): string {
    const logprobs = this.#logprobs ?? [];
    item.logprobs ??= [];
    for (const token of logprobs) item.logprobs.push(token);
    return `,"logprobs":${JSON.stringify(logprobs)}}\n\n`;
  }

  #closeOpen(): string {
    const item = this.#open;
    this.#open = undefined;
    return item === undefined ? '' : this.#close(item, 'completed');
  }

  #close(item: StreamItem, status: ItemStatus): string {
    return item.done === undefined ? this.#renderAll(listClosing(item, status)) : '';
  }

  #lifeEvent(type: string, state: ResponseState): string {
    return this.#render([type, { response: renderResponse(this.#head, state) }]);
  }

  #renderAll(drafts: readonly EventDraft[]): string {
    let text = '';
    for (const draft of drafts) text += this.#render(draft);
    return text;
  }

  #render([type, fields]: EventDraft): string {
    return renderEvent(type, this.#nextSequence(), fields);
  }

  #nextSequence(): number {
    this.#sequence += 1;
    return this.#sequence - 1;
  }
}

/** Servers that give every call the same index tell them apart by their ids. */
function isAnother(call: StreamItem, { id, name }: CallEvent): boolean {
  if (call.index < 0 || !id || !name) return false;
  return id !== call.callId;
}

function broken(message: string): GatewayError {
  return new GatewayError('provider_protocol_error', message);
}

/** The text that an event adds to what is kept. */
function pieceOf(event: ContentEvent): string {
  switch (event.kind) {
    case 'text':
    case 'reasoning':
      return event.text;
    case 'reasoning_signature':
      return event.signature;
    case 'redacted_reasoning':
      return event.data;
    case 'tool_call':
      return event.arguments;
    case 'finish':
      return '';
  }
}
