import { changeStrings, isJson } from '../../../policy/reply/json-string.ts';
import type { ReplyPlace } from '../../../policy/reply/reply-judge.ts';
import { restoreText } from '../../../policy/reply/restore-text.ts';
import type { ChatEvent } from '../../inference.ts';
import { JsonEnd } from '../../json-end.ts';
import type { ReplyLook } from './reply-look.ts';

type CallEvent = Extract<ChatEvent, { readonly kind: 'tool_call' }>;

/** One call of a tool, held until it is whole: nobody can do anything with half of one. */
export class HeldCall {
  readonly #end = new JsonEnd();
  /** The first piece, which names the call. */
  readonly #first: CallEvent;
  #id: string;
  #name: string;
  #arguments = '';
  #isReleased = false;

  constructor(event: CallEvent) {
    this.#first = event;
    this.#id = event.id ?? '';
    this.#name = event.name ?? '';
    this.add(event);
  }

  /** Whether nothing can follow. */
  get isWhole(): boolean {
    return this.#end.isWhole;
  }

  /** Whether it has left. */
  get isReleased(): boolean {
    return this.#isReleased;
  }

  /** What it holds. */
  get charCount(): number {
    return this.#arguments.length;
  }

  /** Some servers number every call 0 and tell them apart by their ids. */
  isOther({ id = '' }: CallEvent): boolean {
    return id !== '' && this.#id !== '' && id !== this.#id;
  }

  add({ id, name, arguments: text }: CallEvent): void {
    this.#id ||= id ?? '';
    this.#name ||= name ?? '';
    this.#arguments += text;
    this.#end.push(text);
  }

  /**
   * The whole call, looked at, with what was taken out of the request put back.
   *
   * @throws GatewayError prompt_blocked, also where something would have to be taken out of a name, or leave no JSON
   */
  release(look: ReplyLook, position: number): CallEvent {
    const where: ReplyPlace = { part: 'tool_arguments', place: { list: 'calls', position } };
    this.#isReleased = true;
    const { extra } = this.#first;
    look.passWhole(where, `${this.#name}\n${this.#id}`);
    if (extra !== undefined) look.passWhole(where, JSON.stringify(extra));
    const whole = this.#arguments;
    const redacted = look.redactWhole(where, whole, (text) => isJson(text) || !isJson(whole));
    const { originals } = look;
    const text =
      originals === undefined
        ? redacted
        : changeStrings(redacted, (string) => restoreText(string, originals));
    const named = { ...(this.#id && { id: this.#id }), ...(this.#name && { name: this.#name }) };
    return { ...this.#first, ...named, arguments: text };
  }
}
