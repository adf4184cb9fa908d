import { setTimeout as pause } from 'node:timers/promises';
import { eventually } from '../eventually.ts';
import { sized } from '../form.ts';
import { openGrpcDoor } from './grpc-door.ts';
import { openHttpDoor } from './http-door.ts';
import { type Answer, type Call, Cut, type Door, findWrong, type Question } from './question.ts';

/** For each door. */
const WORKERS = 2;
/** Between two calls of a worker: enough load to be under way at any moment, on a machine that is shared with other suites. */
const INTERVAL_MS = sized(20, 5);
const PROGRESS_MS = 20_000;

/** A call that was answered rightly, to the last byte. */
export interface RightAnswer {
  readonly requestId: string;
  readonly question: Question;
}

/** A node and what it is asked. */
export interface LoadPlan {
  readonly node: { readonly httpUrl: string; readonly grpcAddress: string };
  readonly questions: readonly Question[];
  /** The node holds nothing yet: `not_ready` is right too, and is counted apart. */
  readonly mayBeUnready?: boolean;
}

/**
 * Calls without end, over both doors, whole and streamed, whose right answer is known beforehand: refusals too. What is
 * wrong is counted apart from what broke.
 */
export class OracleLoad implements AsyncDisposable {
  readonly right: RightAnswer[] = [];
  /** Wrong answers in words: another target, text or code, a clean end too early, an older revision, silence. */
  readonly wrong: string[] = [];
  readonly #plan: LoadPlan;
  readonly #doors: readonly Door[];
  readonly #workers: readonly Promise<void>[];
  #cutCount = 0;
  #unreadyCount = 0;
  #revision = 0n;
  #isStopping = false;

  constructor(plan: LoadPlan) {
    this.#plan = plan;
    const { httpUrl, grpcAddress } = plan.node;
    this.#doors = [openHttpDoor(httpUrl), openGrpcDoor(grpcAddress)];
    this.#workers = this.#doors.flatMap((door) =>
      Array.from({ length: WORKERS }, (_, index) => this.#work(door, index)),
    );
  }

  /** Calls whose connection was refused or broke: nobody was told a wrong thing. */
  get cutCount(): number {
    return this.#cutCount;
  }

  /** Calls that were told `not_ready`, which was right. */
  get unreadyCount(): number {
    return this.#unreadyCount;
  }

  /** The next answers may come from a process that was killed before it had written down the last revision. */
  forgetRevision(): void {
    this.#revision = 0n;
  }

  /**
   * Resolves when so many more calls were answered rightly.
   * @throws Error as soon as one was answered wrongly, and when no answer comes for a while
   */
  async awaitMoreAnswers(count: number): Promise<void> {
    const wanted = this.right.length + count;
    while (this.right.length < wanted) {
      const { length } = this.right;
      await eventually(() => {
        if (this.right.length === length && this.wrong.length === 0)
          throw new Error(`${length} of ${wanted} answers, ${this.#cutCount} cuts`);
      }, PROGRESS_MS);
      if (this.wrong.length > 0) throw new Error(`wrong: ${this.wrong[0]}`);
    }
  }

  /** Lets the calls under way end. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    await Promise.all(this.#workers);
    for (const door of this.#doors) door[Symbol.dispose]();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
  }

  /** Each question comes whole and streamed, and the workers of a door are never at the same one. */
  async #work(door: Door, worker: number): Promise<void> {
    const { questions } = this.#plan;
    const offset = Math.floor((worker * questions.length) / WORKERS);
    for (let turn = 0; !this.#isStopping; turn += 1) {
      const question = questions[(offset + turn) % questions.length];
      if (question === undefined) throw new Error('there is no question');
      const stream = Math.floor(turn / questions.length) % 2 === 1;
      const text = `${question.prefix}turn ${turn} of ${worker} over ${door.name}`;
      await this.#ask(door, { question, text, stream });
      await pause(INTERVAL_MS);
    }
  }

  async #ask(door: Door, call: Call): Promise<void> {
    // What was told before this call began may not be gone behind; what was told meanwhile may.
    const revision = this.#revision;
    try {
      const answer = await door.ask(call);
      this.#judge(door, { call, answer, revision });
    } catch (error) {
      if (error instanceof Cut) this.#cutCount += 1;
      else this.#blame(door, call, String(error));
    }
  }

  #judge(door: Door, told: Told): void {
    const { call, answer } = told;
    if (this.#plan.mayBeUnready === true && answer.errorCode === 'not_ready') {
      this.#unreadyCount += 1;
      return;
    }
    const wrong = findWrong(door.name, call, answer) ?? findRegression(told);
    if (wrong !== undefined) {
      this.#blame(door, call, `${answer.requestId} ${wrong}`);
      return;
    }
    if (answer.revision > this.#revision) this.#revision = answer.revision;
    this.right.push({ requestId: answer.requestId, question: call.question });
  }

  #blame({ name }: Door, { question, text, stream }: Call, wrong: string): void {
    const how = stream ? 'streamed' : 'whole';
    this.wrong.push(`${question.about}, ${how} over ${name}, «${text}»: ${wrong}`);
  }
}

interface Told {
  readonly call: Call;
  readonly answer: Answer;
  /** Highest that any caller had been told before the call. */
  readonly revision: bigint;
}

function findRegression({ answer, revision }: Told): string | undefined {
  if (answer.requestId === '') return 'has no request id';
  if (answer.revision === 0n) return 'comes from an empty node';
  if (answer.revision >= revision) return undefined;
  return `comes from revision ${answer.revision}, after ${revision} was seen`;
}
