import type { Clock } from '../upstream/clock.ts';
import type { Account } from './account.ts';
import type { AccountQuestion, AskLeases } from './lease-client.ts';

/** Accounts of one question; budget_service.proto says so. */
const DEMANDS_MAX = 500;
/** Between two questions while the control plane does not answer. */
const PAUSE_MS = 1_000;

/** What one call waits for. */
interface Waiting {
  readonly nanoUsd: bigint;
  readonly done: () => void;
}

export interface LeaseRoundsOptions {
  readonly ask: AskLeases;
  readonly clock: Pick<Clock, 'monotonicMs'>;
  /** Told of each round, for metrics and the log. */
  readonly onRound: (error: unknown) => void;
}

/**
 * Asks for accounts in rounds, one at a time: those that calls wait for, and those whose time has come. While the control plane does
 * not answer nobody waits for it but the round that tries it again.
 */
export class LeaseRounds {
  readonly #options: LeaseRoundsOptions;
  #waiting = new Map<Account, Waiting[]>();
  #isAsking = false;
  #isCutOff = false;
  #triedAtMs = Number.NEGATIVE_INFINITY;
  #isStopped = false;

  constructor(options: LeaseRoundsOptions) {
    this.#options = options;
  }

  /** False while the last question was not answered. */
  get isReachable(): boolean {
    return !this.#isCutOff;
  }

  /**
   * Calls `done` once, when a question about the account that was sent after this moment has come to an end. False when none will be
   * sent soon: then it is not called.
   */
  wait(account: Account, nanoUsd: bigint, done: () => void): boolean {
    if (this.#isStopped || (this.#isCutOff && !this.#mayTry())) {
      account.cutOff();
      return false;
    }
    const list = this.#waiting.get(account);
    if (list === undefined) this.#waiting.set(account, [{ nanoUsd, done }]);
    else list.push({ nanoUsd, done });
    // At the end of the turn: calls that came together ask together.
    queueMicrotask(() => this.#round([]));
    return true;
  }

  /** Asks for those accounts that are due. Call about once a second. */
  tick(accounts: Iterable<Account>): void {
    if (this.#isCutOff && !this.#mayTry()) return;
    const nowMs = this.#options.clock.monotonicMs();
    const due: Account[] = [];
    for (const account of accounts) if (account.isDue(nowMs)) due.push(account);
    this.#round(due);
  }

  /** Lets go whoever waits; nothing is asked any more. */
  stop(): void {
    this.#isStopped = true;
    this.#end(this.#waiting);
  }

  #mayTry(): boolean {
    return this.#options.clock.monotonicMs() - this.#triedAtMs >= PAUSE_MS;
  }

  #round(due: readonly Account[]): void {
    if (this.#isAsking || this.#isStopped) return;
    const accounts = [...new Set([...this.#waiting.keys(), ...due])].slice(0, DEMANDS_MAX);
    if (accounts.length === 0) return;
    const nowMs = this.#options.clock.monotonicMs();
    const served = new Map<Account, Waiting[]>();
    const questions = accounts.map((account): AccountQuestion => {
      const waiting = this.#waiting.get(account) ?? [];
      this.#waiting.delete(account);
      served.set(account, waiting);
      return { account, question: account.ask(measure(waiting), nowMs) };
    });
    this.#isAsking = true;
    this.#triedAtMs = nowMs;
    this.#options.ask(questions, (answers, error) => {
      this.#isAsking = false;
      this.#isCutOff = answers === undefined;
      questions.forEach(({ account, question }, position) => {
        const answer = answers?.[position];
        if (answer === undefined) account.cutOff();
        else account.answer(answer, question, nowMs);
      });
      this.#options.onRound(answers === undefined ? (error ?? new Error('no answer')) : undefined);
      this.#end(served);
      if (this.#isCutOff) this.#giveUp();
      else this.#round([]);
    });
  }

  /** Who came while the question was out that was not answered waits no longer. */
  #giveUp(): void {
    for (const account of this.#waiting.keys()) account.cutOff();
    this.#end(this.#waiting);
  }

  #end(waiting: Map<Account, Waiting[]>): void {
    const all = [...waiting.values()].flat();
    waiting.clear();
    for (const { done } of all) done();
  }
}

function measure(waiting: readonly Waiting[]) {
  let [largestNanoUsd, sumNanoUsd] = [0n, 0n];
  for (const { nanoUsd } of waiting) {
    sumNanoUsd += nanoUsd;
    if (nanoUsd > largestNanoUsd) largestNanoUsd = nanoUsd;
  }
  return { largestNanoUsd, sumNanoUsd };
}
