import {
  checkRouteArmFilter,
  type RouteArmFilter,
  type RouteArmReport,
} from '../domain/route-arm.ts';
import type { Storage } from '../storage/storage.ts';
import type { Operation } from './operation.ts';

/** Compares the targets of a route by what became of their attempts. */
export class RouteArmService {
  readonly #storage: Storage;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  /** @throws DomainError PERMISSION_DENIED, NOT_FOUND, VALIDATION_FAILED */
  async report(operation: Operation, filter: RouteArmFilter): Promise<RouteArmReport> {
    operation.require('decision:read');
    checkRouteArmFilter(filter);
    return this.#storage.read(operation.scope, async ({ routes, routeArms }) => {
      const { tenantId } = await routes.get(filter.routeId);
      operation.requireFor('decision:read', tenantId);
      return routeArms.report(tenantId, filter);
    });
  }
}
