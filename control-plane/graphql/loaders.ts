import DataLoader from 'dataloader';
import type { Operation } from '../services/operation.ts';
import type { Services } from '../services/services.ts';

interface ById<Row> {
  listByIds(operation: Operation, ids: readonly string[]): Promise<readonly Row[]>;
}

/**
 * Loaders for one GraphQL operation. Made anew for each, so that a cached row never outlives the operation nor crosses
 * from one principal to another. A row that is missing or out of scope loads as null.
 */
export function createLoaders(operation: Operation, services: Services) {
  return {
    tenant: byId(operation, services.tenants),
    application: byId(operation, services.applications),
  };
}

export type Loaders = ReturnType<typeof createLoaders>;

function byId<Row extends { readonly id: string }>(
  operation: Operation,
  service: ById<Row>,
): DataLoader<string, Row | null> {
  return new DataLoader(async (ids) => {
    const rows = new Map((await service.listByIds(operation, ids)).map((row) => [row.id, row]));
    return ids.map((id) => rows.get(id) ?? null);
  });
}
