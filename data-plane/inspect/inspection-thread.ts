import type { Worker } from 'node:worker_threads';
import { programBeside, startProgram } from '../thread/start-program.ts';
import { InspectionFailure, type InspectionFault } from './inspection-failure.ts';
import type { Answer, Question } from './message.ts';

const inspectionProgram = programBeside(import.meta.url, 'inspection-program');
/** What waits for the thread, beside what it does. */
const waitingMax = 64;
const waitingCharsMax = 64 * 1024 * 1024;
/** What has waited longer is refused when its turn comes. */
const waitMsMax = 10_000;
/** For starting, and for looking: ten times of what the slowest known text takes. */
const answerMsMin = 5_000;
const answerMsPerKiloChar = 5;
/** A thread that is not asked gives its memory back. */
const idleMs = 60_000;
/** The largest body has 64 MiB: what is beyond this ends the thread, not the node. */
const memory = { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 16 } as const;

/** A question, and who asks it. */
export interface Inquiry {
  readonly question: Question;
  /** Of its texts. */
  readonly chars: number;
  /** What of it need not be copied. */
  readonly buffers: readonly ArrayBuffer[];
  /** Whether somebody still waits for the answer. */
  readonly isWanted: () => boolean;
}

interface Task extends Inquiry {
  readonly askedAtMs: number;
  readonly answer: (answer: Answer) => void;
  readonly refuse: (failure: InspectionFailure) => void;
}

export interface InspectionThreadOptions {
  readonly nowMs: () => number;
  /** Told how each question has ended, and what brought it about. */
  readonly onEnded: (outcome: 'answered' | InspectionFault, cause?: unknown) => void;
  /** The program of the thread; tests have others. */
  readonly program?: URL;
  readonly answerMsMin?: number;
}

/**
 * Looks at long texts in a thread, so that no call waits for the inspection of another. It is started when first asked, takes one
 * question after the other, is ended and replaced where it does not answer in time, and ends when nobody asks.
 */
export class InspectionThread {
  readonly #options: InspectionThreadOptions;
  readonly #waiting: Task[] = [];
  #waitingChars = 0;
  #current: Task | undefined;
  #worker: Worker | undefined;
  /** Of the answer that is awaited, or of doing nothing. */
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  constructor(options: InspectionThreadOptions) {
    this.#options = options;
  }

  /** @throws InspectionFailure in the promise */
  ask(inquiry: Inquiry): Promise<Answer> {
    return new Promise((answer, refuse) => {
      const task = { ...inquiry, askedAtMs: this.#options.nowMs(), answer, refuse };
      if (this.#isClosed) this.#refuse(task, 'closed');
      else if (this.#isFull(inquiry.chars)) this.#refuse(task, 'busy');
      else this.#enqueue(task);
    });
  }

  /** Refuses what is asked and what will be; the thread is gone when this has ended. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const worker = this.#forgetWorker();
    const tasks = this.#current === undefined ? [] : [this.#current];
    this.#current = undefined;
    for (const task of [...tasks, ...this.#waiting.splice(0)]) this.#refuse(task, 'closed');
    await worker?.terminate();
  }

  #isFull(chars: number): boolean {
    const count = this.#waiting.length;
    return count >= waitingMax || (count > 0 && this.#waitingChars + chars > waitingCharsMax);
  }

  #enqueue(task: Task): void {
    this.#waiting.push(task);
    this.#waitingChars += task.chars;
    if (this.#current === undefined) this.#next();
  }

  /** Gives the thread the next question that somebody waits for. */
  #next(): void {
    clearTimeout(this.#timer);
    for (let task = this.#take(); task !== undefined; task = this.#take()) {
      if (!task.isWanted()) this.#refuse(task, 'unwanted');
      else if (this.#options.nowMs() - task.askedAtMs > waitMsMax) this.#refuse(task, 'busy');
      else {
        this.#begin(task);
        return;
      }
    }
    this.#timer = setTimeout(() => this.#endWorker(), idleMs).unref();
  }

  #take(): Task | undefined {
    const task = this.#waiting.shift();
    this.#waitingChars -= task?.chars ?? 0;
    return task;
  }

  #begin(task: Task): void {
    this.#current = task;
    const { answerMsMin: startMs = answerMsMin } = this.#options;
    const answerMs = startMs + (answerMsPerKiloChar * task.chars) / 1_000;
    this.#timer = setTimeout(() => this.#fail('late'), answerMs);
    try {
      this.#worker ??= this.#start();
      this.#worker.postMessage(task.question, task.buffers);
    } catch (cause) {
      this.#fail('died', cause);
    }
  }

  /** It knows nothing of this process's environment, and does not keep it alive. */
  #start(): Worker {
    const { program = inspectionProgram } = this.#options;
    const options = { name: 'inspection', env: {}, execArgv: [], resourceLimits: memory };
    const worker = startProgram(program, options);
    worker.on('message', (answer: Answer) => this.#answered(answer));
    // Of a thread that was given up, nothing is heard: see `#forgetWorker`.
    worker.on('error', (cause) => this.#fail('died', cause));
    worker.on('messageerror', (cause) => this.#fail('died', cause));
    worker.on('exit', () => this.#fail('died'));
    // Listening holds the process: this comes last.
    worker.unref();
    return worker;
  }

  #answered(answer: Answer): void {
    const task = this.#current;
    this.#current = undefined;
    this.#options.onEnded('answered');
    task?.answer(answer);
    this.#next();
  }

  /** The question is refused, its thread is replaced for the next one. */
  #fail(fault: InspectionFault, cause?: unknown): void {
    this.#endWorker();
    const task = this.#current;
    this.#current = undefined;
    if (task !== undefined) this.#refuse(task, fault, cause);
    if (!this.#isClosed) this.#next();
  }

  #refuse(task: Task, fault: InspectionFault, cause?: unknown): void {
    this.#options.onEnded(fault, cause);
    task.refuse(new InspectionFailure(fault, cause));
  }

  #endWorker(): void {
    void this.#forgetWorker()?.terminate();
  }

  #forgetWorker(): Worker | undefined {
    clearTimeout(this.#timer);
    const worker = this.#worker;
    this.#worker = undefined;
    worker?.removeAllListeners();
    // A thread that is being ended may still fail, and an error without a listener would end the node.
    worker?.on('error', () => {});
    return worker;
  }
}
