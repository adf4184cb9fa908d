import { notFound } from '../../../domain/errors.ts';
import { archive } from '../../../domain/record.ts';
import {
  createRoute,
  type Route,
  type RouteCatalog,
  type RouteChange,
  type RouteDraft,
  reviseRoute,
  targetIdsOf,
} from '../../../domain/route.ts';
import type { Stores } from '../../../storage/storage.ts';
import { requireInUse, requireUnused } from '../../in-use.ts';
import { loadRoutingCatalog } from '../../routing-catalog.ts';
import { requireTenant } from '../../tenant-owner.ts';

/**
 * A new route, judged by what there is at this moment. What it names is held until the transaction ends.
 *
 * @throws DomainError NOT_FOUND, VALIDATION_FAILED
 */
export async function buildRoute(
  stores: Stores,
  id: string,
  { draft, now }: { readonly draft: RouteDraft; readonly now: Date },
): Promise<Route> {
  await requireTenant(stores, draft.tenantId);
  await requirePromptPolicy(stores, draft.tenantId, draft.promptPolicyId);
  const catalog = await loadCatalog(stores, draft, now);
  return createRoute(id, draft, { now, catalog });
}

/** The route with an edit, judged likewise. @throws DomainError NOT_FOUND, VALIDATION_FAILED */
export async function rebuildRoute(
  stores: Stores,
  row: Route,
  { change, now }: { readonly change: RouteChange; readonly now: Date },
): Promise<Route> {
  await requireTenant(stores, row.tenantId);
  await requirePromptPolicy(stores, row.tenantId, change.promptPolicyId);
  const judged = change.rules && { tenantId: row.tenantId, rules: change.rules };
  const catalog = judged && (await loadCatalog(stores, judged, now));
  return reviseRoute(row, change, { now, catalog });
}

/** The route out of use. Refused while a prompt policy reroutes to it: nodes would hold the tenant back. */
export async function endRoute(
  { routes, promptPolicies }: Stores,
  row: Route,
  now: Date,
): Promise<Route> {
  await routes.lock(row.id, 'update');
  const rows = await promptPolicies.listReroutingTo(row.id);
  requireUnused('route', { noun: 'prompt policies', rows });
  return archive(row, now);
}

/** Holds the policy until the transaction ends: it is not archived under the route. Null and undefined name none. */
async function requirePromptPolicy(
  { promptPolicies }: Stores,
  tenantId: string,
  id: string | null | undefined,
): Promise<void> {
  if (id === null || id === undefined) return;
  const policy = await promptPolicies.lock(id, 'share');
  if (policy.tenantId !== tenantId) throw notFound('prompt policy');
  requireInUse(policy, { path: 'promptPolicyId', noun: 'prompt policy' });
}

async function loadCatalog(
  stores: Stores,
  { tenantId, rules }: Pick<RouteDraft, 'tenantId' | 'rules'>,
  now: Date,
): Promise<RouteCatalog> {
  const catalog = await loadRoutingCatalog(
    stores,
    await stores.targets.listByIds(targetIdsOf(rules)),
  );
  return { ...catalog, grantedModelIds: await stores.grants.listGrantedModelIds(tenantId, now) };
}
