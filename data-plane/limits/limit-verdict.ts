import type { Limit } from '../../policy/limit.ts';

/** What became of a call at a limit; `would_refuse` at one that only watches. */
export type LimitWord = 'allowed' | 'refused' | 'would_refuse';

export interface LimitVerdict {
  readonly limit: Limit;
  readonly word: LimitWord;
}

/** Why a call may not go on. */
export interface LimitRefusal {
  readonly limit: Limit;
  /** Until the call would have room; undefined when it never will: it is larger than all that the limit allows. */
  readonly waitMs: number | undefined;
}

/** What is left of one limit to an account, on this process. */
export interface RateStanding {
  /** What the whole limit allows in its window. */
  readonly limit: number;
  /** What this process would give at once. */
  readonly remaining: number;
  /** Until nothing of it is used. */
  readonly resetMs: number;
}

/** The tightest limits of a call; undefined where none is about it. */
export interface LimitStanding {
  readonly requests: RateStanding | undefined;
  readonly tokens: RateStanding | undefined;
}
