import { checkRoutingPolicy } from '../../policy/check-routing.ts';
import type { Operation, RoutingRule } from '../../policy/resource.ts';
import { type Fault, invalidInput } from './errors.ts';
import { type Model, toPolicyModel } from './model.ts';
import { checkPublicName } from './name.ts';
import { type ArchivableRecord, newRecord, revise } from './record.ts';
import { type Target, toPolicyTarget } from './target.ts';

export type { RoutingRule, WeightedTarget } from '../../policy/resource.ts';

const TIMEOUT_MS_MIN = 100;
const FIRST_TOKEN_TIMEOUT_MS_MAX = 600_000;
const TOTAL_TIMEOUT_MS_MAX = 3_600_000;

/** The name that callers put in `model`, and the routing policy behind it. */
export interface Route extends ArchivableRecord {
  readonly tenantId: string;
  readonly name: string;
  readonly operation: Operation;
  readonly rules: readonly RoutingRule[];
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
  | 'promptPolicyId'
  | 'firstTokenTimeoutMs'
  | 'totalTimeoutMs'
>;

/** What an edit may change; what is undefined stays, a null policy removes it. */
export type RouteChange = {
  readonly [Field in Exclude<keyof RouteDraft, 'tenantId' | 'operation'>]?:
    | RouteDraft[Field]
    | undefined;
};

/** The shared rows that rules may name: none of them archived. */
export interface RouteCatalog {
  readonly targets: readonly Target[];
  readonly models: readonly Model[];
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
  const ids = rules.flatMap(({ split, fallbackTargetIds }) => [
    ...split.map(({ targetId }) => targetId),
    ...fallbackTargetIds,
  ]);
  return [...new Set(ids)];
}

function checked(route: Route, { catalog }: RouteContext): Route {
  const faults = [
    ...checkPublicName('name', route.name),
    ...checkTimeouts(route),
    ...(catalog === undefined ? [] : checkRules(route, catalog)),
  ];
  if (faults.length > 0) throw invalidInput(faults);
  return route;
}

function checkRules({ rules, operation }: Route, catalog: RouteCatalog): readonly Fault[] {
  const targets = new Map(catalog.targets.map((target) => [target.id, toPolicyTarget(target)]));
  const models = new Map(catalog.models.map((model) => [model.id, toPolicyModel(model)]));
  return checkRoutingPolicy({ rules }, operation, { targets, models });
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
