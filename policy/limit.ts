import {
  type AccountCall,
  type AccountFilter,
  type AccountScope,
  includesOrAll,
  isAbout,
} from './account-part/account.ts';

/** What a limit counts. Tokens are those of input and output together. */
export type LimitMeasure = 'requests' | 'tokens' | 'concurrent_requests';

/** In the order in which people read them. */
export const limitMeasures: readonly LimitMeasure[] = ['requests', 'tokens', 'concurrent_requests'];

/** How many requests or tokens, or how many calls at a time, somebody has. Each limit that is about a call must have room for it. */
export interface Limit extends AccountFilter {
  readonly id: string;
  readonly tenantId: string;
  readonly name: string;
  readonly per: AccountScope;
  /** Empty means every route. */
  readonly routeIds: readonly string[];
  readonly measure: LimitMeasure;
  /** A whole number, 1 at least. */
  readonly amount: number;
  /** Seconds in which so many come back, evenly; 0 exactly for `concurrent_requests`. */
  readonly windowS: number;
  /** Whether it only counts and records. */
  readonly monitor: boolean;
  /** What a caller that is refused should do or whom to ask; undefined for none. */
  readonly message: string | undefined;
}

/** Hard bounds, the same on both planes. */
export const LIMIT_BOUNDS = {
  /** Requests or tokens: a JSON number holds it exactly, and a bucket counts it without rounding. */
  amountMax: 1_000_000_000_000,
  concurrentMax: 1_000_000,
  /** A day: what is counted is in memory, and longer windows are for budgets. */
  windowSMax: 86_400,
  workloadsMax: 50,
  routesMax: 50,
  messageCharsMax: 300,
} as const;

/** What is looked at of a call. */
export interface LimitedCall extends AccountCall {
  readonly routeId: string;
}

/** Whether the limit is about the call. Both must be of the same tenant. */
export function limitApplies(limit: Limit, call: LimitedCall): boolean {
  return isAbout(limit, call) && includesOrAll(limit.routeIds, call.routeId);
}

/** The largest amount that a limit of the measure may have. */
export function limitAmountMax(measure: LimitMeasure): number {
  return measure === 'concurrent_requests' ? LIMIT_BOUNDS.concurrentMax : LIMIT_BOUNDS.amountMax;
}
