import type { OutsideDetector } from '../../../policy/prompt-part/outside-detector.ts';
import type { RuleReason } from '../../../policy/prompt-part/rule-outcome.ts';
import { type AskedText, type OutsideFinding, readAnswer } from './answer.ts';
import type { DetectorReply, DetectorTransport } from './transport.ts';

/** Calls of one question that are under way at once. */
const CALLS_MAX = 4;
/** UTF-16 code units of one call, unless a single text has more: what fits into the usual bounds of servers. */
const CALL_CHARACTERS = 262_144;
/** Of all calls of one question: what is told of has its place in memory. */
const FINDINGS_OF_ALL_MAX = 10_000;

/** Why a question has no answer. */
type AskedReason = Exclude<RuleReason, 'blocked_before' | 'not_sent' | 'threw'>;

/** Findings, or why there are none. */
export type OutsideAnswer =
  | { readonly findings: readonly OutsideFinding[] }
  | { readonly reason: AskedReason };

/** What is asked, of whom. */
export interface QuestionParts {
  readonly detector: OutsideDetector;
  readonly texts: readonly AskedText[];
  readonly requestId: string;
  readonly credential: string | undefined;
  readonly timeoutMs: number;
  readonly transport: Pick<DetectorTransport, 'ask'>;
}

/** Texts that go in one call. */
interface Batch {
  /** Place of the first in the question. */
  readonly first: number;
  readonly texts: readonly AskedText[];
}

/** One question in as many calls as its texts take. The first fault of any of them is the fault of all. */
export class Question {
  readonly #parts: QuestionParts;
  readonly #waiting: Batch[];
  readonly #cancels = new Set<() => void>();
  readonly #findings: OutsideFinding[] = [];
  readonly #deadlineMs: number;
  #done: ((answer: OutsideAnswer) => void) | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(parts: QuestionParts, done: (answer: OutsideAnswer) => void) {
    this.#parts = parts;
    this.#done = done;
    this.#waiting = batchesOf(parts.texts, parts.detector.batchSize);
    this.#deadlineMs = performance.now() + parts.timeoutMs;
  }

  start(): void {
    this.#timer = setTimeout(() => this.abandon('deadline'), this.#parts.timeoutMs);
    this.#sendWaiting();
  }

  /** Ends all that is under way; nothing when it is answered already. */
  abandon(reason: AskedReason): void {
    this.#end({ reason });
  }

  #sendWaiting(): void {
    while (this.#done !== undefined && this.#cancels.size < CALLS_MAX) {
      const batch = this.#waiting.shift();
      if (batch === undefined) break;
      this.#send(batch);
    }
    if (this.#cancels.size === 0) this.#end({ findings: this.#findings });
  }

  #send(batch: Batch): void {
    const { detector, requestId, credential, transport } = this.#parts;
    const texts = batch.texts.map(({ part, text }, at) => ({
      id: String(batch.first + at),
      part,
      text,
    }));
    const timeoutMs = Math.max(1, this.#deadlineMs - performance.now());
    const call = { detector, texts, requestId, credential, timeoutMs };
    let cancel: (() => void) | undefined;
    try {
      cancel = transport.ask(call, (reply) => {
        if (cancel !== undefined) this.#cancels.delete(cancel);
        this.#take(batch, reply);
      });
      this.#cancels.add(cancel);
    } catch {
      // A credential that no header may hold, and the like: nothing went out.
      this.abandon('unreachable');
    }
  }

  #take(batch: Batch, reply: DetectorReply): void {
    if (this.#done === undefined) return;
    if ('reason' in reply) {
      this.abandon(reply.reason);
      return;
    }
    try {
      this.#findings.push(...readAnswer(reply.answer, this.#parts.detector, batch));
    } catch {
      this.abandon('invalid_answer');
      return;
    }
    if (this.#findings.length > FINDINGS_OF_ALL_MAX) this.abandon('too_large');
    else this.#sendWaiting();
  }

  #end(answer: OutsideAnswer): void {
    const done = this.#done;
    if (done === undefined) return;
    this.#done = undefined;
    clearTimeout(this.#timer);
    for (const cancel of this.#cancels) cancel();
    this.#cancels.clear();
    done(answer);
  }
}

function batchesOf(texts: readonly AskedText[], batchSize: number): Batch[] {
  const batches: Batch[] = [];
  let first = 0;
  let characterCount = 0;
  for (const [at, { text }] of texts.entries()) {
    const isFull = at - first >= batchSize || characterCount + text.length > CALL_CHARACTERS;
    if (isFull && at > first) {
      batches.push({ first, texts: texts.slice(first, at) });
      first = at;
      characterCount = 0;
    }
    characterCount += text.length;
  }
  if (first < texts.length) batches.push({ first, texts: texts.slice(first) });
  return batches;
}
