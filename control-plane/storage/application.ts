import { type EntityManager, EntitySchema } from 'typeorm';
import type { Application } from '../domain/application.ts';
import { archivableColumns } from './column.ts';
import { type Page, type PageRequest, readPage } from './page.ts';
import { RowStore } from './row-store.ts';

/** Table `application`. */
export const ApplicationTable = new EntitySchema<Application>({
  name: 'application',
  columns: {
    ...archivableColumns('application'),
    tenantId: { name: 'tenant_id', type: 'uuid' },
    name: { type: 'text' },
    team: { type: 'text' },
    environment: { type: 'text' },
    dataClass: { name: 'data_class', type: 'text' },
    rolloutStage: { name: 'rollout_stage', type: 'text' },
  },
  uniques: [{ name: 'application_tenant_id_name_key', columns: ['tenantId', 'name'] }],
  foreignKeys: [
    {
      name: 'application_tenant_id_fkey',
      target: 'tenant',
      columnNames: ['tenantId'],
      referencedColumnNames: ['id'],
    },
  ],
});

/** Which applications; what is undefined does not narrow. */
export interface ApplicationFilter {
  readonly tenantId: string | undefined;
  readonly includeArchived: boolean;
}

export class ApplicationStore extends RowStore<Application> {
  constructor(manager: EntityManager) {
    super(manager, ApplicationTable, 'application');
  }

  async list(filter: ApplicationFilter, page: PageRequest): Promise<Page<Application>> {
    const list = `applications/${filter.tenantId ?? ''}/${filter.includeArchived}`;
    const keyset = { list, column: 'name', direction: 'ASC' } as const;
    return readPage({ manager: this.manager, table: this.table }, keyset, page, (query) => {
      if (filter.tenantId !== undefined) query.andWhere({ tenantId: filter.tenantId });
      if (!filter.includeArchived) query.andWhere('row.archivedAt IS NULL');
      return query;
    });
  }
}
