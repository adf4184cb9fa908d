import { randomUUID } from 'node:crypto';
import { notFound } from '../domain/errors.ts';
import { archive } from '../domain/record.ts';
import {
  createRoute,
  type Route,
  type RouteCatalog,
  type RouteChange,
  type RouteDraft,
  reviseRoute,
  targetIdsOf,
} from '../domain/route.ts';
import type { Simulation } from '../domain/route-simulation.ts';
import type { Page, PageRequest } from '../storage/page.ts';
import type { RouteFilter } from '../storage/route.ts';
import type { Storage, Stores } from '../storage/storage.ts';
import { requireInUse, requireUnused } from './in-use.ts';
import type { Changed, MutationCall } from './mutation.ts';
import type { Operation } from './operation.ts';
import { type EditOf, RecordService } from './record-service.ts';
import { loadRoutingCatalog } from './routing-catalog.ts';
import { type SimulationQuestion, simulateRoute } from './simulate-route.ts';
import { requireTenant } from './tenant-owner.ts';

export class RouteService extends RecordService<Route> {
  constructor(storage: Storage) {
    super(storage, {
      noun: 'route',
      readPermission: 'route:read',
      writePermission: 'route:write',
      store: ({ routes }) => routes,
      ownerOf: ({ tenantId }) => tenantId,
      isEnded: ({ archivedAt }) => archivedAt !== null,
    });
  }

  /** @throws DomainError NOT_FOUND, PERMISSION_DENIED, VALIDATION_FAILED, IDEMPOTENCY_KEY_REUSED */
  create(operation: Operation, call: MutationCall, draft: RouteDraft): Promise<Changed<Route>> {
    return this.insert(operation, call, async (stores) => {
      await requireTenant(stores, draft.tenantId);
      await requirePromptPolicy(stores, draft.tenantId, draft.promptPolicyId);
      const catalog = await loadCatalog(stores, draft, operation.now);
      return createRoute(randomUUID(), draft, { now: operation.now, catalog });
    });
  }

  /** @throws DomainError NOT_FOUND, PERMISSION_DENIED, VERSION_CONFLICT, VALIDATION_FAILED, IDEMPOTENCY_KEY_REUSED */
  update(
    operation: Operation,
    call: MutationCall,
    { id, expectedVersion, ...change }: EditOf & RouteChange,
  ): Promise<Changed<Route>> {
    const revise = async (row: Route, stores: Stores) => {
      await requireTenant(stores, row.tenantId);
      await requirePromptPolicy(stores, row.tenantId, change.promptPolicyId);
      const judged = change.rules && { tenantId: row.tenantId, rules: change.rules };
      const catalog = judged && (await loadCatalog(stores, judged, operation.now));
      return reviseRoute(row, change, { now: operation.now, catalog });
    };
    return this.change(operation, call, { id, expectedVersion }, { verb: 'update', revise });
  }

  /**
   * Refused while a prompt policy that is not archived reroutes to it: nodes would hold the whole tenant back.
   *
   * @throws DomainError NOT_FOUND, PERMISSION_DENIED, VERSION_CONFLICT, VALIDATION_FAILED, IDEMPOTENCY_KEY_REUSED
   */
  archive(operation: Operation, call: MutationCall, edit: EditOf): Promise<Changed<Route>> {
    const revise = async (row: Route, { routes, promptPolicies }: Stores) => {
      await routes.lock(row.id, 'update');
      const rows = await promptPolicies.listReroutingTo(row.id);
      requireUnused('route', { noun: 'prompt policies', rows });
      return archive(row, operation.now);
    };
    return this.change(operation, call, edit, { verb: 'archive', revise });
  }

  /** What the route, or a policy in its place, would do with a call. @throws DomainError as `simulateRoute` */
  async simulate(operation: Operation, question: SimulationQuestion): Promise<Simulation> {
    operation.require('route:read');
    return this.storage.read(operation.scope, (stores) =>
      simulateRoute(stores, operation, question),
    );
  }

  /** @throws DomainError PERMISSION_DENIED, VALIDATION_FAILED */
  async list(operation: Operation, filter: RouteFilter, page: PageRequest): Promise<Page<Route>> {
    operation.require('route:read');
    return this.storage.read(operation.scope, ({ routes }) => routes.list(filter, page));
  }
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
