import { checkConstraints, checkRoutingPolicy } from '../../policy/check-routing.ts';
import type { Operation, RoutingConstraints, RoutingRule } from '../../policy/resource.ts';
import { listTargetIds, type RoutingCatalog } from '../../policy/strategy/candidate.ts';
import { type Fault, invalidInput } from './errors.ts';
import { checkPublicName } from './name.ts';
import { type ArchivableRecord, newRecord, revise } from './record.ts';
import { normaliseConstraints, normaliseRule } from './routing-rule.ts';

export type {
  FallbackList,
  RoutingChoice,
  RoutingConstraints,
  RoutingRule,
  WeightedTarget,
} from '../../policy/resource.ts';

const TIMEOUT_MS_MIN = 100;
const FIRST_TOKEN_TIMEOUT_MS_MAX = 600_000;
const TOTAL_TIMEOUT_MS_MAX = 3_600_000;

/** The name that callers put in `model`, and the routing policy behind it. */
export interface Route extends ArchivableRecord {
  readonly tenantId: string;
  readonly name: string;
  readonly operation: Operation;
  readonly rules: readonly RoutingRule[];
  /** Of every rule, besides its own; null when there are none. */
  readonly constraints: RoutingConstraints | null;
  readonly promptPolicyId: string | null;
  readonly firstTokenTimeoutMs: number;
  readonly totalTimeoutMs: number;
}

/** What the author of a route decides. */
export type RouteDraft = Pick<
  Route,
  | 'tenantId'
  | 'name'
  | 'operation'
  | 'rules'
  | 'constraints'
  | 'promptPolicyId'
  | 'firstTokenTimeoutMs'
  | 'totalTimeoutMs'
>;

/** What an edit may change; what is undefined stays, null removes a policy or the constraints. */
export type RouteChange = {
  readonly [Field in Exclude<keyof RouteDraft, 'tenantId' | 'operation'>]?:
    | RouteDraft[Field]
    | undefined;
};

/** What rules may name: nothing that is archived. */
export interface RouteCatalog extends RoutingCatalog {
  /** Models that some application of the tenant may use; undefined for what was accepted once: nothing new stops a rollback. */
  readonly grantedModelIds: ReadonlySet<string> | undefined;
}

/** What a route is judged by. The catalog may be undefined for an edit that leaves the rules as they are. */
export interface RouteContext {
  readonly now: Date;
  readonly catalog: RouteCatalog | undefined;
}

/** @throws DomainError VALIDATION_FAILED; faults of conditions carry line and column */
export function createRoute(id: string, draft: RouteDraft, context: RouteContext): Route {
  return checked({ ...draft, ...newRecord(id, context.now) }, context);
}

/**
 * Rules that the edit leaves are not judged again: a target that was archived since is passed over, and does not stop
 * the edit of a timeout.
 *
 * @throws DomainError VALIDATION_FAILED; faults of conditions carry line and column
 */
export function reviseRoute(route: Route, change: RouteChange, context: RouteContext): Route {
  return checked(revise(route, change, context.now), context);
}

/** Every target that the rules name, once. */
export function targetIdsOf(rules: readonly RoutingRule[]): readonly string[] {
  return [...listTargetIds(rules)];
}

function checked(drafted: Route, { now, catalog }: RouteContext): Route {
  const constraints = normaliseConstraints(drafted.constraints) ?? null;
  const route = { ...drafted, constraints, rules: drafted.rules.map(normaliseRule) };
  const faults = [
    ...checkPublicName('name', route.name),
    ...checkTimeouts(route),
    ...(catalog === undefined
      ? checkConstraints(constraints ?? undefined, 'constraints')
      : checkRules(route, catalog, now)),
  ];
  if (faults.length > 0) throw invalidInput(faults);
  return route;
}

function checkRules(route: Route, catalog: RouteCatalog, now: Date): readonly Fault[] {
  const { rules, constraints, operation } = route;
  const policy = { rules, constraints: constraints ?? undefined };
  return checkRoutingPolicy(policy, { ...catalog, operation, nowMs: now.getTime() });
}

function checkTimeouts({ firstTokenTimeoutMs, totalTimeoutMs }: Route): readonly Fault[] {
  const faults = [
    ...checkTimeout('firstTokenTimeoutMs', firstTokenTimeoutMs, FIRST_TOKEN_TIMEOUT_MS_MAX),
    ...checkTimeout('totalTimeoutMs', totalTimeoutMs, TOTAL_TIMEOUT_MS_MAX),
  ];
  if (totalTimeoutMs >= firstTokenTimeoutMs) return faults;
  const message = 'The whole call lasts at least as long as the wait for its first content.';
  return [...faults, { path: 'totalTimeoutMs', message }];
}

function checkTimeout(path: string, timeoutMs: number, maxMs: number): readonly Fault[] {
  if (Number.isInteger(timeoutMs) && timeoutMs >= TIMEOUT_MS_MIN && timeoutMs <= maxMs) return [];
  return [{ path, message: `A timeout is from ${TIMEOUT_MS_MIN} to ${maxMs} milliseconds.` }];
}
