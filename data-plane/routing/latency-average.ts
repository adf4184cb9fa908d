/** After this time a sample counts half. */
export const HALF_LIFE_MS = 10_000;
/** An average whose last sample is older is forgotten, so that a target which was slow once is tried again. */
export const FORGET_AFTER_MS = 60_000;

/** A moving average of milliseconds that gives the past less weight as time goes by, whatever the number of samples. */
export class LatencyAverage {
  #averageMs = 0;
  #sampledAtMs = Number.NEGATIVE_INFINITY;
  /** Sum of the decayed weights of all samples: 1 for each that came just now. */
  #weight = 0;

  add(sampleMs: number, nowMs: number): void {
    const weight = this.#weightAt(nowMs) + 1;
    this.#averageMs += (sampleMs - this.#averageMs) / weight;
    this.#weight = weight;
    this.#sampledAtMs = nowMs;
  }

  /** Undefined when there is no recent sample. */
  read(nowMs: number): number | undefined {
    return nowMs - this.#sampledAtMs > FORGET_AFTER_MS ? undefined : this.#averageMs;
  }

  #weightAt(nowMs: number): number {
    const elapsedMs = nowMs - this.#sampledAtMs;
    if (elapsedMs > FORGET_AFTER_MS) return 0;
    return this.#weight * 2 ** (-Math.max(0, elapsedMs) / HALF_LIFE_MS);
  }
}
