import { checkConstraints, checkRoutingPolicy } from '../../policy/check-routing.ts';
import type { Operation, RoutingConstraints, RoutingRule } from '../../policy/resource.ts';
import type { RampHalted } from '../../policy/route-part/ramp.ts';
import { listTargetIds, type RoutingCatalog } from '../../policy/strategy/candidate.ts';
import { checkTimers, type WrittenTimers } from '../../policy/timing/check-timers.ts';
import { rampIdOf } from '../../policy/trial/ramp.ts';
import { type Fault, invalidInput } from './errors.ts';
import { checkPublicName } from './name.ts';
import { type ArchivableRecord, newRecord, revise } from './record.ts';
import { keepHalts, normaliseConstraints, normaliseRule } from './routing-rule.ts';

export type {
  FallbackList,
  RoutingChoice,
  RoutingConstraints,
  RoutingRule,
  WeightedTarget,
} from '../../policy/resource.ts';
export type { RampHalted, RampStep, RoutingRamp } from '../../policy/route-part/ramp.ts';
export type { RoutingShadow } from '../../policy/route-part/shadow.ts';
export type { WrittenTimers } from '../../policy/timing/check-timers.ts';
export { hedgeDefaults } from '../../policy/timing/hedge.ts';

/** The name that callers put in `model`, and the routing policy behind it. */
export interface Route extends ArchivableRecord, WrittenTimers {
  readonly tenantId: string;
  readonly name: string;
  readonly operation: Operation;
  readonly rules: readonly RoutingRule[];
  /** Of every rule, besides its own; null when there are none. */
  readonly constraints: RoutingConstraints | null;
  readonly promptPolicyId: string | null;
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
  | keyof WrittenTimers
>;

/** What an edit may change; what is undefined stays, null removes a policy, the constraints, or a timer of the route's own. */
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
 * the edit of a timeout. A ramp that was halted stays so unless the edit changes what it says.
 *
 * @throws DomainError VALIDATION_FAILED; faults of conditions carry line and column
 */
export function reviseRoute(route: Route, change: RouteChange, context: RouteContext): Route {
  const rules = change.rules && keepHalts(route, change.rules);
  return checked(revise(route, { ...change, rules }, context.now), context);
}

/** What a node reports of a ramp that it has halted. */
export interface RampHaltReport extends RampHalted {
  readonly tenantId: string;
  readonly routeId: string;
  readonly rampId: string;
}

/**
 * The route with that ramp halted; undefined when it is no longer there, says something else by now, or
 * is halted already.
 * Only the ramp changes, so that nothing else is judged again.
 */
export function haltRamp(
  route: Route,
  { tenantId, routeId: _, rampId, ...halted }: RampHaltReport,
  now: Date,
): Route | undefined {
  if (route.archivedAt !== null || route.tenantId !== tenantId) return undefined;
  let isFound = false;
  const rules = route.rules.map((rule) => {
    const { ramp } = rule;
    if (ramp === undefined || ramp.halted !== undefined) return rule;
    if (rampIdOf(route.id, rule.name, ramp) !== rampId) return rule;
    isFound = true;
    return { ...rule, ramp: { ...ramp, halted } };
  });
  return isFound ? revise(route, { rules }, now) : undefined;
}

/** Every target that the rules name, once; those of shadows too. */
export function targetIdsOf(rules: readonly RoutingRule[]): readonly string[] {
  const shadowed = rules.flatMap(({ shadow }) => (shadow ? [shadow.targetId] : []));
  return [...new Set([...listTargetIds(rules), ...shadowed])];
}

function checked(drafted: Route, { now, catalog }: RouteContext): Route {
  const constraints = normaliseConstraints(drafted.constraints) ?? null;
  const route = { ...drafted, constraints, rules: drafted.rules.map(normaliseRule) };
  const faults = [
    ...checkPublicName('name', route.name),
    ...checkTimers(route, route.operation),
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
