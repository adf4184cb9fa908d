/** Bounds of what is remembered, and what makes a figure of it. */
export const RECENT_FIGURES = {
  /** Samples that are kept; a newer one takes the place of the oldest. */
  countMax: 200,
  /** Fewer say nothing of the slow few. */
  countMin: 50,
  /** Milliseconds after which a sample is forgotten. */
  ageMsMax: 300_000,
} as const;

/** A figure is worked out anew after so many samples, or so many milliseconds: sorting 200 of them takes 8 µs. */
const freshCount = 10;
const freshMs = 1_000;

/** The last figures of one kind, such as times of calls, for percentiles of them, in 2.4 KB. `nowMs` is in milliseconds; it has no clock. */
export class RecentFigures {
  readonly #figures = new Float32Array(RECENT_FIGURES.countMax);
  readonly #atMs = new Float32Array(RECENT_FIGURES.countMax).fill(Number.NEGATIVE_INFINITY);
  #addedCount = 0;
  #sorted = new Float32Array(0);
  #sortedAtMs = Number.NEGATIVE_INFINITY;
  #sortedCount = 0;

  add(figure: number, nowMs: number): void {
    const position = this.#addedCount % RECENT_FIGURES.countMax;
    this.#figures[position] = figure;
    this.#atMs[position] = nowMs;
    this.#addedCount += 1;
  }

  /** By nearest rank. Undefined when there are too few recent samples. */
  percentile(percentile: number, nowMs: number): number | undefined {
    const isFresh =
      this.#sorted.length >= RECENT_FIGURES.countMin &&
      nowMs - this.#sortedAtMs < freshMs &&
      this.#addedCount - this.#sortedCount < freshCount;
    if (!isFresh) this.#sort(nowMs);
    const { length } = this.#sorted;
    if (length < RECENT_FIGURES.countMin) return undefined;
    return this.#sorted[Math.ceil((percentile / 100) * length) - 1];
  }

  #sort(nowMs: number): void {
    const isRecent = (_: number, position: number): boolean =>
      nowMs - (this.#atMs[position] ?? 0) <= RECENT_FIGURES.ageMsMax;
    this.#sorted = this.#figures.filter(isRecent).sort();
    this.#sortedAtMs = nowMs;
    this.#sortedCount = this.#addedCount;
  }
}
