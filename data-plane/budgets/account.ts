import type { PeriodSpan } from '../../policy/account-part/period.ts';
import type { Budget } from '../../policy/budget.ts';

/** What the control plane has lent; see Lease of budget_service.proto. */
export interface LeaseAnswer {
  readonly authorisedNanoUsd: bigint;
  readonly remainingNanoUsd: bigint;
  readonly holderCount: number;
  readonly refused: boolean;
}

/** What is asked for; see LeaseDemand of budget_service.proto. */
export interface LeaseQuestion {
  readonly acknowledgedNanoUsd: bigint;
  readonly spentNanoUsd: bigint;
  readonly wantedNanoUsd: bigint;
  readonly neededNanoUsd: bigint;
}

/** What was lent ends so long after the question was sent. */
export const LEASE_MS = 30_000;
/** Who holds something asks so often. */
export const RENEWAL_MS = 10_000;

const none = 0n;

/**
 * What this process may spend, and has spent, of one account in one period: sums that only grow. Pure: times are milliseconds of
 * the monotonic clock, money is nano-USD.
 */
export class Account {
  /** As the newest call knew it: it changes with the configuration. */
  budget: Budget;
  readonly subjectId: string;
  /** Unix milliseconds. */
  readonly periodStartMs: number;
  readonly periodEndMs: number;
  #spent = none;
  #reserved = none;
  /** Of what was spent, what the control plane has usage events of. */
  #acknowledged = none;
  #authorised = none;
  #authorisedUntilMs = Number.NEGATIVE_INFINITY;
  /** Of the last answer; what was left when nothing was heard is everything. */
  #remaining: bigint;
  #holderCount: number;
  /** What had been spent when the question was sent that was answered last. */
  #spentAtQuestion = none;
  #askedAtMs = Number.NEGATIVE_INFINITY;
  #isCutOff = false;
  #usedAtMs = Number.NEGATIVE_INFINITY;
  #recent = { sinceMs: Number.NEGATIVE_INFINITY, nanoUsd: none, before: none };

  /** `holderCount`: of the period before, when that is known; 0 when the control plane was never heard of this account. */
  constructor(
    budget: Budget,
    { subjectId, period }: { readonly subjectId: string; readonly period: PeriodSpan },
    holderCount = 0,
  ) {
    this.budget = budget;
    this.subjectId = subjectId;
    this.periodStartMs = period.startMs;
    this.periodEndMs = period.endMs;
    this.#remaining = budget.amountNanoUsd;
    this.#holderCount = holderCount;
  }

  /** Instances that held something of it, this one among them; 0 when that was never heard. */
  get holderCount(): number {
    return this.#holderCount;
  }

  /** What is left for all nodes, as far as this one knows; never below 0. */
  get leftNanoUsd(): bigint {
    const left = this.#remaining - (this.#spent - this.#spentAtQuestion);
    return left > none ? left : none;
  }

  /** Whether something of it is set aside or spent and not yet counted by the control plane. */
  get isOpen(): boolean {
    return this.#reserved > none || this.#spent > this.#acknowledged;
  }

  /** Monotonic milliseconds at which money of it was last set aside or spent, or it was looked at. */
  get usedAtMs(): number {
    return this.#usedAtMs;
  }

  /** True when what the control plane said last still holds. */
  isLent(nowMs: number): boolean {
    return nowMs < this.#authorisedUntilMs;
  }

  /** What can be set aside; negative when more was spent than was lent. */
  roomNanoUsd(nowMs: number): bigint {
    return this.#bound(nowMs) - this.#spent - this.#reserved;
  }

  /** Whether so much may be set aside: nothing always may, and anything where nothing is refused. */
  hasRoomFor(nanoUsd: bigint, nowMs: number): boolean {
    return !this.#refuses || nanoUsd === none || nanoUsd <= this.roomNanoUsd(nowMs);
  }

  /** Sets aside, without looking whether there is room. */
  take(nanoUsd: bigint, nowMs: number): void {
    this.#reserved += nanoUsd;
    this.#usedAtMs = nowMs;
    this.#noteRecent(nanoUsd, nowMs);
  }

  /** A condition may depend on what is left: it is kept and asked for, though nothing is spent of it. */
  lookAt(nowMs: number): void {
    this.#usedAtMs = nowMs;
  }

  /** Gives back what was set aside. */
  release(nanoUsd: bigint): void {
    this.#reserved -= nanoUsd;
  }

  /** It was spent. */
  spend(nanoUsd: bigint, nowMs: number): void {
    this.#spent += nanoUsd;
    this.#usedAtMs = nowMs;
  }

  /** The control plane has the usage events of so much of what was spent. */
  acknowledge(nanoUsd: bigint): void {
    this.#acknowledged += nanoUsd;
  }

  /** Whether to ask: it holds something and has not asked for long, or is short of what it is likely to need. */
  isDue(nowMs: number): boolean {
    const silentMs = nowMs - this.#askedAtMs;
    if (silentMs >= RENEWAL_MS) return this.isOpen || this.isLent(nowMs) || this.#isBusy(nowMs);
    const isShort = 2n * this.roomNanoUsd(nowMs) < this.#likely(nowMs);
    return this.#refuses && isShort && silentMs >= RENEWAL_MS / 10;
  }

  /**
   * What to ask. From this moment on it holds no more of what was lent before than what it asks for, whatever becomes of the answer.
   * `waiting`: what calls need that wait, largest and together.
   */
  ask(
    waiting: { readonly largestNanoUsd: bigint; readonly sumNanoUsd: bigint },
    nowMs: number,
  ): LeaseQuestion {
    this.#askedAtMs = nowMs;
    const wanted = this.#refuses ? this.#reserved + waiting.sumNanoUsd + this.#likely(nowMs) : none;
    this.#authorised = smaller(this.#authorised, this.#spent + wanted);
    return {
      acknowledgedNanoUsd: this.#acknowledged,
      spentNanoUsd: this.#spent,
      wantedNanoUsd: wanted,
      neededNanoUsd: this.#refuses ? this.#reserved + waiting.largestNanoUsd : none,
    };
  }

  /** Takes the answer to a question that was sent at `sentAtMs`. */
  answer(answer: LeaseAnswer, { spentNanoUsd }: LeaseQuestion, sentAtMs: number): void {
    this.#isCutOff = false;
    this.#spentAtQuestion = spentNanoUsd;
    this.#authorisedUntilMs = sentAtMs + LEASE_MS;
    this.#authorised = answer.refused ? none : answer.authorisedNanoUsd;
    this.#remaining = answer.refused ? none : answer.remainingNanoUsd;
    this.#holderCount = answer.refused ? 0 : answer.holderCount;
  }

  /** The last question was not answered. */
  cutOff(): void {
    this.#isCutOff = true;
  }

  get #refuses(): boolean {
    return this.budget.enforcement !== 'soft';
  }

  /** What may be spent and set aside in all. */
  #bound(nowMs: number): bigint {
    const lent = this.isLent(nowMs) ? this.#authorised : none;
    const isAlone = this.#isCutOff || !this.isLent(nowMs);
    if (!isAlone || this.budget.whenUnreachable === 'deny' || this.#holderCount === 0) return lent;
    return larger(lent, this.#spentAtQuestion + this.#remaining / BigInt(this.#holderCount));
  }

  #isBusy(nowMs: number): boolean {
    return nowMs - this.#usedAtMs < 2 * RENEWAL_MS;
  }

  /** What was set aside in the busier of the last two spans of 10 s. */
  #likely(nowMs: number): bigint {
    const { nanoUsd, before } = this.#turnRecent(nowMs);
    return nanoUsd > before ? nanoUsd : before;
  }

  #noteRecent(nanoUsd: bigint, nowMs: number): void {
    this.#turnRecent(nowMs).nanoUsd += nanoUsd;
  }

  #turnRecent(nowMs: number) {
    const recent = this.#recent;
    const ageMs = nowMs - recent.sinceMs;
    if (ageMs >= RENEWAL_MS) {
      recent.before = ageMs < 2 * RENEWAL_MS ? recent.nanoUsd : none;
      recent.nanoUsd = none;
      recent.sinceMs = nowMs;
    }
    return recent;
  }
}

function smaller(one: bigint, other: bigint): bigint {
  return one < other ? one : other;
}

function larger(one: bigint, other: bigint): bigint {
  return one > other ? one : other;
}
