import type { Target } from '../../policy/resource.ts';
import { totalTimeoutMsOf } from '../../policy/timing/timer.ts';
import type { Shortage } from '../budgets/budget-desk.ts';
import { GatewayError } from '../errors.ts';
import type { Usage } from '../inference.ts';
import type { AttemptPlan, AttemptResult } from '../upstream/attempt-plan.ts';
import { type CallDeadline, findDeadline } from '../upstream/attempt-time.ts';
import { DeadlineTimer } from '../upstream/deadline-timer.ts';
import { callerLeft, deadlineExceeded, noTimeToRetry } from '../upstream/failure.ts';
import type { RetryReason } from '../upstream/health/target-health.ts';
import { type NextTry, TargetQueue } from '../upstream/health/target-queue.ts';
import { noteReasons } from './attempt-record.ts';
import { missingGrant } from './authorise.ts';
import type { ShownCredential } from './credential-choice.ts';
import type { Exchange } from './exchange.ts';
import { budgetRefusal } from './money/budget-refusal.ts';
import { type CallMoney, moneyOf } from './money/call-money.ts';
import { reached } from './reached.ts';
import { finishedReply, headOf, hedgeWaitMs, noteFirstContent } from './reply/first-content.ts';
import {
  type AttemptOwner,
  type DispatchOptions,
  planTry,
  RunningAttempt,
  type Try,
  tryAgain,
} from './running-attempt.ts';

/** How a run tells that it is over: exactly one of the two, once. */
export interface RunEnd {
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

const once = { once: true } as const;

/** The attempts of one call, one after another; where its rule hedges, one more beside the first. */
export class DispatchRun implements AttemptOwner {
  readonly options: DispatchOptions;
  readonly exchange: Exchange;
  readonly deadline: CallDeadline;
  readonly #end: RunEnd;
  readonly #queue: TargetQueue;
  /** Undefined where there are no budgets. */
  readonly #money: CallMoney | undefined;
  /** The one that the call goes by. */
  #current: RunningAttempt | undefined;
  /** Runs beside the current one until something of either is passed on. */
  #hedge: RunningAttempt | undefined;
  startedCount = 0;
  /** What is tried when the pause before it has passed. */
  #paused: Try | undefined;
  /** Of a pause, or of the time before a hedge: there is never need for both. */
  #timer: DeadlineTimer | undefined;
  /** Why there is one more attempt. */
  #retryReason: RetryReason | undefined;
  /** One stale connection is bad luck; a second one in a call is a fault like others. */
  #hasMetStale = false;
  #lastError: GatewayError | undefined;
  /** Why the call may not go on, whatever its attempts come to. */
  #cutBy: GatewayError | undefined;

  constructor(exchange: Exchange, options: DispatchOptions, end: RunEnd) {
    this.options = options;
    this.exchange = exchange;
    this.#end = end;
    const { targets, fallbacksOn, snapshot } = exchange;
    const { models, providers } = snapshot;
    const totalTimeoutMs = totalTimeoutMsOf(reached(exchange.route, 'route'), targets, models);
    this.deadline = findDeadline(exchange, totalTimeoutMs, options.clock);
    const sendable = { targets, fallbacksOn, providers, deadlineMs: this.deadline.atMs };
    this.#queue = new TargetQueue(sendable, options);
    this.#money = moneyOf(exchange, options);
  }

  /** Call once. */
  start(): void {
    this.exchange.callerLeft.addEventListener('abort', this, once);
    this.exchange.cut = (error) => this.#cut(error);
    this.#next();
  }

  /** For `callerLeft`: nothing of this call goes on. The hedge ends first, so that it does not stand in for the other. */
  handleEvent(): void {
    this.#timer?.clear();
    this.#hedge?.cancel();
    this.#current?.cancel();
    if (this.#paused !== undefined) this.expired();
  }

  /** For the timer only: the pause before an attempt has passed, or the time before a hedge. */
  expired(): void {
    const paused = this.#paused;
    this.#paused = undefined;
    if (paused !== undefined) this.#next(paused);
    else this.#startHedge();
  }

  get furtherCount(): number {
    return this.#queue.furtherCount;
  }

  nextNumber(): number {
    this.startedCount += 1;
    return this.startedCount;
  }

  begun(one: RunningAttempt): void {
    this.#win(one);
    this.options.health.answered(one.permit);
    noteFirstContent(one.what, this);
    const { sink } = this.exchange;
    sink.onDrain(() => one.resume());
    sink.begin(headOf(one.what, this));
  }

  ended(one: RunningAttempt, result: AttemptResult): void {
    const isAnswer = result.verdict === 'succeeded';
    if (isAnswer) this.#win(one);
    const record = one.record(result);
    this.exchange.attempts.push(record);
    this.#money?.settle(record);
    const second = this.options.credentials.second(one.what.credential, result);
    one.report(result, second === undefined);
    if (isAnswer) this.#succeed(one, result, record.usage);
    else if (one === this.#hedge) this.#hedge = undefined;
    else this.#failed(one.what, result, second);
  }

  /** It is the reply: nothing starts beside it any more, and what runs beside it is given up in this tick. */
  #win(one: RunningAttempt): void {
    this.exchange.verbatim = one.plan.verbatim;
    this.#timer?.clear();
    const other = one === this.#hedge ? this.#current : this.#hedge;
    this.#current = one;
    this.#hedge = undefined;
    other?.outrun();
  }

  #succeed(one: RunningAttempt, result: AttemptResult, usage: Usage | undefined): void {
    if (result.reply !== undefined) noteFirstContent(one.what, this);
    this.exchange.reply = finishedReply(headOf(one.what, this), result, usage);
    this.#noteReasons();
    this.#end.resolve();
  }

  #cut(error: GatewayError): void {
    this.#cutBy ??= error;
    this.handleEvent();
  }

  #failed(what: Try, result: AttemptResult, second: ShownCredential | undefined): void {
    const { begun, verdict, error } = result;
    if (verdict === 'outrun') return;
    this.#timer?.clear();
    this.#lastError = this.#cutBy ?? error;
    if (begun || verdict === 'succeeded' || verdict === 'cancelled') {
      this.#giveUp();
      return;
    }
    const isStale = result.isStale && !this.#hasMetStale;
    this.#retryReason = isStale ? 'stale_connection' : verdict;
    this.#hasMetStale ||= isStale;
    const again = this.#hedge === undefined ? tryAgain(what, isStale, second) : undefined;
    if (again === undefined) this.#queue.failed(what.target, result);
    if (this.#hedge !== undefined && this.#leaveToHedge(this.#hedge)) return;
    // Not in this tick: the pool may be in the middle of failing other calls.
    queueMicrotask(() => this.#next(again));
  }

  /** What runs beside the failed one stands in for it, unless its target may not be tried after such a failure. */
  #leaveToHedge(hedge: RunningAttempt): boolean {
    this.#hedge = undefined;
    this.#current = hedge;
    const mayAnswer = this.#queue.allows(hedge.what.target);
    if (!mayAnswer) hedge.outrun();
    return mayAnswer;
  }

  /** Goes on with `again` when there is such a try, else with what the queue gives. */
  #next(again?: Try): void {
    try {
      if (this.exchange.callerLeft.aborted) throw callerLeft('The caller left.');
      if (this.#cutBy !== undefined) throw this.#cutBy;
      if (again !== undefined && this.#mayTry(again.target) && this.#try(again)) return;
      for (let next = this.#queue.next(this.#mayTry); next; next = this.#queue.next(this.#mayTry)) {
        if (this.#pauses(next) || this.#try(this.#first(next.target))) return;
        this.#queue.passOver();
      }
      this.#giveUp();
    } catch (thrown) {
      this.#noteReasons();
      this.#end.reject(thrown);
    }
  }

  #first(target: Target, isHedge = false): Try {
    const credential = this.options.credentials.first(target.providerId);
    return { target, credential, onFreshConnection: false, isHedge };
  }

  /** False when there is nothing to wait for. */
  #pauses({ target, waitMs }: NextTry): boolean {
    if (waitMs === 0) return false;
    this.#paused = this.#first(target);
    this.#wait(waitMs);
    return true;
  }

  #wait(waitMs: number): void {
    const { monotonicMs } = this.options.clock;
    this.#timer ??= new DeadlineTimer(monotonicMs, this);
    this.#timer.set(monotonicMs() + waitMs);
  }

  /**
   * False when the target's wire has no place for what the call asks, or no budget has room for it: nothing was sent, and it counts as
   * no attempt.
   *
   * @throws GatewayError deadline_exceeded, or why the attempt before has failed, when no time is left
   */
  #try(next: Try): boolean {
    const isLate = this.options.clock.monotonicMs() >= this.deadline.atMs;
    if (isLate) throw this.#lastError ?? deadlineExceeded();
    const plan = planTry(next, this);
    if (plan instanceof GatewayError) {
      this.#lastError ??= plan;
      return false;
    }
    const charge = this.#money?.reserve(next.target);
    if (charge !== undefined && 'why' in charge) return this.#fallShort(next, charge);
    this.#begin({ ...next, charge }, plan);
    return true;
  }

  #begin(next: Try, plan: AttemptPlan): void {
    if (this.#retryReason !== undefined) this.options.health.retried(this.#retryReason);
    const one = new RunningAttempt(next, plan, this);
    if (next.isHedge) this.#hedge = one;
    else this.#current = one;
    if (one.number === 1 && this.exchange.hedge !== undefined) this.#awaitHedge(next.target);
    one.start();
  }

  /** True when the control plane is asked for more: then the same try comes again. Nothing waits for money beside another attempt. */
  #fallShort(next: Try, shortage: Shortage): boolean {
    const { target, isHedge } = next;
    const money = reached(this.#money, 'money');
    if (shortage.why === 'unheard') {
      if (isHedge) return false;
      const resume = () => this.#paused === next && this.expired();
      if (!money.ask(shortage, resume)) return this.#try(next);
      this.#paused = next;
      return true;
    }
    this.#lastError ??= budgetRefusal(shortage, this.options.clock.unixMs());
    this.#queue.fellShort(target, money.downgrades(shortage));
    return false;
  }

  #awaitHedge(target: Target): void {
    const waitMs = hedgeWaitMs(target, this);
    if (waitMs !== undefined) this.#wait(waitMs);
  }

  /** The first attempt has shown nothing for so long. What stands against a second one leaves everything as it is. */
  #startHedge(): void {
    const { hedging } = this.options;
    const { hedge } = this.exchange;
    if (!hedge || !hedging?.allows(hedge) || !this.#current?.isSilent) return;
    try {
      let next = this.#queue.beside(this.#mayTry);
      while (next !== undefined && !this.#try(this.#first(next, true))) {
        this.#queue.passOver();
        next = this.#queue.beside(this.#mayTry);
      }
      if (next !== undefined) hedging.spend(hedge);
    } catch {
      this.#queue.passOver();
    }
  }

  /** Each attempt is authorised for itself: a grant may have ended since the targets were chosen. */
  readonly #mayTry = (target: Target): boolean => {
    const missing = missingGrant(this.exchange, target, this.options.clock.unixMs());
    this.#lastError ??= missing;
    return missing === undefined;
  };

  #giveUp(): void {
    const last = reached(this.#lastError, 'targets');
    this.#noteReasons();
    const saysWhen = last.retryAfterS !== undefined;
    this.#end.reject(this.#queue.isLate && !saysWhen ? noTimeToRetry(last) : last);
  }

  #noteReasons(): void {
    this.exchange.candidates = noteReasons(this.exchange.candidates, this.#queue.reasons);
  }
}
