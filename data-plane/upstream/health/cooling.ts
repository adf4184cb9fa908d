/** Bounds of a pause. Times in milliseconds. */
const firstMs = 1_000;
const unsaidMsMax = 30_000;
const saidMsMax = 300_000;

/** How long a rate-limited target is left alone. Times are of a monotonic clock that each call brings. */
export class Cooling {
  #untilMs = Number.NEGATIVE_INFINITY;
  #sinceMs = 0;
  /** Pauses that the target did not measure itself, since it last answered. */
  #unsaidCount = 0;

  get untilMs(): number {
    return this.#untilMs;
  }

  get sinceMs(): number {
    return this.#sinceMs;
  }

  isCooling(nowMs: number): boolean {
    return nowMs < this.#untilMs;
  }

  /**
   * The target said that it is asked too often, and perhaps for how many seconds (0 is no pause, so it counts as unsaid). Many
   * calls may hear so at once: within a pause they only make it longer when the target says so, at most to 5 minutes.
   */
  limited(retryAfterS: number | undefined, nowMs: number): void {
    const isCooling = this.isCooling(nowMs);
    if (!isCooling) this.#sinceMs = nowMs;
    if (retryAfterS !== undefined && retryAfterS > 0) {
      const pauseMs = Math.min(retryAfterS * 1_000, saidMsMax);
      this.#untilMs = Math.max(this.#untilMs, nowMs + pauseMs);
    } else if (!isCooling) {
      this.#untilMs = nowMs + Math.min(firstMs * 2 ** this.#unsaidCount, unsaidMsMax);
      this.#unsaidCount += 1;
    }
  }

  /** The target answered. What was sent before the pause and comes within it shortens nothing. */
  good(nowMs: number): void {
    if (!this.isCooling(nowMs)) this.#unsaidCount = 0;
  }
}
