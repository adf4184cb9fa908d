import type { Inspector } from '../../../policy/inspect/detector.ts';
import { GatewayError } from '../../errors.ts';
import type { ChatEvent, WholeReply } from '../../inference.ts';
import type {
  FailureFacts,
  FinishedReply,
  ReplyHead,
  ReplyInspection,
  ReplySink,
  ReplyTail,
} from '../exchange.ts';
import { ReplyGuard } from './reply-guard.ts';
import type { ReplyLook } from './reply-look.ts';
import { type ReplyQuestion, TextCollector } from './reply-question.ts';

/** UTF-16 code units of one reply that are kept until its end; nobody elsewhere is asked about a longer one. */
export const HELD_REPLY_CHARS_MAX = 262_144;
/** Pieces of one reply that are not more of the same text. */
const HELD_EVENTS_MAX = 8_192;

/** What looking at such a reply depends on. */
export interface HeldReplyOptions {
  readonly question: ReplyQuestion;
  /**
   * Looks by the rules of the call, and by what that one finds besides. `isOwn` false leaves out what the gateway's own detectors find,
   * which has been looked for already.
   */
  readonly lookWith: (elsewhere: Inspector | undefined, isOwn: boolean) => ReplyLook;
  /** Told whenever it has turned out who has looked. */
  readonly onAsked: () => void;
  /** Ends the attempt that is under way, and with it the call. */
  readonly cut: (error: GatewayError) => void;
}

/**
 * Stands before the sink of a call about whose reply detectors elsewhere are asked, in the place of {@link ReplyGuard}, which it leads.
 * Where something may follow for the caller, a stream is kept until its end, asked about, and leaves then; else it passes as it comes, and
 * is asked about before its end does. A reply is asked about once, in the texts that the gateway's own detectors read.
 */
export class HeldReply implements ReplySink, ReplyInspection {
  readonly dialect = undefined;
  readonly #sink: ReplySink;
  readonly #options: HeldReplyOptions;
  #kept: ChatEvent[] = [];
  #charCount = 0;
  #isTooLarge = false;
  #isCut = false;
  #head: ReplyHead | undefined;
  /** Through which it leaves. */
  #guard: ReplyGuard;

  constructor(sink: ReplySink, options: HeldReplyOptions) {
    this.#sink = sink;
    this.#options = options;
    this.#guard = new ReplyGuard(sink, options.lookWith(undefined, true), options.cut);
  }

  /** Nothing is told for replays, which do not know what detectors elsewhere have found in replies. */
  readonly seen = undefined;

  begin(head: ReplyHead): void {
    this.#head = head;
    this.#guard.begin(head);
  }

  writeRaw(): boolean {
    return this.#guard.writeRaw();
  }

  writeEvent(event: ChatEvent): boolean {
    if (this.#isCut) return true;
    const { holds } = this.#options.question;
    const hasRoom = holds && !this.#isTooLarge ? true : this.#guard.writeEvent(event);
    if (this.#isTooLarge || event.kind === 'usage') return hasRoom;
    this.#keep(event);
    return this.#isTooLarge && holds && !this.#isCut ? this.#release() : hasRoom;
  }

  onDrain(resume: () => void): void {
    this.#guard.onDrain(resume);
  }

  async finish(reply: FinishedReply): Promise<FinishedReply> {
    const { question, lookWith, onAsked } = this.#options;
    if (this.#isTooLarge) return this.#guard.finish(reply);
    const isHeld = reply.kind === 'whole' || question.holds;
    // What ends the reply by the gateway's own rules ends it here: then nobody is asked.
    const passed = isHeld ? reply : this.#guard.finish(reply);
    const collector = new TextCollector();
    this.#run(nowhere, lookWith(collector, isHeld), reply);
    const found = await question.ask(collector.texts).finally(onAsked);
    const look = lookWith(found, isHeld);
    if (!isHeld) {
      this.#run(nowhere, look, reply);
      return passed;
    }
    this.#guard = new ReplyGuard(this.#sink, look, raise, true);
    return this.#pass(this.#guard, reply);
  }

  answer(head: ReplyHead, reply: WholeReply, tail: ReplyTail): void {
    this.#guard.answer(head, reply, tail);
  }

  end(tail: ReplyTail, terminal?: Buffer): void {
    this.#guard.end(tail, terminal);
  }

  fail(error: GatewayError, known?: FailureFacts): void {
    this.#kept = [];
    this.#guard.fail(error, known);
  }

  #keep(event: ChatEvent): void {
    const last = this.#kept.at(-1);
    this.#charCount += lengthOf(event);
    const joined = last && joinPieces(last, event);
    if (joined === undefined) this.#kept.push(event);
    else this.#kept[this.#kept.length - 1] = joined;
    this.#isTooLarge =
      this.#charCount > HELD_REPLY_CHARS_MAX || this.#kept.length > HELD_EVENTS_MAX;
    if (!this.#isTooLarge) return;
    const { question, onAsked, cut } = this.#options;
    if (!question.holds) this.#kept = [];
    try {
      question.giveUp();
    } catch (thrown) {
      if (!(thrown instanceof GatewayError)) throw thrown;
      this.#isCut = true;
      this.#kept = [];
      cut(thrown);
    } finally {
      onAsked();
    }
  }

  /** What was kept goes the way of any other reply, and so does what follows. */
  #release(): boolean {
    const kept = this.#kept;
    this.#kept = [];
    let hasRoom = true;
    for (const event of kept) hasRoom = this.#guard.writeEvent(event);
    return hasRoom;
  }

  #run(sink: ReplySink, look: ReplyLook, reply: FinishedReply): void {
    this.#pass(new ReplyGuard(sink, look, raise, true), reply);
  }

  #pass(guard: ReplyGuard, reply: FinishedReply): FinishedReply {
    if (this.#head !== undefined) guard.begin(this.#head);
    for (const event of this.#kept) guard.writeEvent(event);
    return guard.finish(reply);
  }
}

function raise(error: GatewayError): never {
  throw error;
}

const nowhere: ReplySink = {
  dialect: undefined,
  answer: () => undefined,
  begin: () => undefined,
  writeRaw: () => true,
  writeEvent: () => true,
  onDrain: () => undefined,
  end: () => undefined,
  fail: () => undefined,
};

function lengthOf(event: ChatEvent): number {
  if (event.kind === 'text' || event.kind === 'reasoning') return event.text.length;
  return event.kind === 'tool_call' ? event.arguments.length : 0;
}

/** Pieces of one text are kept as one; undefined when the second is no more of the first. */
function joinPieces(one: ChatEvent, other: ChatEvent): ChatEvent | undefined {
  if ((one.choice ?? 0) !== (other.choice ?? 0)) return undefined;
  if (one.kind === 'reasoning' && other.kind === 'reasoning')
    return { ...one, text: one.text + other.text };
  if (one.kind !== 'text' || other.kind !== 'text' || one.isRefusal !== other.isRefusal)
    return undefined;
  return { ...one, text: one.text + other.text };
}
