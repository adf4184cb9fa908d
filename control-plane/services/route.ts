import { randomUUID } from 'node:crypto';
import { routeContent } from '../domain/review/content.ts';
import { isRouteTightening } from '../domain/review/tightening.ts';
import type { Route, RouteChange, RouteDraft } from '../domain/route.ts';
import type { Simulation } from '../domain/route-simulation.ts';
import type { RecordSort } from '../storage/column.ts';
import type { ListWish } from '../storage/list/listing.ts';
import type { Page, PageRequest } from '../storage/page.ts';
import type { RouteFilter } from '../storage/route.ts';
import type { Storage, Stores } from '../storage/storage.ts';
import type { Changed, MutationCall } from './mutation.ts';
import type { Operation } from './operation.ts';
import { type EditOf, RecordService } from './record-service.ts';
import { buildRoute, endRoute, rebuildRoute } from './review/kind/build-route.ts';
import { type SimulationQuestion, simulateRoute } from './simulate-route.ts';

export class RouteService extends RecordService<Route> {
  constructor(storage: Storage) {
    super(storage, {
      noun: 'route',
      readPermission: 'route:read',
      writePermission: 'route:write',
      store: ({ routes }) => routes,
      ownerOf: ({ tenantId }) => tenantId,
      isEnded: ({ archivedAt }) => archivedAt !== null,
      describeChange: (before, after) => ({
        kind: 'route',
        tenantId: after.tenantId,
        proposal: routeContent(after),
        base: before && routeContent(before),
        isTightening:
          before !== undefined && isRouteTightening(routeContent(before), routeContent(after)),
      }),
    });
  }

  /**
   * @throws ReviewRequired when the tenant's rule demands it
   * @throws DomainError NOT_FOUND, PERMISSION_DENIED, VALIDATION_FAILED, IDEMPOTENCY_KEY_REUSED
   */
  create(operation: Operation, call: MutationCall, draft: RouteDraft): Promise<Changed<Route>> {
    const { now } = operation;
    return this.insert(operation, call, (stores) =>
      buildRoute(stores, randomUUID(), { draft, now }),
    );
  }

  /**
   * @throws ReviewRequired when the tenant's rule demands it, and the edit cannot be proven to tighten
   * @throws DomainError NOT_FOUND, PERMISSION_DENIED, VERSION_CONFLICT, VALIDATION_FAILED, IDEMPOTENCY_KEY_REUSED
   */
  update(
    operation: Operation,
    call: MutationCall,
    { id, expectedVersion, ...change }: EditOf & RouteChange,
  ): Promise<Changed<Route>> {
    const { now } = operation;
    const revise = (row: Route, stores: Stores) => rebuildRoute(stores, row, { change, now });
    return this.change(operation, call, { id, expectedVersion }, { verb: 'update', revise });
  }

  /**
   * Refused while a prompt policy that is not archived reroutes to it: nodes would hold the whole tenant back.
   *
   * @throws DomainError NOT_FOUND, PERMISSION_DENIED, VERSION_CONFLICT, VALIDATION_FAILED, IDEMPOTENCY_KEY_REUSED
   */
  archive(operation: Operation, call: MutationCall, edit: EditOf): Promise<Changed<Route>> {
    const revise = (row: Route, stores: Stores) => endRoute(stores, row, operation.now);
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
  async list(
    operation: Operation,
    wish: ListWish<RouteFilter, RecordSort>,
    page: PageRequest,
  ): Promise<Page<Route>> {
    operation.require('route:read');
    return this.storage.read(operation.scope, ({ routes }) =>
      routes.list(operation.narrowList(wish), page),
    );
  }
}
