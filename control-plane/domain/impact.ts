import { type ImpactClass, impactClasses } from '../../policy/replay/compare.ts';
import type { ChangeRequestKind } from './change-request.ts';

export { type ImpactClass, impactClasses } from '../../policy/replay/compare.ts';

/** `cancelled`: the change request came to its end before. `failed`: see `fault`. */
export type ImpactState = 'waiting' | 'running' | 'done' | 'failed' | 'cancelled';
/** What kept a replay from looking further back. */
export type ImpactBound = 'requests' | 'time';

/** Bounds of what is stored. */
export const IMPACT_LIMITS = { samplesPerClass: 20, applicationsMax: 100 } as const;

const replayedKinds: ReadonlySet<ChangeRequestKind> = new Set(['route', 'prompt_policy']);

/** Whether requests of the kind are replayed. */
export function isReplayed(kind: ChangeRequestKind): boolean {
  return replayedKinds.has(kind);
}

/** Calls that would be treated differently, whatever the way. */
export function countChanged(counts: ImpactTotals['counts']): number {
  return impactClasses
    .filter((name) => name !== 'not_replayable' && name !== 'unchanged')
    .reduce((sum, name) => sum + countOf(counts, name).calls, 0);
}

/** How many of a class: none of one that a build of before, which has stored the counts, did not know. */
export function countOf(counts: ImpactTotals['counts'], name: ImpactClass): ImpactCount {
  return counts[name] ?? none;
}

const none: ImpactCount = { requests: 0, calls: 0 };

/** What a change request would have made of recent calls; of one content of it: an edit begins anew. */
export interface Impact {
  readonly changeRequestId: string;
  readonly tenantId: string;
  /** Round and digest of the content that is, or was, replayed. */
  readonly round: number;
  readonly digest: string;
  readonly state: ImpactState;
  /** Requests that were looked at so far. */
  readonly progress: number;
  /** Requests that are to be looked at; null until they are counted. */
  readonly total: number | null;
  /** Null until it is done. */
  readonly result: ImpactResult | null;
  readonly fault: string | null;
  readonly requestedAt: Date;
  readonly endedAt: Date | null;
}

/** What a replay came to. Kept as one document. */
export interface ImpactResult {
  /** Requests that were looked at: those kept in the request log, newest first. */
  readonly n: number;
  /** Calls that they stand for: each is 1 / sampleRate of them. */
  readonly calls: number;
  readonly window: ImpactWindow;
  /** Of them, those that the configuration before the change treats exactly as the node did. */
  readonly reproduced: number;
  readonly totals: ImpactTotals;
  /** Those with the most calls that change first; at most `IMPACT_LIMITS.applicationsMax`. */
  readonly byApplication: readonly ApplicationImpact[];
  readonly applicationCount: number;
  readonly samples: readonly ImpactSample[];
}

/** The time that was looked at, ISO 8601. `from` is the oldest request where a bound was met. */
export interface ImpactWindow {
  readonly from: string;
  readonly to: string;
  readonly bound: ImpactBound | null;
}

/** `requests` are rows; `calls` what they stand for, and of those only what moves where chance decides. */
export interface ImpactCount {
  readonly requests: number;
  readonly calls: number;
}

export interface ImpactTotals {
  readonly counts: { readonly [Name in ImpactClass]?: ImpactCount };
  /** Requests that are expected to cost something else; they are in another class besides. */
  readonly pricedDifferently: ImpactCount;
  /** Requests with tokens and prices on both sides: the two sums are over these. */
  readonly pricedRequests: number;
  /** Nano-USD over the calls that those stand for, decimal. */
  readonly costBefore: string;
  readonly costAfter: string;
}

export interface ApplicationImpact extends ImpactTotals {
  readonly applicationId: string;
}

/** One request that would be treated differently. */
export interface ImpactSample {
  readonly class: ImpactClass;
  readonly requestId: string;
  /** ISO 8601. */
  readonly at: string;
  readonly applicationId: string;
  readonly before: SampledDecision;
  readonly after: SampledDecision;
}

/** A target that may be tried first, with the chance of it. */
export interface ImpactLead {
  readonly targetId: string;
  readonly share: number;
}

/** What one configuration makes of a request. Null for what it does not come to. */
export interface SampledDecision {
  readonly errorCode: string | null;
  readonly routeId: string | null;
  readonly reroutedBy: string | null;
  readonly rule: string | null;
  /** Who is tried first, and with which chance; most likely first. */
  readonly leads: readonly ImpactLead[];
  /** Nano-USD, decimal. */
  readonly cost: string | null;
}
