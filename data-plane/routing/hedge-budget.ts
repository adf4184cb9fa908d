/** A call brings as many hundredths of an extra attempt as its rule allows per cent. */
const hundredthsPerAttempt = 100;
/** Calls of a quiet hour do not pay for a storm: so many extra attempts are saved at most. */
const savedAttemptsMax = 10;

/**
 * How many extra attempts one rule may make. It starts empty, and counts in whole hundredths: at every moment, however calls
 * come, there were at most so many per cent more attempts than calls.
 */
export class HedgeBudget {
  #hundredths = 0;

  /** A call of the rule has begun. */
  earn(percent: number): void {
    const most = savedAttemptsMax * hundredthsPerAttempt;
    this.#hundredths = Math.min(most, this.#hundredths + percent);
  }

  /** Whether it holds an extra attempt. */
  get isEnough(): boolean {
    return this.#hundredths >= hundredthsPerAttempt;
  }

  /** An extra attempt was made; only where {@link isEnough} allowed it. */
  spend(): void {
    this.#hundredths -= hundredthsPerAttempt;
  }
}
