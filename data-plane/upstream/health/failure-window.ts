const bucketCount = 10;

/** Good and bad ends within the last while, in ten buckets of time: what is older than all of them is forgotten. */
export class FailureWindow {
  readonly #bucketMs: number;
  readonly #good = new Uint32Array(bucketCount);
  readonly #bad = new Uint32Array(bucketCount);
  /** Number of the bucket that was written last, counted from the start of the clock. */
  #latest = Number.NEGATIVE_INFINITY;

  constructor(windowMs: number) {
    this.#bucketMs = windowMs / bucketCount;
  }

  /** Times do not go back. */
  add(isGood: boolean, nowMs: number): void {
    this.#advance(nowMs);
    const place = this.#latest % bucketCount;
    const counts = isGood ? this.#good : this.#bad;
    counts[place] = (counts[place] ?? 0) + 1;
  }

  /** How many ends the window holds, and how many of them were bad. */
  sum(nowMs: number): { readonly count: number; readonly badCount: number } {
    this.#advance(nowMs);
    let goodCount = 0;
    let badCount = 0;
    for (const one of this.#good) goodCount += one;
    for (const one of this.#bad) badCount += one;
    return { count: goodCount + badCount, badCount };
  }

  clear(): void {
    this.#good.fill(0);
    this.#bad.fill(0);
  }

  #advance(nowMs: number): void {
    const bucket = Math.floor(nowMs / this.#bucketMs);
    if (bucket <= this.#latest) return;
    if (bucket - this.#latest >= bucketCount) {
      this.clear();
    } else {
      for (let passed = this.#latest + 1; passed <= bucket; passed += 1) {
        this.#good[passed % bucketCount] = 0;
        this.#bad[passed % bucketCount] = 0;
      }
    }
    this.#latest = bucket;
  }
}
