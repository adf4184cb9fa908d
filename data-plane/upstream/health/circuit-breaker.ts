import { FailureWindow } from './failure-window.ts';

/** `closed` lets everything through, `open` nothing, `half_open` one probe at a time. */
export type BreakerState = 'closed' | 'open' | 'half_open';

/** When a breaker opens and for how long. Times in milliseconds. */
export interface BreakerRules {
  /** Opens when so many ends in a row are bad, */
  readonly badRunMax: number;
  /** or when at least so many of the window, of at least `countMin`, are bad, as a share of 1. */
  readonly badShareMax: number;
  readonly countMin: number;
  readonly windowMs: number;
  /** First time of being open; it doubles with each opening, up to `openMsMax`. */
  readonly openMs: number;
  readonly openMsMax: number;
  /** Good probes that close it. */
  readonly goodProbeCount: number;
}

/** docs/reliability.md, the breaker. */
export const defaultBreakerRules: BreakerRules = {
  badRunMax: 5,
  badShareMax: 0.5,
  countMin: 10,
  windowMs: 10_000,
  openMs: 5_000,
  openMsMax: 60_000,
  goodProbeCount: 2,
};

/** Share of the time of being open that chance takes off, so that nodes do not probe in step. */
const jitterShare = 0.2;

/**
 * What one attempt holds from its start to its end. An end counts only in the period in which the attempt began: one that
 * was begun before an opening says nothing of the time after it.
 */
export interface Permit {
  readonly period: number;
  /** Whether it holds back other probes. */
  readonly isProbe: boolean;
  /** Whether it was counted as good already, at its first content. */
  isCounted: boolean;
}

/**
 * Breaker of one target. It has no clock: times are milliseconds of a monotonic clock that each call brings, a draw is in
 * [0, 1). Attempts may begin in every state, since a caller whose targets are all out is sent to one of them all the same.
 */
export class CircuitBreaker {
  readonly #rules: BreakerRules;
  readonly #window: FailureWindow;
  #state: BreakerState = 'closed';
  /** Grows with every change of state. */
  #period = 0;
  #sinceMs: number;
  #openUntilMs = 0;
  /** Openings without a long enough time of being closed between them. */
  #openingCount = 0;
  #badRun = 0;
  #goodProbeCount = 0;
  #probeCount = 0;

  constructor(nowMs: number, rules: BreakerRules = defaultBreakerRules) {
    this.#rules = rules;
    this.#window = new FailureWindow(rules.windowMs);
    this.#sinceMs = nowMs;
  }

  /** The state at this moment: time alone makes an open breaker half-open. */
  state(nowMs: number): BreakerState {
    if (this.#state === 'open' && nowMs >= this.#openUntilMs) this.#enter('half_open', nowMs);
    return this.#state;
  }

  /** When the present state began. */
  get sinceMs(): number {
    return this.#sinceMs;
  }

  /** When an open breaker lets a probe through. */
  get openUntilMs(): number {
    return this.#openUntilMs;
  }

  /** Bad ends since the last good one. */
  get badRun(): number {
    return this.#badRun;
  }

  /** Whether an attempt is welcome: closed, or half-open without a probe under way. */
  isWilling(nowMs: number): boolean {
    const state = this.state(nowMs);
    return state === 'closed' || (state === 'half_open' && this.#probeCount === 0);
  }

  /** An attempt starts, be it welcome or not. */
  begin(nowMs: number): Permit {
    const isProbe = this.state(nowMs) === 'half_open';
    if (isProbe) this.#probeCount += 1;
    return { period: this.#period, isProbe, isCounted: false };
  }

  /** First content came: a probe need not hold back the next one until a long stream has ended. */
  answered(permit: Permit, nowMs: number): void {
    if (!permit.isProbe || permit.isCounted) return;
    this.#release(permit);
    permit.isCounted = true;
    this.#countGood(permit, nowMs);
  }

  /** Ended well. */
  good(permit: Permit, nowMs: number): void {
    this.#release(permit);
    if (!permit.isCounted) this.#countGood(permit, nowMs);
  }

  /** Ended badly, by a fault of the target. */
  bad(permit: Permit, nowMs: number, draw: number): void {
    this.#release(permit);
    if (permit.period !== this.#period) return;
    this.#badRun += 1;
    if (this.#state === 'half_open') this.#open(nowMs, draw);
    if (this.#state !== 'closed') return;
    this.#window.add(false, nowMs);
    if (this.#isTooBad(nowMs)) this.#open(nowMs, draw);
  }

  /** Ended in a way that says nothing of the target. */
  neutral(permit: Permit): void {
    this.#release(permit);
  }

  #release(permit: Permit): void {
    if (permit.isProbe && !permit.isCounted && permit.period === this.#period)
      this.#probeCount -= 1;
  }

  /** A good end while open was no probe, and yet shows that the target works: it counts as one. */
  #countGood(permit: Permit, nowMs: number): void {
    if (permit.period !== this.#period) return;
    this.#badRun = 0;
    if (this.#state === 'closed') {
      this.#window.add(true, nowMs);
      return;
    }
    if (this.#state === 'open') this.#enter('half_open', nowMs);
    this.#goodProbeCount += 1;
    if (this.#goodProbeCount >= this.#rules.goodProbeCount) this.#enter('closed', nowMs);
  }

  #isTooBad(nowMs: number): boolean {
    const { badRunMax, badShareMax, countMin } = this.#rules;
    if (this.#badRun >= badRunMax) return true;
    const { count, badCount } = this.#window.sum(nowMs);
    return count >= countMin && badCount >= badShareMax * count;
  }

  #open(nowMs: number, draw: number): void {
    const { openMs, openMsMax } = this.#rules;
    const wasClosedForLong = this.#state === 'closed' && nowMs - this.#sinceMs >= openMsMax;
    this.#openingCount = wasClosedForLong ? 1 : this.#openingCount + 1;
    const wholeMs = Math.min(openMsMax, openMs * 2 ** (this.#openingCount - 1));
    this.#openUntilMs = nowMs + wholeMs * (1 - jitterShare * draw);
    this.#enter('open', nowMs);
  }

  #enter(state: BreakerState, nowMs: number): void {
    this.#state = state;
    this.#period += 1;
    this.#sinceMs = state === 'half_open' ? Math.min(nowMs, this.#openUntilMs) : nowMs;
    this.#goodProbeCount = 0;
    this.#probeCount = 0;
    if (state === 'closed') {
      this.#badRun = 0;
      this.#window.clear();
    }
  }
}
