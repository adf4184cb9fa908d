import type { Provider, ProviderKind, Target } from '../../policy/resource.ts';
import { totalTimeoutMsOf } from '../../policy/timing/timer.ts';
import { GatewayError } from '../errors.ts';
import type { Usage } from '../inference.ts';
import type { ProviderAdapter, StreamPiece } from '../providers/provider.ts';
import type { AttemptSurroundings } from '../upstream/attempt.ts';
import { Attempt } from '../upstream/attempt.ts';
import type { AttemptListener, AttemptPlan, AttemptResult } from '../upstream/attempt-plan.ts';
import { type CallDeadline, findDeadline } from '../upstream/attempt-time.ts';
import { DeadlineTimer } from '../upstream/deadline-timer.ts';
import { callerLeft, deadlineExceeded, noTimeToRetry } from '../upstream/failure.ts';
import type { RetryReason, TargetHealth, TargetPermit } from '../upstream/health/target-health.ts';
import { type NextTry, TargetQueue } from '../upstream/health/target-queue.ts';
import type { TargetWatch } from '../upstream/health/target-watch.ts';
import { planAttempt } from '../upstream/plan-attempt.ts';
import { noteReasons, recordAttempt, withUsage } from './attempt-record.ts';
import { grantMissing, isGranted } from './authorise.ts';
import type { CredentialChoice, ShownCredential } from './credential-choice.ts';
import type { Exchange, ReplyHead } from './exchange.ts';
import { reached } from './reached.ts';

/** What sending depends on. */
export interface DispatchOptions extends AttemptSurroundings {
  /** The adapter that speaks to providers of a kind. */
  readonly getAdapter: (kind: ProviderKind) => ProviderAdapter;
  readonly credentials: CredentialChoice;
  readonly health: TargetHealth;
  /** In [0, 1), anew at each call: spreads the pauses between attempts. */
  readonly draw: () => number;
  /** Follows each attempt. */
  readonly watch?: TargetWatch;
}

/** What is to be tried. */
interface Try {
  readonly target: Target;
  readonly credential: ShownCredential;
  readonly onFreshConnection: boolean;
}

/** What is being tried. */
interface Current extends Try {
  readonly adapter: ProviderAdapter;
  readonly permit: TargetPermit;
  /** What the watch knows it by. */
  readonly load: unknown;
}

/** How a run tells that it is over: exactly one of the two, once. */
export interface RunEnd {
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

const once = { once: true } as const;

/** The attempts of one call, one after another. */
export class DispatchRun implements AttemptListener {
  readonly #exchange: Exchange;
  readonly #options: DispatchOptions;
  readonly #end: RunEnd;
  readonly #deadline: CallDeadline;
  readonly #queue: TargetQueue;
  #current: Current | undefined;
  #attempt: Attempt | undefined;
  /** What is tried when the pause before it has passed. */
  #paused: Try | undefined;
  #timer: DeadlineTimer | undefined;
  /** Why there is one more attempt. */
  #retryReason: RetryReason | undefined;
  /** One stale connection is bad luck; a second one in a call is a fault like others. */
  #hasMetStale = false;
  #lastError: GatewayError | undefined;
  /** Why the call may not go on, whatever its attempts come to. */
  #cutBy: GatewayError | undefined;

  constructor(exchange: Exchange, options: DispatchOptions, end: RunEnd) {
    this.#exchange = exchange;
    this.#options = options;
    this.#end = end;
    const { targets, fallbacksOn, snapshot } = exchange;
    const { models, providers } = snapshot;
    const totalTimeoutMs = totalTimeoutMsOf(reached(exchange.route, 'route'), targets, models);
    this.#deadline = findDeadline(exchange, totalTimeoutMs, options.clock);
    const sendable = { targets, fallbacksOn, providers, deadlineMs: this.#deadline.atMs };
    this.#queue = new TargetQueue(sendable, options);
  }

  /** Call once. */
  start(): void {
    this.#exchange.callerLeft.addEventListener('abort', this, once);
    this.#exchange.cut = (error) => this.#cut(error);
    this.#next();
  }

  /** For `callerLeft`: nothing of this call goes on. */
  handleEvent(): void {
    this.#attempt?.cancel();
    this.#timer?.clear();
    if (this.#paused !== undefined) this.expired();
  }

  /** For the timer only: the pause before an attempt has passed. */
  expired(): void {
    const paused = this.#paused;
    this.#paused = undefined;
    if (paused !== undefined) this.#next(paused);
  }

  begin(): void {
    const { sink } = this.#exchange;
    this.#options.health.answered(reached(this.#current, 'target').permit);
    this.#noteFirstContent();
    sink.onDrain(() => this.#attempt?.resume());
    sink.begin(this.#head(this.#exchange.attempts.length + 1));
  }

  write(piece: StreamPiece): boolean {
    const { sink, verbatim } = this.#exchange;
    if (verbatim) return sink.writeRaw(piece.raw);
    let hasRoom = true;
    for (const event of piece.events) hasRoom = sink.writeEvent(event) && hasRoom;
    return hasRoom;
  }

  ended(result: AttemptResult): void {
    this.#attempt = undefined;
    const { attempts, inputTokens } = this.#exchange;
    const { target, adapter, credential } = reached(this.#current, 'target');
    const request = reached(this.#exchange.request, 'request');
    const endedAtMs = this.#options.clock.unixMs();
    const number = attempts.length + 1;
    const account = { number, target, request, inputTokens, adapter, result, endedAtMs };
    const record = recordAttempt(account);
    attempts.push(record);
    const second = this.#options.credentials.second(credential, result);
    this.#report(result, second === undefined);
    if (result.verdict === 'succeeded') this.#succeed(result, record.usage);
    else this.#failed(result, second);
  }

  #report(result: AttemptResult, isLastCredential: boolean): void {
    const { health, watch, clock } = this.#options;
    const { target, permit, load } = reached(this.#current, 'target');
    const { isCallers, atMs } = this.#deadline;
    health.ended(permit, result, {
      target,
      provider: this.#exchange.snapshot.providers.get(target.providerId),
      isCutByCaller: isCallers && clock.monotonicMs() >= atMs,
      isLastCredential,
    });
    watch?.ended(load, result);
  }

  #succeed({ reply, terminal }: AttemptResult, usage: Usage | undefined): void {
    if (reply === undefined) {
      this.#exchange.reply = { kind: 'stream', terminal };
    } else {
      this.#noteFirstContent();
      const head = this.#head(this.#exchange.attempts.length);
      this.#exchange.reply = { kind: 'whole', head, reply: withUsage(reply, usage) };
    }
    this.#noteReasons();
    this.#end.resolve();
  }

  #cut(error: GatewayError): void {
    this.#cutBy ??= error;
    this.handleEvent();
  }

  #failed(result: AttemptResult, second: ShownCredential | undefined): void {
    const { begun, verdict, error } = result;
    this.#lastError = this.#cutBy ?? error;
    if (begun || verdict === 'succeeded' || verdict === 'cancelled') {
      this.#giveUp();
      return;
    }
    const { target, credential } = reached(this.#current, 'target');
    const isStale = result.isStale && !this.#hasMetStale;
    this.#retryReason = isStale ? 'stale_connection' : verdict;
    this.#hasMetStale ||= isStale;
    const again: Try | undefined = isStale
      ? { target, credential, onFreshConnection: true }
      : second && { target, credential: second, onFreshConnection: false };
    if (again === undefined) this.#queue.failed(target, result);
    // Not in this tick: undici may be in the middle of failing other requests of the same pool.
    queueMicrotask(() => this.#next(again));
  }

  /** Goes on with `again` when there is such a try, else with what the queue gives. */
  #next(again?: Try): void {
    const mayTry = (target: Target): boolean => this.#isGranted(target);
    try {
      if (this.#exchange.callerLeft.aborted) throw callerLeft('The caller left.');
      if (this.#cutBy !== undefined) throw this.#cutBy;
      if (again !== undefined && this.#isGranted(again.target) && this.#try(again)) return;
      for (let next = this.#queue.next(mayTry); next; next = this.#queue.next(mayTry)) {
        if (this.#pauses(next) || this.#try(this.#first(next.target))) return;
        this.#queue.passOver();
      }
      this.#giveUp();
    } catch (thrown) {
      this.#noteReasons();
      this.#end.reject(thrown);
    }
  }

  #first(target: Target): Try {
    const credential = this.#options.credentials.first(target.providerId);
    return { target, credential, onFreshConnection: false };
  }

  /** False when there is nothing to wait for. */
  #pauses({ target, waitMs }: NextTry): boolean {
    if (waitMs === 0) return false;
    const { monotonicMs } = this.#options.clock;
    this.#paused = this.#first(target);
    this.#timer ??= new DeadlineTimer(monotonicMs, this);
    this.#timer.set(monotonicMs() + waitMs);
    return true;
  }

  /** False when the target's wire has no place for what the call asks: nothing was sent, and it counts as no attempt. */
  #try(next: Try): boolean {
    const { health, watch } = this.#options;
    const { snapshot, request, inputTokens } = this.#exchange;
    const { target } = next;
    const provider = reached(snapshot.providers.get(target.providerId), 'provider');
    const adapter = this.#options.getAdapter(provider.kind);
    const plan = this.#plan(next, adapter, provider);
    if (plan instanceof GatewayError) {
      this.#lastError ??= plan;
      return false;
    }
    this.#exchange.verbatim = plan.verbatim;
    if (this.#retryReason !== undefined) health.retried(this.#retryReason);
    const permit = health.begin(target, this.#exchange.attempts.length === 0);
    const load = watch?.started(target, reached(request, 'request'), inputTokens);
    this.#current = { ...next, adapter, permit, load };
    const attempt = new Attempt(plan, this.#options, this);
    this.#attempt = attempt;
    attempt.start();
    return true;
  }

  /** @throws GatewayError deadline_exceeded, or why the attempt before has failed, when no time is left */
  #plan(next: Try, adapter: ProviderAdapter, provider: Provider): AttemptPlan | GatewayError {
    const { clock } = this.#options;
    const { snapshot, sink, request, route } = this.#exchange;
    if (clock.monotonicMs() >= this.#deadline.atMs) throw this.#lastError ?? deadlineExceeded();
    return planAttempt({
      adapter,
      provider,
      clock,
      target: next.target,
      model: snapshot.models.get(next.target.modelId),
      request: reached(request, 'request'),
      route: reached(route, 'route'),
      credential: next.credential.value,
      dialect: sink.dialect,
      furtherCount: this.#queue.furtherCount,
      totalDeadlineMs: this.#deadline.atMs,
      onFreshConnection: next.onFreshConnection,
    });
  }

  /** Each attempt is authorised for itself: a grant may have ended since the targets were chosen. */
  #isGranted({ modelId }: Target): boolean {
    const { snapshot } = this.#exchange;
    const application = reached(this.#exchange.application, 'application');
    const workload = reached(this.#exchange.workload, 'workload');
    const subject = { application, workload, nowMs: this.#options.clock.unixMs() };
    if (isGranted(snapshot, subject, modelId)) return true;
    this.#lastError ??= grantMissing(snapshot, subject, [modelId]);
    return false;
  }

  #giveUp(): void {
    const last = reached(this.#lastError, 'targets');
    this.#noteReasons();
    const saysWhen = last.retryAfterS !== undefined;
    this.#end.reject(this.#queue.isLate && !saysWhen ? noTimeToRetry(last) : last);
  }

  #noteReasons(): void {
    const { candidates } = this.#exchange;
    this.#exchange.candidates = noteReasons(candidates, this.#queue.reasons);
  }

  #head(attemptCount: number): ReplyHead {
    const routeName = reached(this.#exchange.route, 'route').name;
    const targetName = reached(this.#current, 'target').target.name;
    return { routeName, targetName, attemptCount };
  }

  #noteFirstContent(): void {
    const { receivedAtMs } = this.#exchange;
    this.#options.credentials.taken(reached(this.#current, 'target').credential);
    this.#exchange.firstContentMs = Math.max(1, this.#options.clock.unixMs() - receivedAtMs);
  }
}
