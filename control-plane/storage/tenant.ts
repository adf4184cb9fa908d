import { type EntityManager, EntitySchema } from 'typeorm';
import type { Tenant } from '../domain/tenant.ts';
import { archivableColumns } from './column.ts';
import { type Page, type PageRequest, readPage } from './page.ts';
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
    {
      name: 'tenant_purge_after_idx',
      columns: ['purgeAfter'],
      where: 'purge_after IS NOT NULL',
    },
  ],
});

export class TenantStore extends RowStore<Tenant> {
  constructor(manager: EntityManager) {
    super(manager, TenantTable, 'tenant');
  }

  async list(includeArchived: boolean, page: PageRequest): Promise<Page<Tenant>> {
    const keyset = {
      list: `tenants/${includeArchived}`,
      column: 'name',
      direction: 'ASC',
    } as const;
    return readPage({ manager: this.manager, table: this.table }, keyset, page, (query) =>
      includeArchived ? query : query.where('row.archivedAt IS NULL'),
    );
  }
}
