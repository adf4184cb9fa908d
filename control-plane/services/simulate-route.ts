import { findGrant } from '../../policy/authorise.ts';
import { checkRoutingPolicy, type RoutingCheck } from '../../policy/check-routing.ts';
import type {
  Operation as CallOperation,
  Route as PolicyRoute,
  RoutingConstraints,
  RoutingRule,
} from '../../policy/resource.ts';
import type { ApiKey } from '../domain/api-key.ts';
import type { Application } from '../domain/application.ts';
import { invalid, invalidInput, notFound } from '../domain/errors.ts';
import { toPolicyGrant } from '../domain/grant.ts';
import { type Route, targetIdsOf } from '../domain/route.ts';
import {
  type SimulatedCall,
  type Simulation,
  simulate,
  type TargetSignal,
  workloadOf,
} from '../domain/route-simulation.ts';
import type { Stores } from '../storage/storage.ts';
import type { Operation } from './operation.ts';
import { loadRoutingCatalog } from './routing-catalog.ts';

/** What is asked: which policy, whose call, and what nodes would know. */
export interface SimulationQuestion {
  readonly applicationId: string;
  readonly routeId: string | undefined;
  /** In place of the route's own. */
  readonly policy: ProposedPolicy | undefined;
  /** Where there is no route. */
  readonly operation: CallOperation | undefined;
  readonly apiKeyId: string | undefined;
  readonly call: SimulatedCall;
  readonly signals: ReadonlyMap<string, TargetSignal>;
  readonly draw: number;
  readonly isRampHalted: boolean;
}

interface ProposedPolicy {
  readonly rules: readonly RoutingRule[];
  readonly constraints: RoutingConstraints | undefined;
}

/**
 * Decides as a node would. Rows that are archived are missing, as they are on nodes.
 *
 * @throws DomainError NOT_FOUND, PERMISSION_DENIED, VALIDATION_FAILED
 */
export async function simulateRoute(
  stores: Stores,
  operation: Operation,
  question: SimulationQuestion,
): Promise<Simulation> {
  const application = await stores.applications.get(question.applicationId);
  operation.requireFor('route:read', application.tenantId);
  const apiKey = await findKey(stores, application, question.apiKeyId);
  const stored = await findRoute(stores, application, question.routeId);
  const route = toPolicyRoute(application, stored, question);
  const catalog = await loadRoutingCatalog(
    stores,
    await stores.targets.listByIds(targetIdsOf(route.policy.rules)),
  );
  const { call, signals, draw, isRampHalted } = question;
  const grants = await stores.grants.listInForce(application.tenantId, call.at);
  const grantedModelIds = new Set(grants.map(({ modelId }) => modelId));
  if (question.policy !== undefined)
    requireSound(route, { ...catalog, grantedModelIds, nowMs: operation.now.getTime() });
  const tenant = await stores.tenants.get(application.tenantId);
  const asked = {
    application,
    workload: workloadOf(call, apiKey),
    nowMs: call.at.getTime(),
  };
  const held = grants.map(toPolicyGrant);
  const isGranted = (modelId: string, region: string) =>
    findGrant(held, { ...asked, modelId, region }) !== undefined;
  const world = {
    route,
    catalog,
    tenant,
    application,
    apiKey,
    isGranted,
    signals,
    draw,
    isRampHalted,
  };
  return simulate(call, world);
}

async function findKey(
  { apiKeys }: Stores,
  { id }: Application,
  apiKeyId: string | undefined,
): Promise<ApiKey | undefined> {
  if (apiKeyId === undefined) return undefined;
  const apiKey = await apiKeys.get(apiKeyId);
  if (apiKey.applicationId !== id) throw notFound('api key');
  return apiKey;
}

async function findRoute(
  { routes }: Stores,
  { tenantId }: Application,
  routeId: string | undefined,
): Promise<Route | undefined> {
  if (routeId === undefined) return undefined;
  const route = await routes.get(routeId);
  if (route.tenantId !== tenantId) throw notFound('route');
  return route;
}

function toPolicyRoute(
  { tenantId }: Application,
  stored: Route | undefined,
  { policy, operation }: SimulationQuestion,
): PolicyRoute {
  const own = stored && { rules: stored.rules, constraints: stored.constraints ?? undefined };
  const decides = policy ?? own;
  if (decides === undefined) throw invalid('policy', 'Name a route, or propose a policy.');
  return {
    id: stored?.id ?? '',
    tenantId,
    name: stored?.name ?? '',
    operation: stored?.operation ?? operation ?? 'chat',
    policy: decides,
    promptPolicyId: undefined,
    connectTimeoutMs: stored?.connectTimeoutMs ?? 0,
    firstTokenTimeoutMs: stored?.firstTokenTimeoutMs ?? 0,
    idleTimeoutMs: stored?.idleTimeoutMs ?? 0,
    totalTimeoutMs: stored?.totalTimeoutMs ?? 0,
  };
}

/** @throws DomainError VALIDATION_FAILED as saving would, with paths below `policy` */
function requireSound(
  { policy, operation }: PolicyRoute,
  check: Omit<RoutingCheck, 'operation'>,
): void {
  const faults = checkRoutingPolicy(policy, { ...check, operation });
  if (faults.length > 0)
    throw invalidInput(faults.map((fault) => ({ ...fault, path: `policy.${fault.path}` })));
}
