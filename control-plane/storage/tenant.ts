import { type EntityManager, EntitySchema, type SelectQueryBuilder } from 'typeorm';
import type { Tenant, TenantState } from '../domain/tenant.ts';
import { archivableColumns, byName, type RecordSort, recordSorts, sortedBy } from './column.ts';
import { type Listing, type ListWish, readList } from './list/listing.ts';
import {
  type CreatedWithin,
  createdWithin,
  hasPart,
  includesArchived,
  inField,
} from './list/narrowing.ts';
import type { Page, PageRequest } from './page.ts';
import { RowStore } from './row-store.ts';

/** Table `tenant`. */
export const TenantTable = new EntitySchema<Tenant>({
  name: 'tenant',
  columns: {
    ...archivableColumns('tenant'),
    name: { type: 'text' },
    suspended: { type: 'boolean' },
    suspendedAt: { name: 'suspended_at', type: 'timestamptz', nullable: true },
    suspensionReason: { name: 'suspension_reason', type: 'text', nullable: true },
    deletedAt: { name: 'deleted_at', type: 'timestamptz', nullable: true },
    deletionReason: { name: 'deletion_reason', type: 'text', nullable: true },
    purgeAfter: { name: 'purge_after', type: 'timestamptz', nullable: true },
    quotaOverrides: { name: 'quota_overrides', type: 'jsonb', default: {} },
    purgeBeganAt: { name: 'purge_began_at', type: 'timestamptz', nullable: true },
  },
  uniques: [{ name: 'tenant_name_key', columns: ['name'] }],
  indices: [
    ...sortedBy('tenant', 'createdAt', 'updatedAt'),
    {
      name: 'tenant_purge_after_idx',
      columns: ['purgeAfter'],
      where: 'purge_after IS NOT NULL',
    },
  ],
});

/** Which tenants; what is undefined does not narrow. */
export interface TenantFilter extends CreatedWithin {
  readonly includeArchived: boolean;
  /** Part of the name. */
  readonly text?: string | undefined;
  readonly states?: readonly TenantState[] | undefined;
}

export const tenantListing: Listing<Tenant, TenantFilter, RecordSort> = {
  name: 'tenants',
  sorts: recordSorts,
  order: byName,
  narrowings: {
    includeArchived: includesArchived,
    text: hasPart(inField('name')),
    states: isInState,
    ...createdWithin,
  },
};

/** As `tenantStateOf` of the domain. */
const states: Readonly<Record<TenantState, string>> = {
  active: 'row.archivedAt IS NULL AND NOT row.suspended',
  suspended: 'row.archivedAt IS NULL AND row.suspended',
  archived: 'row.archivedAt IS NOT NULL AND row.deletedAt IS NULL',
  deleting: 'row.deletedAt IS NOT NULL AND row.purgeBeganAt IS NULL',
  purging: 'row.purgeBeganAt IS NOT NULL',
};

export class TenantStore extends RowStore<Tenant> {
  constructor(manager: EntityManager) {
    super(manager, TenantTable, 'tenant');
  }

  async list(wish: ListWish<TenantFilter, RecordSort>, page: PageRequest): Promise<Page<Tenant>> {
    return readList(this, tenantListing, wish, page);
  }
}

function isInState(query: SelectQueryBuilder<Tenant>, wanted: readonly TenantState[]): void {
  const any = [...new Set(wanted)].map((state) => `(${states[state]})`);
  query.andWhere(`(${['false', ...any].join(' OR ')})`);
}
