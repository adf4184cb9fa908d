import type { GatewayError } from '../../../data-plane/errors.ts';
import type { ChatEvent, WholeReply, WireDialect } from '../../../data-plane/inference.ts';
import type { ReplyHead, ReplySink, ReplyTail } from '../../../data-plane/pipeline/exchange.ts';

/** Keeps what a door would write, in order, and says when the terminal call has come. */
export class RecordingSink implements ReplySink {
  readonly dialect: WireDialect | undefined;
  readonly calls: string[] = [];
  readonly events: ChatEvent[] = [];
  readonly done: Promise<void>;
  /** False makes every write ask for a pause. */
  hasRoom = true;
  byteCount = 0;
  text = '';
  head: ReplyHead | undefined;
  tail: ReplyTail | undefined;
  reply: WholeReply | undefined;
  error: GatewayError | undefined;
  /** Runs inside of each call, for tests of what happens in between. */
  onCall: (name: string) => void = () => undefined;
  #resume: (() => void) | undefined;
  #finish: () => void = () => undefined;

  /** `none` wants decoded events. */
  constructor(dialect: WireDialect | 'none' = 'openai-chat') {
    this.dialect = dialect === 'none' ? undefined : dialect;
    this.done = new Promise((resolve) => {
      this.#finish = resolve;
    });
  }

  /** The reader takes again. */
  drain(): void {
    this.hasRoom = true;
    this.#resume?.();
  }

  answer(head: ReplyHead, reply: WholeReply, tail: ReplyTail): void {
    this.head = head;
    this.reply = reply;
    this.tail = tail;
    this.#terminal('answer');
  }

  begin(head: ReplyHead): void {
    this.head = head;
    this.#note('begin');
  }

  writeRaw(event: Buffer): boolean {
    this.byteCount += event.length;
    if (this.text.length < 100_000) this.text += event.toString();
    this.#note('write');
    return this.hasRoom;
  }

  writeEvent(event: ChatEvent): boolean {
    this.events.push(event);
    this.#note('write');
    return this.hasRoom;
  }

  onDrain(resume: () => void): void {
    this.#resume = resume;
  }

  end(tail: ReplyTail): void {
    this.tail = tail;
    this.#terminal('end');
  }

  fail(error: GatewayError): void {
    this.error = error;
    this.#terminal('fail');
  }

  #note(name: string): void {
    this.calls.push(name);
    this.onCall(name);
  }

  #terminal(name: string): void {
    this.#note(name);
    this.#finish();
  }
}
