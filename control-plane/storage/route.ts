import { type EntityManager, EntitySchema } from 'typeorm';
import type { Route } from '../domain/route.ts';
import { archivableColumns, byName, type RecordSort, recordSorts, sortedBy } from './column.ts';
import { type Listing, type ListWish, readList } from './list/listing.ts';
import { equals, hasPart, includesArchived, inField, isAmong } from './list/narrowing.ts';
import type { Page, PageRequest } from './page.ts';
import { RowStore } from './row-store.ts';

/** Table `route`. */
export const RouteTable = new EntitySchema<Route>({
  name: 'route',
  columns: {
    ...archivableColumns('route'),
    tenantId: { name: 'tenant_id', type: 'uuid' },
    name: { type: 'text' },
    operation: { type: 'text' },
    rules: { type: 'jsonb' },
    constraints: { type: 'jsonb', nullable: true },
    promptPolicyId: { name: 'prompt_policy_id', type: 'uuid', nullable: true },
    connectTimeoutMs: { name: 'connect_timeout_ms', type: 'integer', nullable: true },
    firstTokenTimeoutMs: { name: 'first_token_timeout_ms', type: 'integer', nullable: true },
    idleTimeoutMs: { name: 'idle_timeout_ms', type: 'integer', nullable: true },
    totalTimeoutMs: { name: 'total_timeout_ms', type: 'integer', nullable: true },
  },
  uniques: [{ name: 'route_tenant_id_name_key', columns: ['tenantId', 'name'] }],
  indices: [
    { name: 'route_prompt_policy_id_idx', columns: ['promptPolicyId'] },
    ...sortedBy('route', 'name', 'createdAt', 'updatedAt'),
  ],
  foreignKeys: [
    {
      name: 'route_tenant_id_fkey',
      target: 'tenant',
      columnNames: ['tenantId'],
      referencedColumnNames: ['id'],
    },
    {
      name: 'route_prompt_policy_id_fkey',
      target: 'prompt_policy',
      columnNames: ['promptPolicyId'],
      referencedColumnNames: ['id'],
    },
  ],
});

/** Which routes; what is undefined does not narrow. */
export interface RouteFilter {
  readonly tenantId: string | undefined;
  readonly includeArchived: boolean;
  /** Part of the name. */
  readonly text?: string | undefined;
  readonly operations?: readonly Route['operation'][] | undefined;
  readonly promptPolicyId?: string | undefined;
}

export const routeListing: Listing<Route, RouteFilter, RecordSort> = {
  name: 'routes',
  sorts: recordSorts,
  order: byName,
  narrowings: {
    tenantId: equals('tenantId'),
    includeArchived: includesArchived,
    text: hasPart(inField('name')),
    operations: isAmong('operation', 'operations'),
    promptPolicyId: equals('promptPolicyId'),
  },
};

export class RouteStore extends RowStore<Route> {
  constructor(manager: EntityManager) {
    super(manager, RouteTable, 'route');
  }

  async list(wish: ListWish<RouteFilter, RecordSort>, page: PageRequest): Promise<Page<Route>> {
    return readList(this, routeListing, wish, page);
  }

  /** Those of a tenant that are not archived, by name: as many as its quota allows. */
  async listInUse(tenantId: string): Promise<readonly Route[]> {
    return this.manager
      .createQueryBuilder(this.table, 'row')
      .where({ tenantId })
      .andWhere('row.archivedAt IS NULL')
      .orderBy('row.name')
      .getMany();
  }

  /** Routes that a prompt policy inspects and that are not archived, by name. */
  async listInspectedBy(promptPolicyId: string): Promise<readonly Route[]> {
    return this.manager
      .createQueryBuilder(this.table, 'row')
      .where({ promptPolicyId })
      .andWhere('row.archivedAt IS NULL')
      .orderBy('row.name')
      .getMany();
  }
}
