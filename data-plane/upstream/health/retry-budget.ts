/** Tokens that each first attempt brings: a fifth of the live traffic may be tried again, */
const tokensPerCall = 0.2;
/** and a few calls a second however little traffic there is. */
const tokensPerSecond = 3;
const tokensMax = 30;

/**
 * How many further attempts one target may be sent: a token each. When everything fails the load on a target grows by a
 * fifth, and not threefold. Times are milliseconds of a monotonic clock that each call brings.
 */
export class RetryBudget {
  #tokens = tokensMax;
  #atMs: number;

  constructor(nowMs: number) {
    this.#atMs = nowMs;
  }

  /** A call has sent its first attempt here. */
  earn(): void {
    this.#tokens = Math.min(tokensMax, this.#tokens + tokensPerCall);
  }

  /** Takes a token for a further attempt; false when there is none. */
  spend(nowMs: number): boolean {
    const earned = ((nowMs - this.#atMs) / 1_000) * tokensPerSecond;
    this.#tokens = Math.min(tokensMax, this.#tokens + earned);
    this.#atMs = nowMs;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}
