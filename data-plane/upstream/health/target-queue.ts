import type { FallbackOrders } from '../../../policy/compile-routing.ts';
import type { Provider, Target } from '../../../policy/resource.ts';
import type { AttemptResult } from '../attempt-plan.ts';
import type { Clock } from '../clock.ts';
import { backoffMs } from './backoff.ts';
import type { Ranked, RankReason } from './rank-targets.ts';
import type { TargetHealth } from './target-health.ts';

/** What is to be tried next, and how long to wait before. */
export interface NextTry {
  readonly target: Target;
  readonly waitMs: number;
}

/** Why a target was not tried, or was not tried where the route has put it. */
export type TargetReason = RankReason | 'retry_budget' | 'budget';

/** What one call may send to, and when it must be over. */
export interface TargetQueueInput {
  /** In the order of the route. */
  readonly targets: readonly Target[];
  /** What may be tried instead after a failure of a class that has fallbacks of its own. */
  readonly fallbacksOn: FallbackOrders;
  readonly providers: ReadonlyMap<string, Provider>;
  /** Milliseconds of the monotonic clock. */
  readonly deadlineMs: number;
}

/** What a queue depends on. */
export interface TargetQueueOptions {
  readonly health: TargetHealth;
  readonly clock: Pick<Clock, 'monotonicMs'>;
  /** In [0, 1), anew at each call. */
  readonly draw: () => number;
}

const tryCountMax = 3;
/** Nobody is made to wait longer for a target that said when to come back: the caller is told when, and decides. */
const waitMsMax = 10_000;

/** How a target has failed this call. */
interface Failed {
  /** Whether the same request may succeed at the same target. */
  readonly isRepeatable: boolean;
  readonly notBeforeMs: number;
}

/**
 * The targets of one call and what became of them: each once, in the order of their health; then, when none is left, the one that
 * may be tried again soonest. At most three tries; those beyond the first need a budget.
 */
export class TargetQueue {
  readonly #input: TargetQueueInput;
  readonly #options: TargetQueueOptions;
  /** Tried, or passed over. */
  readonly #seen = new Map<string, Failed>();
  #reasons: Map<string, TargetReason> | undefined;
  #targets: readonly Target[];
  #tryCount = 0;
  #isLate = false;

  constructor(input: TargetQueueInput, options: TargetQueueOptions) {
    this.#input = input;
    this.#targets = input.targets;
    this.#options = options;
  }

  /** By target id; targets that nothing stood against are not among them. */
  get reasons(): ReadonlyMap<string, TargetReason> {
    return this.#reasons ?? noReasons;
  }

  /** True when there was a target to try again, and no time to wait for it. */
  get isLate(): boolean {
    return this.#isLate;
  }

  /** Tries that may follow the present one at other targets. */
  get furtherCount(): number {
    const unseen = this.#targets.filter(({ id }) => !this.#seen.has(id));
    return Math.min(unseen.length, tryCountMax - this.#tryCount);
  }

  /** `mayTry` is asked before a target is given; one that it refuses is passed over. Undefined: the call has failed. */
  next(mayTry: (target: Target) => boolean): NextTry | undefined {
    if (this.#tryCount >= tryCountMax) return undefined;
    const { health } = this.#options;
    const ranked = health.rank(this.#targets, this.#input.providers);
    if (this.#tryCount === 0) this.#note(ranked);
    const chosen = this.#other(ranked, mayTry) ?? this.#same(ranked, mayTry);
    if (chosen === undefined) return undefined;
    this.#seen.set(chosen.target.id, notFailed);
    this.#tryCount += 1;
    return chosen;
  }

  /** The target that was given last has no place for the call: nothing was sent, and it counts as no try. */
  passOver(): void {
    this.#tryCount -= 1;
  }

  /**
   * A target to try beside one that has not answered yet; undefined when there is none that is well. It counts as a try.
   * `mayTry` as for {@link next}.
   */
  beside(mayTry: (target: Target) => boolean): Target | undefined {
    if (this.#tryCount >= tryCountMax) return undefined;
    const { health } = this.#options;
    for (const { item: target, reason } of health.rank(this.#targets, this.#input.providers)) {
      if (reason !== undefined || this.#seen.has(target.id) || !health.isWell(target)) continue;
      this.#seen.set(target.id, notFailed);
      if (!mayTry(target)) continue;
      this.#tryCount += 1;
      return target;
    }
    return undefined;
  }

  /** Whether the target may answer after what has failed so far: it stands in the list that is tried now. */
  allows(target: Target): boolean {
    return this.#targets.includes(target);
  }

  /**
   * A target that was given did not answer. A refusal leaves only the fallbacks of its class, of which there may be
   * none; a rate limit leaves those of its own where the route tells them apart.
   */
  failed({ id }: Target, { verdict, error }: AttemptResult): void {
    const pauseMs = (error?.retryAfterS ?? 0) * 1_000;
    this.#seen.set(id, {
      isRepeatable: repeatable.has(verdict),
      notBeforeMs: this.#nowMs() + pauseMs,
    });
    this.#targets = this.#listAfter(verdict);
  }

  /** A budget has no room for an attempt at the target: nothing was sent. What is tried next may be what it downgrades to. */
  fellShort(target: Target, isDowngrade: boolean): void {
    this.#noteReason(target, 'budget');
    if (isDowngrade) this.#targets = this.#input.fallbacksOn.budget;
  }

  #listAfter(verdict: AttemptResult['verdict']): readonly Target[] {
    const { fallbacksOn, targets } = this.#input;
    if (verdict === 'rejected') return [];
    if (verdict === 'context_window' || verdict === 'content_policy') return fallbacksOn[verdict];
    const isLimited = verdict === 'rate_limited' && this.#targets === targets;
    return isLimited && fallbacksOn.rate_limit !== fallbacksOn.error
      ? fallbacksOn.rate_limit
      : this.#targets;
  }

  #other(
    ranked: readonly Ranked<Target>[],
    mayTry: (target: Target) => boolean,
  ): NextTry | undefined {
    const { health } = this.#options;
    for (const { item: target, out } of ranked) {
      if (this.#seen.has(target.id)) continue;
      if (!mayTry(target)) this.#seen.set(target.id, notFailed);
      else if (this.#tryCount === 0 || this.#mayRetry(target, false)) {
        if (this.#tryCount === 0 && out !== undefined) health.forced(out.reason);
        return { target, waitMs: 0 };
      }
    }
    return undefined;
  }

  #same(
    ranked: readonly Ranked<Target>[],
    mayTry: (target: Target) => boolean,
  ): NextTry | undefined {
    const nowMs = this.#nowMs();
    const jitterMs = backoffMs(this.#tryCount, this.#options.draw());
    const soonest = ranked
      .flatMap(({ item, out }) => {
        const seen = this.#seen.get(item.id);
        if (!seen?.isRepeatable || (out !== undefined && out.reason !== 'cooling')) return [];
        const notBeforeMs = Math.max(nowMs, seen.notBeforeMs, out?.untilMs ?? 0);
        return [{ target: item, waitMs: notBeforeMs - nowMs + jitterMs }];
      })
      .toSorted((one, other) => one.waitMs - other.waitMs);
    for (const one of soonest) {
      if (one.waitMs > waitMsMax) return undefined;
      if (nowMs + one.waitMs >= this.#input.deadlineMs) {
        this.#isLate = true;
        return undefined;
      }
      if (mayTry(one.target) && this.#mayRetry(one.target, true)) return one;
    }
    return undefined;
  }

  #mayRetry(target: Target, isRepeat: boolean): boolean {
    if (this.#options.health.mayRetry(target, isRepeat)) return true;
    this.#noteReason(target, 'retry_budget');
    return false;
  }

  #note(ranked: readonly Ranked<Target>[]): void {
    for (const { item, reason } of ranked) if (reason !== undefined) this.#noteReason(item, reason);
  }

  #noteReason({ id }: Target, reason: TargetReason): void {
    this.#reasons ??= new Map();
    this.#reasons.set(id, reason);
  }

  #nowMs(): number {
    return this.#options.clock.monotonicMs();
  }
}

/** Of most calls: nothing stood against anything. */
const noReasons: ReadonlyMap<string, TargetReason> = new Map();
const notFailed: Failed = { isRepeatable: false, notBeforeMs: 0 };

/** A refused credential and a reply that is none would come again. */
const repeatable: ReadonlySet<AttemptResult['verdict']> = new Set([
  'connect',
  'reset',
  'server_error',
  'timeout',
  'rate_limited',
]);
