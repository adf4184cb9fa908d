/** Streams that are taken in a second, and at once after a pause: 1,000 nodes are in within 20 s. */
const RATE_PER_S = 50;
const BURST = 100;

/** A token bucket for new streams: a herd of nodes is taken piece by piece. `nowMs` never goes back. */
export class AdmissionBucket {
  #tokens: number = BURST;
  #filledAtMs = 0;

  /** Whether one more stream may come in; takes its place when it may. */
  take(nowMs: number): boolean {
    const gained = ((nowMs - this.#filledAtMs) / 1_000) * RATE_PER_S;
    this.#tokens = Math.min(BURST, this.#tokens + gained);
    this.#filledAtMs = nowMs;
    if (this.#tokens < 1) return false;
    this.#tokens -= 1;
    return true;
  }
}
