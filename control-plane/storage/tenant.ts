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
  },
  uniques: [{ name: 'tenant_name_key', columns: ['name'] }],
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
