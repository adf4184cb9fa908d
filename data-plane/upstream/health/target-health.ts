import type { Provider, Target } from '../../../policy/resource.ts';
import type { FailureClass } from '../../providers/provider.ts';
import type { AttemptResult } from '../attempt-plan.ts';
import type { Clock } from '../clock.ts';
import type { BreakerState, Permit } from './circuit-breaker.ts';
import { type Ranked, rankTargets } from './rank-targets.ts';
import { isDoubtful, isFaultOfTarget } from './result-judgement.ts';
import { type CredentialBasis, type OutReason, TargetState } from './target-state.ts';

/** Why a call has sent one more attempt. `stale_connection`: a kept-alive connection was closed as the request went out. */
export type RetryReason = FailureClass | 'stale_connection';

/** Who is told of what happens to targets. */
export interface HealthObserver {
  /** The target with that name is out. */
  out(name: string, reason: OutReason): void;
  /** Its breaker has closed. */
  closed(name: string): void;
  /** A call has begun at a target that is out, since none was better. */
  forced(reason: OutReason): void;
  retried(reason: RetryReason): void;
  /** The budget of the target did not allow one more attempt. */
  refused(): void;
}

/** What the health of targets depends on. */
export interface TargetHealthOptions {
  readonly clock: Clock;
  /** In [0, 1), anew at each call. */
  readonly draw: () => number;
  /** What the node holds as the credential of a provider: one object as long as nothing has changed. */
  readonly generationsOf: (providerId: string) => object | undefined;
  readonly observer?: HealthObserver;
}

/** What one attempt holds from its start to its end. */
export interface TargetPermit {
  readonly state: TargetState;
  readonly permit: Permit;
}

/** What the call knows of an attempt beyond its result. */
export interface AttemptEnd {
  readonly target: Target;
  readonly provider: Provider | undefined;
  /** The caller's own deadline has cut it, which says nothing of the target. */
  readonly isCutByCaller: boolean;
  /** The provider refused a credential, and no other is held. */
  readonly isLastCredential: boolean;
}

/** How a target does, for operators. */
export interface TargetCondition {
  readonly state: BreakerState;
  /** Why it is out, or `ramping`; undefined when it has all its traffic. */
  readonly reason: OutReason | 'ramping' | undefined;
  /** Unix milliseconds. */
  readonly sinceMs: number;
}

/** How all targets do that something was sent to lately. */
export interface TargetsCondition {
  /** Those that have not all their traffic: not closed, or for a reason. */
  readonly unwell: readonly (TargetCondition & { readonly id: string })[];
  readonly healthyCount: number;
}

const stateCountMax = 10_000;
const idleMsMax = 3_600_000;

/**
 * Health of the targets as this node sees it, kept by target id across changes of the configuration; forgotten when the target
 * has left it, or after an hour without an attempt.
 */
export class TargetHealth {
  readonly #options: TargetHealthOptions;
  readonly #states = new Map<string, TargetState>();
  /** Those that may not be plain: while there are none, ranking costs nothing. */
  readonly #suspects = new Set<TargetState>();
  #configured: ReadonlyMap<string, Target> = new Map();

  constructor(options: TargetHealthOptions) {
    this.#options = options;
  }

  /** Call with the targets of each configuration: what left is forgotten. */
  follow(targets: ReadonlyMap<string, Target>): void {
    if (targets === this.#configured) return;
    this.#configured = targets;
    for (const id of this.#states.keys()) if (!targets.has(id)) this.#forget(id);
  }

  /** Whether nothing is known that stands against it: what strategies of routes ask. */
  isHealthy(targetId: string): boolean {
    if (this.#suspects.size === 0) return true;
    const state = this.#states.get(targetId);
    if (state === undefined || !this.#suspects.has(state)) return true;
    return state.findOut(this.#nowMs()) === undefined;
  }

  /** The targets in the order in which they are to be tried; see {@link rankTargets}. */
  rank(
    targets: readonly Target[],
    providers: ReadonlyMap<string, Provider>,
  ): readonly Ranked<Target>[] {
    if (this.#suspects.size === 0)
      return targets.map((item) => ({ item, reason: undefined, out: undefined }));
    const nowMs = this.#nowMs();
    const list = targets.map((item) => {
      const state = this.#states.get(item.id);
      if (state === undefined || !this.#suspects.has(state))
        return { item, out: undefined, warmth: 1 };
      const basis = this.#basisOf(item, providers.get(item.providerId));
      if (state.isPlain(nowMs, basis)) this.#suspects.delete(state);
      return { item, out: state.findOut(nowMs, basis), warmth: state.warmth(nowMs) };
    });
    return rankTargets(list, this.#options.draw);
  }

  /** An attempt starts. `isFirst` is whether it is the first of its call: live traffic, which earns further attempts. */
  begin(target: Target, isFirst: boolean): TargetPermit {
    const nowMs = this.#nowMs();
    const state = this.#stateOf(target, nowMs);
    state.usedAtMs = nowMs;
    state.name = target.name;
    if (isFirst) state.budget.earn();
    return { state, permit: state.breaker.begin(nowMs) };
  }

  /** First content of a stream came. */
  answered({ state, permit }: TargetPermit): void {
    if (permit.isProbe) this.#observing(state, (nowMs) => state.answered(permit, nowMs));
  }

  /** Call once for each attempt that began. */
  ended({ state, permit }: TargetPermit, result: AttemptResult, end: AttemptEnd): void {
    if (result.verdict === 'succeeded' && !this.#suspects.has(state)) {
      state.good(permit, this.#nowMs());
      return;
    }
    this.#suspects.add(state);
    this.#observing(state, (nowMs) => this.#judge({ state, permit }, result, { ...end, nowMs }));
  }

  /** Whether nothing stands against it, it has not failed lately, and it has all its traffic: fit for what need not be sent. */
  isWell(target: Target): boolean {
    const state = this.#states.get(target.id);
    return state === undefined || (state.breaker.badRun === 0 && state.isPlain(this.#nowMs()));
  }

  /**
   * Whether a call that has failed elsewhere, or here, may be tried (again) at this target. Free for a target that has not
   * failed lately and was not tried yet; else its budget pays.
   */
  mayRetry(target: Target, isRepeat: boolean): boolean {
    const nowMs = this.#nowMs();
    const state = this.#stateOf(target, nowMs);
    const isWell = state.breaker.badRun === 0 && state.findOut(nowMs) === undefined;
    if ((isWell && !isRepeat) || state.budget.spend(nowMs)) return true;
    this.#options.observer?.refused();
    return false;
  }

  forced(reason: OutReason): void {
    this.#options.observer?.forced(reason);
  }

  retried(reason: RetryReason): void {
    this.#options.observer?.retried(reason);
  }

  /** How a target does; undefined when nothing was sent to it lately. */
  describe(targetId: string): TargetCondition | undefined {
    const state = this.#states.get(targetId);
    return state && this.#conditionOf(state);
  }

  /** Looks only at those that may be unwell: next to nothing while there are none. */
  summarise(): TargetsCondition {
    this.#forgetIdle();
    const unwell: (TargetCondition & { readonly id: string })[] = [];
    for (const state of this.#suspects) {
      const condition = this.#conditionOf(state);
      if (condition.state !== 'closed' || condition.reason !== undefined)
        unwell.push({ id: state.id, ...condition });
    }
    return { unwell, healthyCount: this.#states.size - unwell.length };
  }

  /** Every target that something was sent to, at most 10,000. Forgets those that were idle for an hour. */
  list(): readonly (TargetCondition & { readonly name: string })[] {
    this.#forgetIdle();
    return [...this.#states.values()].map((state) => ({
      name: state.name,
      ...this.#conditionOf(state),
    }));
  }

  #judge(
    { state, permit }: TargetPermit,
    result: AttemptResult,
    { nowMs, ...end }: AttemptEnd & { readonly nowMs: number },
  ): void {
    const { verdict } = result;
    if (verdict === 'succeeded') state.good(permit, nowMs);
    else if (isFaultOfTarget(result, end.isCutByCaller))
      state.breaker.bad(permit, nowMs, this.#options.draw());
    else state.breaker.neutral(permit);
    if (verdict === 'rate_limited' && result.error?.isOfRequest !== true)
      state.cooling.limited(result.error?.retryAfterS, nowMs);
    if (
      verdict === 'credential' &&
      end.isLastCredential &&
      !isDoubtful(result, state.goodAtMs, nowMs)
    )
      state.credentialRefused(this.#basisOf(end.target, end.provider), nowMs);
  }

  /** Tells what a change has done to a target. */
  #observing(state: TargetState, change: (nowMs: number) => void): void {
    const { observer } = this.#options;
    const nowMs = this.#nowMs();
    const before = state.findOut(nowMs)?.reason;
    const stateBefore = state.breaker.state(nowMs);
    change(nowMs);
    const reason = state.findOut(nowMs)?.reason;
    if (reason !== undefined && reason !== before && reason !== 'half_open')
      observer?.out(state.name, reason);
    if (state.breaker.state(nowMs) === 'closed' && stateBefore !== 'closed')
      observer?.closed(state.name);
  }

  #basisOf({ providerId }: Target, provider: Provider | undefined): CredentialBasis {
    return { provider, generations: this.#options.generationsOf(providerId) };
  }

  #conditionOf(state: TargetState): TargetCondition {
    const nowMs = this.#nowMs();
    const reason = state.findOut(nowMs)?.reason;
    const sinceMs = state.sinceMs(reason) - nowMs + this.#options.clock.unixMs();
    const isRamping = reason === undefined && state.warmth(nowMs) < 1;
    return {
      state: state.breaker.state(nowMs),
      reason: isRamping ? 'ramping' : reason,
      sinceMs: Math.round(sinceMs),
    };
  }

  #stateOf(target: Target, nowMs: number): TargetState {
    const held = this.#states.get(target.id);
    if (held !== undefined && nowMs - held.usedAtMs <= idleMsMax) return held;
    return this.#create(target);
  }

  #create(target: Target): TargetState {
    const { id } = target;
    this.#forget(id);
    const [oldest] = this.#states.keys();
    if (oldest !== undefined && this.#states.size >= stateCountMax) this.#forget(oldest);
    const state = new TargetState(target, this.#nowMs());
    this.#states.set(id, state);
    return state;
  }

  #forgetIdle(): void {
    const nowMs = this.#nowMs();
    for (const [id, state] of this.#states)
      if (nowMs - state.usedAtMs > idleMsMax) this.#forget(id);
  }

  #forget(id: string): void {
    const state = this.#states.get(id);
    if (state === undefined) return;
    this.#states.delete(id);
    this.#suspects.delete(state);
  }

  #nowMs(): number {
    return this.#options.clock.monotonicMs();
  }
}
