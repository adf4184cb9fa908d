const sliceCount = 10;
/** Buckets of a latency are 9 % wide: eight to a doubling, from 1 ms to some 17 minutes. */
const bucketsPerDoubling = 8;
const bucketCount = 20 * bucketsPerDoubling + 1;

/** How one attempt came out, for a comparison of targets. */
export interface Outcome {
  /** `refused`: the provider refuses the very request, which may be the caller's own doing. */
  readonly end: 'good' | 'failed' | 'refused';
  /** Milliseconds; of good ends only. */
  readonly firstTokenMs: number;
  readonly totalMs: number;
}

interface Slice {
  goodCount: number;
  failedCount: number;
  refusedCount: number;
  readonly firstToken: Uint32Array;
  readonly total: Uint32Array;
}

/**
 * Outcomes at one target within the last while, in ten slices of time: what is older than all of them is forgotten. Holds
 * 14 KiB, however many outcomes there are. Times are of a clock that does not go back.
 */
export class OutcomeWindow {
  readonly #sliceMs: number;
  readonly #slices = Array.from({ length: sliceCount }, createSlice);
  /** Of all slices together. */
  readonly #sum = createSlice();
  /** Number of the slice that was written last, counted from the start of the clock. */
  #latest = Number.NEGATIVE_INFINITY;

  constructor(windowMs: number) {
    this.#sliceMs = windowMs / sliceCount;
  }

  add(outcome: Outcome, nowMs: number): void {
    this.#advance(nowMs);
    const slice = this.#slices[this.#latest % sliceCount];
    if (slice === undefined) return;
    for (const one of [slice, this.#sum]) {
      if (outcome.end === 'failed') one.failedCount += 1;
      else if (outcome.end === 'refused') one.refusedCount += 1;
      else countGood(one, outcome);
    }
  }

  /** How many outcomes there are of each end, all in all and as shares of 1. */
  read(nowMs: number): {
    readonly count: number;
    readonly failed: number;
    readonly refused: number;
  } {
    this.#advance(nowMs);
    const { goodCount, failedCount, refusedCount } = this.#sum;
    const count = goodCount + failedCount + refusedCount;
    return {
      count,
      failed: count === 0 ? 0 : failedCount / count,
      refused: count === 0 ? 0 : refusedCount / count,
    };
  }

  /** Median milliseconds of the good ends, to within 5 %; undefined when there are fewer than `countMin`. */
  median(of: 'firstToken' | 'total', countMin: number): number | undefined {
    const { goodCount } = this.#sum;
    if (goodCount < countMin || goodCount === 0) return undefined;
    let left = goodCount / 2;
    const counts = this.#sum[of];
    for (let bucket = 0; bucket < bucketCount; bucket += 1) {
      left -= counts[bucket] ?? 0;
      if (left <= 0) return 2 ** ((bucket + 0.5) / bucketsPerDoubling);
    }
    return undefined;
  }

  #advance(nowMs: number): void {
    const slice = Math.floor(nowMs / this.#sliceMs);
    if (slice <= this.#latest) return;
    const from = Math.max(this.#latest + 1, slice - sliceCount + 1);
    if (Number.isFinite(this.#latest))
      for (let passed = from; passed <= slice; passed += 1) this.#drop(passed % sliceCount);
    this.#latest = slice;
  }

  #drop(place: number): void {
    const slice = this.#slices[place];
    if (slice === undefined) return;
    this.#sum.goodCount -= slice.goodCount;
    this.#sum.failedCount -= slice.failedCount;
    this.#sum.refusedCount -= slice.refusedCount;
    subtract(this.#sum.firstToken, slice.firstToken);
    subtract(this.#sum.total, slice.total);
    slice.goodCount = 0;
    slice.failedCount = 0;
    slice.refusedCount = 0;
    slice.firstToken.fill(0);
    slice.total.fill(0);
  }
}

function createSlice(): Slice {
  return {
    goodCount: 0,
    failedCount: 0,
    refusedCount: 0,
    firstToken: new Uint32Array(bucketCount),
    total: new Uint32Array(bucketCount),
  };
}

function countGood(slice: Slice, { firstTokenMs, totalMs }: Outcome): void {
  slice.goodCount += 1;
  increment(slice.firstToken, bucketOf(firstTokenMs));
  increment(slice.total, bucketOf(totalMs));
}

function bucketOf(ms: number): number {
  const bucket = Math.floor(Math.log2(Math.max(ms, 1)) * bucketsPerDoubling);
  return Math.min(bucket, bucketCount - 1);
}

function increment(counts: Uint32Array, bucket: number): void {
  counts[bucket] = (counts[bucket] ?? 0) + 1;
}

function subtract(sums: Uint32Array, counts: Uint32Array): void {
  for (let bucket = 0; bucket < bucketCount; bucket += 1)
    sums[bucket] = (sums[bucket] ?? 0) - (counts[bucket] ?? 0);
}
