import type { Target } from '../../policy/resource.ts';
import type { HedgePlan } from '../../policy/timing/hedge.ts';
import type { InferenceRequest } from '../inference.ts';
import { HedgeBudget } from './hedge-budget.ts';

/** What calls are told apart by; an exchange is one. */
export interface CallSize {
  readonly request: InferenceRequest | undefined;
  readonly inputTokens: number;
}

/** What is known of how long targets take to their first content. */
export interface FirstContentTimes {
  /** Milliseconds, of calls like this one; undefined when too little is known. */
  percentileMs(target: Target, call: CallSize, percentile: number): number | undefined;
}

/** Rules whose budgets are known; beyond them the one that was made first is forgotten, and starts empty again. */
const budgetCountMax = 10_000;

/** When calls are hedged, and how many. One for a node: budgets outlive configurations. */
export class Hedging {
  readonly #times: FirstContentTimes;
  /** By the key of the rule. */
  readonly #budgets = new Map<string, HedgeBudget>();

  constructor(times: FirstContentTimes) {
    this.#times = times;
  }

  /**
   * Call once for each call of a rule that hedges, as its first attempt begins. Gives the milliseconds after which a second one may
   * be started beside it; undefined when nobody knows what is slow.
   */
  begin(plan: HedgePlan, target: Target, call: CallSize): number | undefined {
    this.#budgetOf(plan).earn(plan.extraCallsPercentMax);
    const timeMs = this.#times.percentileMs(target, call, plan.afterPercentile);
    return timeMs === undefined ? undefined : Math.max(timeMs, plan.floorMs);
  }

  /** Whether the rule may make one more extra attempt now. */
  allows(plan: HedgePlan): boolean {
    return this.#budgetOf(plan).isEnough;
  }

  /** It was made, in the same turn in which it was allowed. */
  spend(plan: HedgePlan): void {
    this.#budgetOf(plan).spend();
  }

  #budgetOf({ key }: HedgePlan): HedgeBudget {
    const known = this.#budgets.get(key);
    if (known !== undefined) return known;
    const [oldest] = this.#budgets.keys();
    if (oldest !== undefined && this.#budgets.size >= budgetCountMax) this.#budgets.delete(oldest);
    const budget = new HedgeBudget();
    this.#budgets.set(key, budget);
    return budget;
  }
}
