import { Worker } from 'node:worker_threads';
import type { ExceptedCall } from '../../policy/prompt-part/rule-exception.ts';
import type { TextTrial, TriedText } from '../../policy/prompt-part/try-texts.ts';
import type { PromptPolicy } from '../../policy/resource.ts';
import { DomainError, invalid } from '../domain/errors.ts';

/** Tasks that wait or run, of one caller and of all. */
const PER_CALLER_MAX = 4;
const TASKS_MAX = 32;
/** What has waited longer is refused when its turn comes. */
const WAIT_MS_MAX = 10_000;
/** For one task, starting included. Patterns of authors take the most: nearly a second for one that is made to. */
const ANSWER_MS = 5_000;
/** A thread that is not asked gives its memory back. */
const IDLE_MS = 60_000;
const memory = { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 16 } as const;
const compiled = new URL('inspection-program.js', import.meta.url);
const source = new URL('inspection-program.ts', import.meta.url);

/** Texts, and the policy that they are tried on. */
export interface InspectionTask {
  readonly policy: PromptPolicy;
  readonly texts: readonly TriedText[];
  readonly call: ExceptedCall;
}

interface Waiting {
  readonly task: InspectionTask;
  readonly askedAtMs: number;
  readonly callerId: string;
  readonly answer: (trial: TextTrial) => void;
  readonly refuse: (error: Error) => void;
}

/**
 * Tries policies on texts in a thread, one task after the other, so that nobody else waits for rules that somebody has made up. It is
 * started when first asked, ended and replaced where it does not answer in time, and ends when nobody asks.
 */
export class InspectionDesk {
  readonly #program: URL | string;
  readonly #answerMs: number;
  readonly #waiting: Waiting[] = [];
  #current: Waiting | undefined;
  #worker: Worker | undefined;
  #timer: NodeJS.Timeout | undefined;

  /** Tests have programs of their own, as source of a module without types. */
  constructor(program?: string, answerMs = ANSWER_MS) {
    this.#program = program ?? (import.meta.url.endsWith('.ts') ? bootstrap : compiled);
    this.#answerMs = answerMs;
  }

  /**
   * @throws DomainError BUSY when too much is asked at once, VALIDATION_FAILED when it takes too long
   * @throws Error when the thread has died of it
   */
  inspect(callerId: string, task: InspectionTask): Promise<TextTrial> {
    const all = [...this.#waiting, ...(this.#current === undefined ? [] : [this.#current])];
    const own = all.filter((one) => one.callerId === callerId);
    if (all.length >= TASKS_MAX || own.length >= PER_CALLER_MAX) return Promise.reject(busy());
    return new Promise((answer, refuse) => {
      const askedAtMs = performance.now();
      this.#waiting.push({ task, askedAtMs, callerId, answer, refuse });
      if (this.#current === undefined) this.#next();
    });
  }

  #next(): void {
    clearTimeout(this.#timer);
    this.#current = this.#waiting.shift();
    if (this.#current === undefined) {
      this.#timer = setTimeout(() => this.#endWorker(), IDLE_MS).unref();
      return;
    }
    const { task, askedAtMs, refuse } = this.#current;
    if (performance.now() - askedAtMs > WAIT_MS_MAX) {
      refuse(busy());
      this.#next();
      return;
    }
    this.#timer = setTimeout(() => this.#fail(tooSlow()), this.#answerMs);
    this.#worker ??= this.#start();
    this.#worker.postMessage(task);
  }

  /** It knows nothing of this process's environment, and does not keep it alive. */
  #start(): Worker {
    const isSource = typeof this.#program === 'string';
    const options = { name: 'inspection', env: {}, execArgv: [], resourceLimits: memory };
    const worker = new Worker(this.#program, { ...options, eval: isSource });
    worker.on('message', (trial: TextTrial) => {
      const asked = this.#current;
      this.#next();
      asked?.answer(trial);
    });
    const died = (cause: unknown) =>
      this.#fail(new Error('the thread of inspections has died', { cause }));
    worker.on('error', died);
    worker.on('messageerror', died);
    worker.on('exit', died);
    // After the listeners: the first that hears messages holds the process again.
    worker.unref();
    return worker;
  }

  /** The task is refused, its thread is replaced for the next one. */
  #fail(error: Error): void {
    const asked = this.#current;
    this.#endWorker();
    this.#next();
    asked?.refuse(error);
  }

  /** Of a thread that was given up nothing is heard. */
  #endWorker(): void {
    const worker = this.#worker;
    this.#worker = undefined;
    worker?.removeAllListeners();
    // Without a listener what it still throws would be thrown here.
    worker?.on('error', () => {});
    void worker?.terminate();
  }
}

/** What runs from its source is read by tsx, which does not follow into threads by itself. */
const bootstrap = `import('tsx/esm/api').then(({ register }) => {
  register();
  return import(${JSON.stringify(source.href)});
});`;

function busy(): DomainError {
  return new DomainError(
    { code: 'BUSY' },
    'Too many inspections are under way; try again shortly.',
  );
}

function tooSlow(): DomainError {
  return invalid('texts', 'This takes too long: send less text, or fewer patterns at once.');
}
