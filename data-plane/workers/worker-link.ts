import type { Worker } from 'node:cluster';
import { HandedConnections } from './handed-connections.ts';
import type { Answers, Asked, Question, Told } from './message.ts';

/** What is heard of a worker besides its answers. */
export interface WorkerEvents {
  up(told: Extract<Told, { readonly kind: 'up' }>): void;
  refused(message: string): void;
  /** Its process is gone. */
  ended(code: number, signal: NodeJS.Signals | null): void;
}

/** The primary's end of the channel to one process. */
export class WorkerLink {
  readonly #worker: Worker;
  readonly #waiting = new Map<number, (answer: Answers[Question] | undefined) => void>();
  #lastNumber = 0;

  constructor(worker: Worker, events: WorkerEvents) {
    this.#worker = worker;
    const handed = new HandedConnections(worker);
    worker.on('message', (told: Told) => {
      if (told.kind === 'answer') this.#waiting.get(told.number)?.(told.answer);
      else if (told.kind === 'up') events.up(told);
      else events.refused(told.message);
    });
    const end = (code: number, signal: NodeJS.Signals | null): void => {
      for (const settle of this.#waiting.values()) settle(undefined);
      handed.close();
      events.ended(code, signal);
    };
    worker.on('exit', end);
    // One that the system did not start has no end; the channel of one that is gone fails before its end is told.
    worker.on('error', () => {
      if (worker.process.pid === undefined) end(1, null);
    });
  }

  get pid(): number | undefined {
    return this.#worker.process.pid;
  }

  /** Asks, and waits at most this long; undefined without an answer. Never rejects. */
  ask<Asking extends Question>(
    question: Asking,
    timeoutMs: number,
  ): Promise<Answers[Asking] | undefined> {
    this.#lastNumber += 1;
    const number = this.#lastNumber;
    return new Promise((resolve) => {
      const settle = (answer: Answers[Question] | undefined): void => {
        clearTimeout(timer);
        this.#waiting.delete(number);
        resolve(answer as Answers[Asking] | undefined);
      };
      const timer = setTimeout(() => settle(undefined), timeoutMs);
      this.#waiting.set(number, settle);
      this.#worker.send({ number, question } satisfies Asked, () => undefined);
    });
  }

  signal(signal: NodeJS.Signals): void {
    this.#worker.process.kill(signal);
  }
}
