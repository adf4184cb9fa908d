import { CircuitBreaker, type Permit } from './circuit-breaker.ts';
import { Cooling } from './cooling.ts';
import { RetryBudget } from './retry-budget.ts';

/**
 * Why a target is out: its breaker is `open`, or `half_open` with a probe under way; it said that it is asked too often
 * (`cooling`); its provider refused the `credential`.
 */
export type OutReason = 'open' | 'half_open' | 'cooling' | 'credential';

/** Why a target is out, and until when, in milliseconds of the monotonic clock. */
export interface Out {
  readonly reason: OutReason;
  readonly untilMs: number;
}

/** What was configured when a credential was refused; what differs from it may be accepted. Compared by identity. */
export interface CredentialBasis {
  readonly provider: object | undefined;
  readonly generations: object | undefined;
}

const credentialOutMs = 30_000;
/** Slow start: the chance to lead grows from a tenth to one in this time. */
const rampMs = 30_000;
const rampStart = 0.1;

/**
 * Everything that one node knows about how one target does. It has no clock: times are milliseconds of a monotonic clock that
 * each call brings.
 */
export class TargetState {
  readonly breaker: CircuitBreaker;
  readonly cooling = new Cooling();
  readonly budget: RetryBudget;
  readonly id: string;
  /** For operators; the last one seen. */
  name: string;
  usedAtMs: number;
  #goodAtMs = Number.NEGATIVE_INFINITY;
  #credentialOut: (CredentialBasis & { readonly sinceMs: number }) | undefined;
  #rampFromMs = Number.NEGATIVE_INFINITY;

  constructor({ id, name }: { readonly id: string; readonly name: string }, nowMs: number) {
    this.id = id;
    this.name = name;
    this.usedAtMs = nowMs;
    this.breaker = new CircuitBreaker(nowMs);
    this.budget = new RetryBudget(nowMs);
  }

  /** When it answered last. */
  get goodAtMs(): number {
    return this.#goodAtMs;
  }

  /** Undefined when the target may be tried. Without a `basis` a refused credential counts as still the same. */
  findOut(nowMs: number, basis?: CredentialBasis): Out | undefined {
    if (this.#isCredentialOut(nowMs, basis)) {
      const sinceMs = this.#credentialOut?.sinceMs ?? nowMs;
      return { reason: 'credential', untilMs: sinceMs + credentialOutMs };
    }
    if (!this.breaker.isWilling(nowMs)) {
      const state = this.breaker.state(nowMs);
      if (state === 'open') return { reason: 'open', untilMs: this.breaker.openUntilMs };
      return { reason: 'half_open', untilMs: nowMs };
    }
    if (!this.cooling.isCooling(nowMs)) return undefined;
    return { reason: 'cooling', untilMs: this.cooling.untilMs };
  }

  /** Whether nothing stands against it and its breaker, if half-open, is closed: no probe is wanted, no ramp runs. */
  isPlain(nowMs: number, basis?: CredentialBasis): boolean {
    return (
      this.warmth(nowMs) === 1 &&
      this.breaker.state(nowMs) === 'closed' &&
      this.findOut(nowMs, basis) === undefined
    );
  }

  /** Chance of leading, from a tenth to 1: it grows after a closing of the breaker. */
  warmth(nowMs: number): number {
    const passed = (nowMs - this.#rampFromMs) / rampMs;
    return passed >= 1 ? 1 : rampStart + (1 - rampStart) * passed;
  }

  /** When what {@link findOut} says, or being well, began. */
  sinceMs(reason: OutReason | undefined): number {
    if (reason === 'cooling') return this.cooling.sinceMs;
    if (reason === 'credential') return this.#credentialOut?.sinceMs ?? this.breaker.sinceMs;
    return this.breaker.sinceMs;
  }

  /** It answered. */
  good(permit: Permit, nowMs: number): void {
    this.#goodAtMs = nowMs;
    this.cooling.good(nowMs);
    this.#credentialOut = undefined;
    const wasHalfOpen = this.breaker.state(nowMs) !== 'closed';
    this.breaker.good(permit, nowMs);
    this.#rampAfter(wasHalfOpen, nowMs);
  }

  /** First content of a stream came. */
  answered(permit: Permit, nowMs: number): void {
    const wasHalfOpen = this.breaker.state(nowMs) !== 'closed';
    this.breaker.answered(permit, nowMs);
    this.#rampAfter(wasHalfOpen, nowMs);
  }

  /** The provider refused every credential that it was shown. */
  credentialRefused(basis: CredentialBasis, nowMs: number): void {
    this.#credentialOut = { ...basis, sinceMs: nowMs };
  }

  #isCredentialOut(nowMs: number, basis: CredentialBasis | undefined): boolean {
    const out = this.#credentialOut;
    if (out === undefined) return false;
    const isSame =
      basis === undefined ||
      (basis.provider === out.provider && basis.generations === out.generations);
    if (isSame && nowMs < out.sinceMs + credentialOutMs) return true;
    this.#credentialOut = undefined;
    return false;
  }

  #rampAfter(wasNotClosed: boolean, nowMs: number): void {
    if (wasNotClosed && this.breaker.state(nowMs) === 'closed') this.#rampFromMs = nowMs;
  }
}
