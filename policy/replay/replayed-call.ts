import type { RoutingDecision } from '../compile-routing.ts';
import type { RequestFacts } from '../fact.ts';
import type { FindingKind } from '../inspect/detector.ts';
import type { Sightings } from '../inspect/sighting.ts';
import type { ApiKey, Application } from '../resource.ts';
import type { LeadShares } from './lead-shares.ts';

/** A call that was made, as far as it is known: facts and findings, no text. */
export interface ReplayedCall {
  readonly requestedRoute: string;
  readonly key: Pick<ApiKey, 'id' | 'name' | 'routes' | 'attributes'>;
  /** Whether it came with a token, whose claims are not kept. */
  readonly hasClaims: boolean;
  readonly application: Application;
  /** Empty when the key may not be used for what was asked. */
  readonly workload: string;
  readonly request: RequestFacts['request'];
  /** Whether some of it cannot be inspected: see `hasTokenLists` of the data plane. */
  readonly tokenLists: boolean;
  /** What has looked at it, see `nameOf`. */
  readonly inspectedBy: readonly string[];
  /** What they have found. */
  readonly found: Sightings;
  /** Undefined when none came, as far as is known. */
  readonly reply: ReplayedReply | undefined;
  readonly claimed: Readonly<Record<string, string>>;
  readonly nodeRegion: string;
  /** Unix milliseconds. */
  readonly atMs: number;
}

/** What is known of the reply to a call. Another target would have said something else, of which nobody knows. */
export interface ReplayedReply {
  /** What has looked at it, see `nameOf`. */
  readonly inspectedBy: readonly string[];
  readonly found: Sightings;
  /** False when it ended before its end, so that something may have followed. */
  readonly isWhole: boolean;
}

/** Words of docs/error-codes.md that the stages from `authorise` to `route` refuse with. */
export type ReplayedRefusal =
  | 'unknown_route'
  | 'route_not_allowed'
  | 'workload_not_allowed'
  | 'unsupported_operation'
  | 'grant_missing'
  | 'invalid_request'
  | 'prompt_blocked'
  | 'policy_error'
  | 'no_target';

/** Where a call goes. */
export interface ReplayedRouting {
  readonly kind: 'routed';
  readonly routeId: string;
  /** Name of the prompt policy that moved it there; undefined when none did. */
  readonly reroutedBy: string | undefined;
  /** Kinds of what is taken out of it, sorted. */
  readonly redacts: readonly FindingKind[];
  /** The same of its reply. */
  readonly replyRedacts: readonly FindingKind[];
  readonly rule: string;
  /** Who is tried first, with all targets healthy and idle. */
  readonly shares: LeadShares;
  readonly candidates: RoutingDecision['candidates'];
}

/**
 * What a configuration makes of a call. `unknown`: nobody has looked for what its prompt policies look for, or a condition looks at
 * claims of a token.
 */
export type ReplayedDecision =
  | ReplayedRouting
  | {
      readonly kind: 'refused';
      readonly code: ReplayedRefusal;
      /** Undefined when it was refused before it was known. */
      readonly routeId: string | undefined;
      readonly reroutedBy: string | undefined;
    }
  | { readonly kind: 'unknown' };
