import { type EntityManager, EntitySchema } from 'typeorm';
import type { Limit } from '../domain/limit.ts';
import { archivableColumns, byName, type RecordSort, recordSorts, sortedBy } from './column.ts';
import { type Listing, type ListWish, readList } from './list/listing.ts';
import { equals, hasPart, includesArchived, inField, isAmong } from './list/narrowing.ts';
import type { Page, PageRequest } from './page.ts';
import { RowStore } from './row-store.ts';

/** Table `usage_limit`: LIMIT is a reserved word of SQL. */
export const LimitTable = new EntitySchema<Limit>({
  name: 'usage_limit',
  columns: {
    ...archivableColumns('usage_limit'),
    tenantId: { name: 'tenant_id', type: 'uuid' },
    applicationId: { name: 'application_id', type: 'uuid', nullable: true },
    name: { type: 'text' },
    per: { type: 'text' },
    workloads: { type: 'text', array: true },
    routeIds: { name: 'route_ids', type: 'uuid', array: true },
    measure: { type: 'text' },
    // Bounded by LIMIT_BOUNDS: a number holds it exactly.
    amount: { type: 'bigint', transformer: { to: String, from: Number } },
    windowS: { name: 'window_seconds', type: 'integer' },
    monitor: { type: 'boolean' },
    message: { type: 'text' },
  },
  uniques: [{ name: 'usage_limit_tenant_id_name_key', columns: ['tenantId', 'name'] }],
  indices: [
    { name: 'usage_limit_application_id_idx', columns: ['applicationId'] },
    ...sortedBy('usage_limit', 'name', 'createdAt', 'updatedAt'),
  ],
  foreignKeys: [
    {
      name: 'usage_limit_tenant_id_fkey',
      target: 'tenant',
      columnNames: ['tenantId'],
      referencedColumnNames: ['id'],
    },
    {
      name: 'usage_limit_application_id_fkey',
      target: 'application',
      columnNames: ['applicationId'],
      referencedColumnNames: ['id'],
    },
  ],
});

/** Which limits; what is undefined does not narrow. */
export interface LimitFilter {
  readonly tenantId: string | undefined;
  readonly includeArchived: boolean;
  /** Part of the name. */
  readonly text?: string | undefined;
  /** Its own, without those for every application. */
  readonly applicationId?: string | undefined;
  readonly measures?: readonly Limit['measure'][] | undefined;
}

export const limitListing: Listing<Limit, LimitFilter, RecordSort> = {
  name: 'limits',
  sorts: recordSorts,
  order: byName,
  narrowings: {
    tenantId: equals('tenantId'),
    includeArchived: includesArchived,
    text: hasPart(inField('name')),
    applicationId: equals('applicationId'),
    measures: isAmong('measure', 'measures'),
  },
};

export class LimitStore extends RowStore<Limit> {
  constructor(manager: EntityManager) {
    super(manager, LimitTable, 'limit');
  }

  async list(wish: ListWish<LimitFilter, RecordSort>, page: PageRequest): Promise<Page<Limit>> {
    return readList(this, limitListing, wish, page);
  }
}
