import { isJsonObject } from '../../dialects/json-body.ts';
import type { ChatEvent, Json, JsonObject } from '../../inference.ts';
import { protocolError } from '../failure-word.ts';

const noEvents: readonly ChatEvent[] = [];

/**
 * Turns the blocks of one stream into pieces of a chat. Blocks come one after another (Messages API, streaming; 2026).
 * Calls of tools are numbered in their order, whatever stands between them.
 */
export class BlockStream {
  #openIndex: Json | undefined;
  #callCount = 0;
  #isCall = false;
  /** Arguments of the open call, as long as none came in pieces: the block itself holds them, `{}` when there are none. */
  #wholeArguments: string | undefined;

  /** For `content_block_start`. @throws GatewayError provider_protocol_error */
  start({ index, content_block: block }: JsonObject): readonly ChatEvent[] {
    const events = [...this.stop()];
    this.#openIndex = index;
    if (!isJsonObject(block)) throw protocolError('The provider began a block that is none.');
    const { type, text, thinking, data } = block;
    if (type === 'tool_use') events.push(this.#startCall(block));
    else if (type === 'text') pushText(events, 'text', text);
    else if (type === 'thinking') pushText(events, 'reasoning', thinking);
    else if (type === 'redacted_thinking' && typeof data === 'string') {
      events.push({ kind: 'redacted_reasoning', data });
    }
    return events;
  }

  /** For `content_block_delta`. @throws GatewayError provider_protocol_error */
  delta({ index, delta }: JsonObject): readonly ChatEvent[] {
    if (!isJsonObject(delta)) return noEvents;
    if (index !== this.#openIndex) {
      throw protocolError('The provider sent a piece of a block that is not open.');
    }
    const events: ChatEvent[] = [];
    const { type, signature } = delta;
    if (type === 'text_delta') pushText(events, 'text', delta['text']);
    else if (type === 'thinking_delta') pushText(events, 'reasoning', delta['thinking']);
    else if (type === 'input_json_delta') this.#pushArguments(events, delta['partial_json']);
    else if (type === 'signature_delta' && typeof signature === 'string' && signature !== '') {
      events.push({ kind: 'reasoning_signature', signature });
    }
    return events;
  }

  /** For `content_block_stop`, and wherever the open block must have ended. */
  stop(): readonly ChatEvent[] {
    const text = this.#wholeArguments;
    this.#wholeArguments = undefined;
    this.#isCall = false;
    if (text === undefined) return noEvents;
    return [{ kind: 'tool_call', index: this.#callCount - 1, arguments: text }];
  }

  #startCall({ id, name, input }: JsonObject): ChatEvent {
    if (typeof id !== 'string' || typeof name !== 'string') {
      throw protocolError('The provider began a tool call without id or name.');
    }
    this.#isCall = true;
    this.#wholeArguments = JSON.stringify(input ?? {});
    this.#callCount += 1;
    return { kind: 'tool_call', index: this.#callCount - 1, id, name, arguments: '' };
  }

  /** Tools that the provider runs itself stream their input too: it is nobody's call. */
  #pushArguments(events: ChatEvent[], text: Json | undefined): void {
    if (!this.#isCall || typeof text !== 'string' || text === '') return;
    this.#wholeArguments = undefined;
    events.push({ kind: 'tool_call', index: this.#callCount - 1, arguments: text });
  }
}

function pushText(events: ChatEvent[], kind: 'text' | 'reasoning', text: Json | undefined): void {
  if (typeof text === 'string' && text !== '') events.push({ kind, text });
}
