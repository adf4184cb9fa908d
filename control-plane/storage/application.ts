import { type EntityManager, EntitySchema, type SelectQueryBuilder } from 'typeorm';
import type { Application } from '../domain/application.ts';
import { archivableColumns } from './column.ts';
import { type Page, type PageRequest, readFirstPages, readPage } from './page.ts';
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

const order = { column: 'name', direction: 'ASC' } as const;

function listName({ tenantId, includeArchived }: ApplicationFilter): string {
  return `applications/${tenantId ?? ''}/${includeArchived}`;
}

export class ApplicationStore extends RowStore<Application> {
  constructor(manager: EntityManager) {
    super(manager, ApplicationTable, 'application');
  }

  /** By name. */
  async list(filter: ApplicationFilter, page: PageRequest): Promise<Page<Application>> {
    const { tenantId, includeArchived } = filter;
    const source = { manager: this.manager, table: this.table };
    return readPage(source, { list: listName(filter), ...order }, page, (query) => {
      if (tenantId !== undefined) query.andWhere({ tenantId });
      return includeArchived ? query : withoutArchived(query);
    });
  }

  /** The first pages of several tenants' lists, without archived applications. */
  async listFirst(
    tenantIds: readonly string[],
    first: number,
  ): Promise<ReadonlyMap<string, Page<Application>>> {
    const source = { manager: this.manager, table: this.table };
    const listOf = (tenantId: string) => listName({ tenantId, includeArchived: false });
    const lists = { ...order, ownerField: 'tenantId', listOf } as const;
    return readFirstPages(source, lists, { ownerIds: tenantIds, first }, withoutArchived);
  }
}

function withoutArchived(query: SelectQueryBuilder<Application>): SelectQueryBuilder<Application> {
  return query.andWhere('row.archivedAt IS NULL');
}
