import type { DecisionChoice, DecisionWeight } from './settled-record.ts';

const MS_PER_S = 1_000;
/** What an operator asks about is kept up to so many times the rate of ordinary decisions. */
const NOTABLE_FACTOR = 10;

/** What sampling depends on. */
export interface DecisionSamplingOptions {
  /** Ordinary decisions that are all kept within a second. */
  readonly perSecond: number;
  /** Milliseconds of a clock that never goes back. */
  readonly monotonicMs: () => number;
  /** In [0, 1), anew at each call. */
  readonly draw: () => number;
  /** Told of each decision that is not kept. */
  readonly onLeftOut: (weight: DecisionWeight) => void;
}

/**
 * Says which decisions a node keeps: all up to a rate, above it a sample. The chance of each is known before it is drawn and does
 * not depend on what was drawn before, so that what is kept, each counted as one by its chance, adds up to what there was.
 */
export class DecisionSampling implements DecisionChoice {
  readonly #options: DecisionSamplingOptions;
  readonly #ordinary: ArrivalRate;
  readonly #notable: ArrivalRate;

  constructor(options: DecisionSamplingOptions) {
    this.#options = options;
    this.#ordinary = new ArrivalRate(options.perSecond);
    this.#notable = new ArrivalRate(options.perSecond * NOTABLE_FACTOR);
  }

  /** Allocates nothing. */
  keep(weight: DecisionWeight): number {
    const { monotonicMs, draw, onLeftOut } = this.#options;
    const arrivals = weight === 'notable' ? this.#notable : this.#ordinary;
    const chance = arrivals.chance(monotonicMs());
    if (chance === 1 || draw() < chance) return chance;
    onLeftOut(weight);
    return 0;
  }
}

/**
 * How many of one weight arrive. In a second after a busy one the chance is what would have kept the rate then; in the first
 * second of a burst it falls with each one beyond the rate, so that of ten times the rate 3.3 times are kept (1 + ln 10).
 */
class ArrivalRate {
  readonly #perSecond: number;
  #second = Number.NEGATIVE_INFINITY;
  #count = 0;
  #countBefore = 0;

  constructor(perSecond: number) {
    this.#perSecond = perSecond;
  }

  /** Of the one that arrives at this moment. */
  chance(nowMs: number): number {
    const second = Math.floor(nowMs / MS_PER_S);
    if (second !== this.#second) {
      this.#countBefore = second === this.#second + 1 ? this.#count : 0;
      this.#second = second;
      this.#count = 0;
    }
    this.#count += 1;
    return Math.min(1, this.#perSecond / Math.max(this.#countBefore, this.#count));
  }
}
