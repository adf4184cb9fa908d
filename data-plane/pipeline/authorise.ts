import {
  findGrant,
  type GrantQuestion,
  mayCallRoute,
  mayPerform,
  resolveWorkload,
} from '../../policy/authorise.ts';
import type { KeyOperation } from '../../policy/key-part/key-operation.ts';
import type { ApiKey, Application, Grant, Route, Target } from '../../policy/resource.ts';
import { listTargetIds } from '../../policy/strategy/candidate.ts';
import { regionOf } from '../../policy/strategy/place.ts';
import type { ReadyRoute, Snapshot, VerifiedToken } from '../config/snapshot.ts';
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
 * sets `route` and `workload`. `as` is what the call is done for, where that is not to be answered by a model.
 *
 * @throws GatewayError operation_not_allowed, unknown_route, route_not_allowed, workload_not_allowed, unsupported_operation, grant_missing
 */
export function authorise(clock: Clock, as?: KeyOperation): Stage {
  return (exchange) => {
    const key = reached(exchange.key, 'key');
    const { model, operation } = reached(exchange.request, 'request');
    requireOperation(key, exchange.token, as ?? operation);
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

/** `token` is what the key was made from, if it was. @throws GatewayError operation_not_allowed */
export function requireOperation(
  key: ApiKey,
  token: VerifiedToken | undefined,
  operation: KeyOperation,
): void {
  if (mayPerform(key, operation)) return;
  const named = key.operations?.join(', ') || 'nothing that this node knows';
  const [noun, mutation] =
    token === undefined ? ['key', 'updateApiKey'] : ['token', 'updateTokenIssuer'];
  const sentence =
    `This ${noun} is not for the operation "${operation}", only for ${named}: use another one, or add ` +
    `the operation with the mutation ${mutation} in GraphQL.`;
  throw new GatewayError('operation_not_allowed', sentence);
}

/** Whether the subject holds a grant for the target: for its model, where it processes data. */
export function isGranted(snapshot: Snapshot, subject: GrantSubject, target: Target): boolean {
  const region = regionOf(target, snapshot.providers.get(target.providerId));
  return isModelGranted(snapshot, subject, { modelId: target.modelId, region });
}

/** What to answer where the call has no grant for the target at a moment in Unix milliseconds; undefined where it has one. */
export function missingGrant(
  exchange: Exchange,
  target: Target,
  nowMs: number,
): GatewayError | undefined {
  const application = reached(exchange.application, 'application');
  const workload = reached(exchange.workload, 'workload');
  const subject = { application, workload, nowMs };
  if (isGranted(exchange.snapshot, subject, target)) return undefined;
  return grantMissing(exchange.snapshot, subject, [target.modelId]);
}

/**
 * The grant that an attempt at the target is made under; undefined when there is none. Of several, one whose spend nobody bounds.
 */
export function findGrantOf(
  snapshot: Snapshot,
  { application, workload, nowMs }: GrantSubject,
  target: Target,
): Grant | undefined {
  const { tenantId } = application;
  const grants = snapshot.grants.get(tenantId) ?? [];
  const region = regionOf(target, snapshot.providers.get(target.providerId));
  const question = { application, modelId: target.modelId, region, workload, nowMs };
  const found = findGrant(grants, question);
  const budgets = found && snapshot.budgets.get(tenantId);
  if (!budgets?.some(({ grantId }) => grantId === found?.id)) return found;
  const isBounded = ({ id }: Grant) => budgets.some(({ grantId }) => grantId === id);
  return (
    findGrant(
      grants.filter((grant) => !isBounded(grant)),
      question,
    ) ?? found
  );
}

/** Its id, of a call at a moment in Unix milliseconds; empty when there is none. */
export function grantIdOf(exchange: Exchange, target: Target, nowMs: number): string {
  const application = reached(exchange.application, 'application');
  const workload = reached(exchange.workload, 'workload');
  return findGrantOf(exchange.snapshot, { application, workload, nowMs }, target)?.id ?? '';
}

/** The same for a model and a region. */
export function isModelGranted(
  snapshot: Snapshot,
  { application, workload, nowMs }: GrantSubject,
  { modelId, region }: Pick<GrantQuestion, 'modelId' | 'region'>,
): boolean {
  const grants = snapshot.grants.get(application.tenantId);
  if (grants === undefined) return false;
  return findGrant(grants, { application, modelId, region, workload, nowMs }) !== undefined;
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
  const isConditional = snapshot.grants.get(application.tenantId)?.some(hasPlace) === true;
  const where = isConditional
    ? `, its data class "${application.dataClass}", its environment and the region of the target`
    : '';
  const sentence =
    `The application "${application.name}" has no grant for the model ${shown} ` +
    `with the workload "${workload}"${where}; ask for one with the mutation requestGrant in GraphQL.`;
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
    if (target !== undefined && isGranted(snapshot, subject, target)) return;
  }
  const modelIds = listModelIds(snapshot, route);
  if (modelIds.size > 0) throw grantMissing(snapshot, subject, modelIds);
}

/** Whether more than the workload is asked: then the refusal says so. */
function hasPlace({ dataClasses, environments, regions }: Grant): boolean {
  return (dataClasses ?? environments ?? regions) !== undefined;
}

function addModel(modelIds: Set<string>, snapshot: Snapshot, targetId: string): void {
  const target = snapshot.targets.get(targetId);
  if (target !== undefined) modelIds.add(target.modelId);
}
