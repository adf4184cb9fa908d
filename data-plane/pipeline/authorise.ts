import { findGrant, mayCallRoute, resolveWorkload } from '../../policy/authorise.ts';
import type { ApiKey, Application, Route } from '../../policy/resource.ts';
import { listTargetIds } from '../../policy/strategy/candidate.ts';
import type { ReadyRoute, Snapshot } from '../config/snapshot.ts';
import { GatewayError } from '../errors.ts';
import type { Clock } from '../upstream/clock.ts';
import type { Exchange, Stage } from './exchange.ts';
import { reached } from './reached.ts';

/** Under what a call asks for models. */
export interface GrantSubject {
  readonly application: Application;
  readonly workload: string;
  /** Unix milliseconds. */
  readonly nowMs: number;
}

const namedModelCountMax = 3;

/**
 * Finds the route and whether this caller may use it for this workload. Reads what `authenticate` and `parse` set;
 * sets `route` and `workload`.
 *
 * @throws GatewayError unknown_route, route_not_allowed, workload_not_allowed, unsupported_operation, grant_missing
 */
export function authorise(clock: Clock): Stage {
  return (exchange) => {
    const key = reached(exchange.key, 'key');
    const { model } = reached(exchange.request, 'request');
    const route = findRoute(exchange.snapshot, key, model);
    exchange.workload = requireWorkload(key, exchange.requestedWorkload);
    enterRoute(exchange, route, clock.unixMs());
  };
}

/**
 * Makes `route` the route of the call, when its operation fits and the caller holds a grant for one of its models.
 * A reroute comes here too, under the authority of the prompt policy: the key's list of routes is not asked again.
 *
 * @throws GatewayError unsupported_operation, grant_missing
 */
export function enterRoute(exchange: Exchange, { route }: ReadyRoute, nowMs: number): void {
  const { operation } = reached(exchange.request, 'request');
  if (route.operation !== operation) {
    const sentence = `The route "${route.name}" serves calls of the kind ${route.operation}.`;
    throw new GatewayError('unsupported_operation', sentence, { param: 'model' });
  }
  const application = reached(exchange.application, 'application');
  const workload = reached(exchange.workload, 'workload');
  requireSomeGrant(exchange.snapshot, route, { application, workload, nowMs });
  exchange.route = route;
}

/** Whether the subject holds a grant for the model. */
export function isGranted(snapshot: Snapshot, subject: GrantSubject, modelId: string): boolean {
  const { application, workload, nowMs } = subject;
  const grants = snapshot.grants.get(application.tenantId);
  if (grants === undefined) return false;
  const question = { applicationId: application.id, modelId, workload, nowMs };
  return findGrant(grants, question) !== undefined;
}

/** Ids of the models that a route may send to, each once, in the order of its rules. */
export function listModelIds(snapshot: Snapshot, route: Route): ReadonlySet<string> {
  const modelIds = new Set<string>();
  for (const id of listTargetIds(route.policy.rules)) addModel(modelIds, snapshot, id);
  return modelIds;
}

/** What to answer a subject that holds no grant for any of the models. */
export function grantMissing(
  snapshot: Snapshot,
  { application, workload }: GrantSubject,
  modelIds: Iterable<string>,
): GatewayError {
  const names = Array.from(modelIds, (id) => `"${snapshot.models.get(id)?.name ?? id}"`);
  const shown = names.slice(0, namedModelCountMax).join(' or ');
  const sentence =
    `The application "${application.name}" has no grant for the model ${shown} ` +
    `with the workload "${workload}"; ask for one with the mutation requestGrant in GraphQL.`;
  return new GatewayError('grant_missing', sentence, { param: 'model' });
}

function findRoute(snapshot: Snapshot, key: ApiKey, name: string): ReadyRoute {
  const ready = snapshot.routesByName.get(key.tenantId)?.get(name);
  if (ready === undefined) {
    const sentence = 'No route has the name in "model"; GET /v1/models lists those of this key.';
    throw new GatewayError('unknown_route', sentence, { param: 'model' });
  }
  if (!mayCallRoute(key, name)) {
    const sentence = `This key may not call the route "${name}"; use one that lists it.`;
    throw new GatewayError('route_not_allowed', sentence, { param: 'model' });
  }
  return ready;
}

function requireWorkload(key: ApiKey, requested: string | undefined): string {
  const workload = resolveWorkload(key, requested);
  if (workload !== undefined) return workload;
  const sentence = `This key is for the workloads ${key.workloads.join(', ')}; name one of them.`;
  throw new GatewayError('workload_not_allowed', sentence, { param: 'x-gatehouse-workload' });
}

/** A route without any model passes: there is nothing to grant, and the routing stage says so. */
function requireSomeGrant(snapshot: Snapshot, route: Route, subject: GrantSubject): void {
  for (const id of listTargetIds(route.policy.rules)) {
    const target = snapshot.targets.get(id);
    if (target !== undefined && isGranted(snapshot, subject, target.modelId)) return;
  }
  const modelIds = listModelIds(snapshot, route);
  if (modelIds.size > 0) throw grantMissing(snapshot, subject, modelIds);
}

function addModel(modelIds: Set<string>, snapshot: Snapshot, targetId: string): void {
  const target = snapshot.targets.get(targetId);
  if (target !== undefined) modelIds.add(target.modelId);
}
