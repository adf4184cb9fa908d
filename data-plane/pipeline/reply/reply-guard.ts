import { GatewayError } from '../../errors.ts';
import type { ChatChoice, ChatEvent, ChatReply, WholeReply } from '../../inference.ts';
import type {
  FailureFacts,
  FinishedReply,
  ReplyHead,
  ReplyInspection,
  ReplySink,
  ReplyTail,
  SeenReply,
} from '../exchange.ts';
import { Answer } from './answer.ts';
import type { ReplyLook } from './reply-look.ts';
import { listEvents, WholeAnswer } from './whole-answer.ts';

/** Answers to one request; OpenAI allows 128. */
const answerCountMax = 128;

/**
 * Stands before the sink of a call whose replies are looked at, or have put back what was taken out of the request. It takes decoded
 * replies only, whatever the door, and begins one when something of it may leave: until then a reply that is blocked is a refusal.
 */
export class ReplyGuard implements ReplySink, ReplyInspection {
  readonly dialect = undefined;
  readonly #sink: ReplySink;
  readonly #look: ReplyLook;
  /** Ends the attempt that is under way, and with it the call. */
  readonly #cut: (error: GatewayError) => void;
  readonly #answers = new Map<number, Answer>();
  #head: ReplyHead | undefined;
  #hasBegun = false;
  #isCut = false;
  readonly #isWhole: boolean;
  #hasRoom = true;

  /** @param isWhole true when nothing follows on what it takes: texts are read at once */
  constructor(
    sink: ReplySink,
    look: ReplyLook,
    cut: (error: GatewayError) => void,
    isWhole = false,
  ) {
    this.#sink = sink;
    this.#isWhole = isWhole;
    this.#look = look;
    this.#cut = cut;
  }

  get seen(): SeenReply | undefined {
    return this.#look.seen;
  }

  begin(head: ReplyHead): void {
    this.#head = head;
  }

  writeRaw(): boolean {
    throw notDecoded();
  }

  writeEvent(event: ChatEvent): boolean {
    if (this.#isCut || event.kind === 'usage') return true;
    this.#hasRoom = true;
    try {
      this.#answerOf(event.choice ?? 0).take(event);
    } catch (thrown) {
      if (!(thrown instanceof GatewayError) || thrown.code !== 'prompt_blocked') throw thrown;
      this.#isCut = true;
      this.#cut(thrown);
    }
    return this.#hasRoom;
  }

  onDrain(resume: () => void): void {
    this.#sink.onDrain(resume);
  }

  finish(reply: FinishedReply): FinishedReply {
    // Also of a reply that says nothing it is known that it was looked at.
    this.#look.measure('', false);
    if (reply.kind === 'stream') {
      for (const answer of this.#answers.values()) answer.flush();
      return reply;
    }
    switch (reply.reply.kind) {
      case 'chat': {
        const chat = this.#finishChat(reply.reply.chat);
        return { ...reply, reply: { ...reply.reply, chat } };
      }
      case 'embedding':
        return reply;
      case 'raw':
        throw notDecoded();
    }
  }

  answer(head: ReplyHead, reply: WholeReply, tail: ReplyTail): void {
    this.#sink.answer(head, reply, tail);
  }

  end(tail: ReplyTail, terminal?: Buffer): void {
    this.#begin();
    this.#sink.end(tail, terminal);
  }

  fail(error: GatewayError, known?: FailureFacts): void {
    this.#isCut = true;
    this.#sink.fail(error, known);
  }

  #finishChat({ id, stopSequence, others, ...first }: ChatReply): ChatReply {
    const rest = others?.map((choice, position) => this.#finishChoice(choice, position + 1));
    return {
      id,
      ...this.#finishChoice(first, 0),
      ...(stopSequence !== undefined && { stopSequence }),
      ...(rest && { others: rest }),
    };
  }

  #finishChoice(choice: ChatChoice, position: number): ChatChoice {
    const whole = new WholeAnswer();
    const emit = (event: ChatEvent) => whole.add(event);
    const answer = new Answer({ choice: position, look: this.#look, emit, isWhole: true });
    for (const event of listEvents(choice)) answer.take(event);
    return whole.choice(choice);
  }

  #answerOf(choice: number): Answer {
    let answer = this.#answers.get(choice);
    if (answer === undefined) {
      if (this.#answers.size >= answerCountMax)
        throw new GatewayError('provider_protocol_error', 'The provider gave too many answers.');
      answer = new Answer({ choice, look: this.#look, emit: this.#emit, isWhole: this.#isWhole });
      this.#answers.set(choice, answer);
    }
    return answer;
  }

  readonly #emit = (event: ChatEvent): void => {
    this.#begin();
    if (!this.#sink.writeEvent(event)) this.#hasRoom = false;
  };

  #begin(): void {
    if (this.#hasBegun || this.#head === undefined) return;
    this.#hasBegun = true;
    this.#sink.begin(this.#head);
  }
}

function notDecoded(): Error {
  return new Error('a reply that is to be inspected came undecoded');
}
