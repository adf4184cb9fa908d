import { endNewRamps } from '../../../policy/replay/ramp-end.ts';
import { createReplayWorld, type ReplayConfiguration } from '../../../policy/replay/world.ts';
import type {
  Route as PolicyRoute,
  PromptPolicy as ReplayedPolicy,
} from '../../../policy/resource.ts';
import { type ChangeRequest, isOfKind, type ReviewedContent } from '../../domain/change-request.ts';
import { toPolicyGrant } from '../../domain/grant.ts';
import type { ReplayedChange } from '../../domain/impact/tally.ts';
import {
  type PromptPolicy,
  type PromptPolicyDraft,
  rerouteIdsOf,
} from '../../domain/prompt-policy.ts';
import { type Route, targetIdsOf } from '../../domain/route.ts';
import type { Stores } from '../../storage/storage.ts';
import { loadRoutingCatalog } from '../routing-catalog.ts';

/** What a replay needs to know of a change request, read at one moment. */
export interface LoadedChange extends ReplayedChange {
  /** Names by which callers reach what it changes: before and after it, and by way of reroutes. */
  readonly routeNames: readonly string[];
}

/** Rows of one side. */
type Rows = {
  readonly routes: readonly SideRoute[];
  readonly promptPolicies: readonly SidePolicy[];
};
type SidePolicy = Pick<PromptPolicy, 'id' | 'tenantId' | 'name' | 'rules'> &
  Partial<Pick<PromptPolicyDraft, 'appliesTo'>>;
type SideRoute = Pick<
  Route,
  'id' | 'tenantId' | 'name' | 'operation' | 'rules' | 'constraints' | 'promptPolicyId'
>;

/**
 * Loads the configuration as it is, and as the request would make it. All else than the route or the prompt policy that it is about
 * is the same on both sides: what there is at this moment.
 *
 * @throws Error for a kind that is not replayed; ConditionError when a condition no longer type-checks
 */
export async function loadChange(
  stores: Stores,
  request: ChangeRequest,
  now: Date,
): Promise<LoadedChange> {
  const { tenantId } = request;
  if (tenantId === null) throw new Error(`a ${request.kind} of the platform is not replayed`);
  const sides = isOfKind(request, 'route')
    ? await loadRouteChange(stores, request, tenantId)
    : await loadPolicyChange(stores, request, tenantId);
  const tenant = await stores.tenants.get(tenantId);
  const grants = await stores.grants.listInForce(tenantId, now);
  const rules = [...sides.before.routes, ...sides.after.routes].flatMap((route) => route.rules);
  const catalog = await loadRoutingCatalog(
    stores,
    await stores.targets.listByIds(targetIdsOf(rules)),
  );
  const shared = { tenant, catalog, grants: grants.map(toPolicyGrant) };
  const worldOf = ({ routes, promptPolicies }: Rows) => {
    const configuration: ReplayConfiguration = {
      ...shared,
      routes: routes.map(toPolicyRoute),
      promptPolicies: promptPolicies.map(toPolicyPolicy),
    };
    return createReplayWorld(configuration);
  };
  return {
    routeNames: sides.routeNames,
    before: worldOf(sides.before),
    after: worldOf(sides.after),
    nowMs: now.getTime(),
  };
}

interface Sides {
  readonly before: Rows;
  readonly after: Rows;
  readonly routeNames: readonly string[];
}

async function loadRouteChange(
  stores: Stores,
  request: ReviewedContent<'route'>,
  tenantId: string,
): Promise<Sides> {
  const { subjectId: id, proposal } = request;
  const current = await findInUse(stores, id);
  const proposed: SideRoute = {
    ...proposal,
    id,
    tenantId,
    rules: endNewRamps(id, proposal.rules, current?.rules ?? []),
  };
  const feeding = await listFeeding(stores, [id]);
  const own = current === undefined ? [] : [current];
  const around = await loadAround(stores, tenantId, [...own, proposed, ...feeding]);
  const others = around.routes.filter((route) => route.id !== id);
  const { promptPolicies } = around;
  return {
    before: { routes: [...own, ...others], promptPolicies },
    after: { routes: [proposed, ...others], promptPolicies },
    routeNames: namesOf([...own, proposed, ...feeding]),
  };
}

async function loadPolicyChange(
  stores: Stores,
  request: ChangeRequest,
  tenantId: string,
): Promise<Sides> {
  if (!isOfKind(request, 'prompt_policy')) throw new Error(`${request.kind} is not replayed`);
  const { subjectId: id, proposal } = request;
  const current = await stores.promptPolicies.find(id);
  const touched =
    proposal.appliesTo || current?.appliesTo
      ? await stores.routes.listInUse(tenantId)
      : await listInspected(stores, id);
  const around = await loadAround(stores, tenantId, touched, rerouteIdsOf(proposal.rules));
  const others = around.promptPolicies.filter((policy) => policy.id !== id);
  const own = current === undefined ? [] : [current];
  const proposed: SidePolicy = { ...proposal, id, tenantId };
  const { routes } = around;
  return {
    before: { routes, promptPolicies: [...own, ...others] },
    after: { routes, promptPolicies: [proposed, ...others] },
    routeNames: namesOf(touched),
  };
}

/** Routes that name the policy, and those whose calls come to them. */
async function listInspected(stores: Stores, id: string): Promise<readonly Route[]> {
  const inspected = await stores.routes.listInspectedBy(id);
  const ids = inspected.map((route) => route.id);
  return [...inspected, ...(await listFeeding(stores, ids))];
}

/** Routes whose calls are moved to one of these, by their own prompt policies or by attached ones. */
async function listFeeding(stores: Stores, routeIds: readonly string[]): Promise<readonly Route[]> {
  const feeding = new Map<string, Route>();
  for (const routeId of routeIds)
    for (const { id, tenantId, appliesTo } of await stores.promptPolicies.listReroutingTo(routeId))
      for (const route of appliesTo === null
        ? await stores.routes.listInspectedBy(id)
        : await stores.routes.listInUse(tenantId))
        feeding.set(route.id, route);
  return [...feeding.values()];
}

/**
 * The routes with those that their prompt policies, attached ones, or `rerouteIds`, move calls to, and the prompt policies of all of
 * them and of the tenant.
 */
async function loadAround(
  { routes, promptPolicies }: Stores,
  tenantId: string,
  touched: readonly SideRoute[],
  rerouteIds: readonly string[] = [],
) {
  const policyIdsOf = (rows: readonly SideRoute[]) =>
    rows.flatMap(({ promptPolicyId }) => promptPolicyId ?? []);
  const attached = await promptPolicies.listAttached(tenantId);
  const own = await promptPolicies.listByIds([...new Set(policyIdsOf(touched))]);
  const first = [...own, ...attached];
  const moved = [...first.flatMap(({ rules }) => rerouteIdsOf(rules)), ...rerouteIds];
  const known = new Map(touched.map((route) => [route.id, route]));
  const second = await routes.listByIds(moved.filter((id) => !known.has(id)));
  const inUse = second.filter(({ archivedAt }) => archivedAt === null);
  const all = [...known.values(), ...inUse];
  // Of the route that changes there are two, which may name two policies.
  const policyIds = new Set([
    ...policyIdsOf([...touched, ...inUse]),
    ...attached.map(({ id }) => id),
  ]);
  const policies = await promptPolicies.listByIds([...policyIds]);
  return { routes: all, promptPolicies: policies.filter(({ archivedAt }) => archivedAt === null) };
}

async function findInUse({ routes }: Stores, id: string): Promise<Route | undefined> {
  const route = await routes.find(id);
  return route?.archivedAt === null ? route : undefined;
}

function namesOf(rows: readonly SideRoute[]): readonly string[] {
  return [...new Set(rows.map(({ name }) => name))];
}

function toPolicyPolicy({ appliesTo, ...policy }: SidePolicy): ReplayedPolicy {
  return { ...policy, appliesTo: appliesTo ?? undefined };
}

/** Timers decide nothing that is replayed. */
function toPolicyRoute({ rules, constraints, promptPolicyId, ...route }: SideRoute): PolicyRoute {
  return {
    ...route,
    policy: { rules, constraints: constraints ?? undefined },
    promptPolicyId: promptPolicyId ?? undefined,
    connectTimeoutMs: 0,
    firstTokenTimeoutMs: 0,
    idleTimeoutMs: 0,
    totalTimeoutMs: 0,
  };
}
