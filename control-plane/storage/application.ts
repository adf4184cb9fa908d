import { type EntityManager, EntitySchema, In } from 'typeorm';
import type { Application, StageCounts } from '../domain/application.ts';
import { archivableColumns, byName, type RecordSort, recordSorts, sortedBy } from './column.ts';
import { type Listing, type ListWish, readList, readOwnedLists } from './list/listing.ts';
import {
  equals,
  equalsText,
  hasPart,
  includesArchived,
  inField,
  isAmong,
} from './list/narrowing.ts';
import type { Page, PageRequest } from './page.ts';
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
    stagesBegun: { name: 'stages_begun', type: 'jsonb', default: {} },
    stagesPlanned: { name: 'stages_planned', type: 'jsonb', default: {} },
    tasksDone: { name: 'tasks_done', type: 'jsonb', default: {} },
  },
  uniques: [{ name: 'application_tenant_id_name_key', columns: ['tenantId', 'name'] }],
  indices: [...sortedBy('application', 'name', 'team', 'createdAt', 'updatedAt')],
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
  readonly rolloutStages?: readonly Application['rolloutStage'][] | undefined;
  readonly environments?: readonly Application['environment'][] | undefined;
  readonly dataClasses?: readonly Application['dataClass'][] | undefined;
  readonly team?: string | undefined;
  /** Part of the name or of the team, in whatever case. */
  readonly text?: string | undefined;
}

export type ApplicationSort = RecordSort | 'team';

export const applicationListing: Listing<Application, ApplicationFilter, ApplicationSort> = {
  name: 'applications',
  sorts: { ...recordSorts, team: 'row.team' },
  order: byName,
  narrowings: {
    tenantId: equals('tenantId'),
    includeArchived: includesArchived,
    rolloutStages: isAmong('rolloutStage', 'rolloutStages'),
    environments: isAmong('environment', 'environments'),
    dataClasses: isAmong('dataClass', 'dataClasses'),
    team: equalsText('team'),
    text: hasPart(inField('name'), inField('team')),
  },
};

export class ApplicationStore extends RowStore<Application> {
  constructor(manager: EntityManager) {
    super(manager, ApplicationTable, 'application');
  }

  /** @throws DomainError VALIDATION_FAILED */
  async list(
    wish: ListWish<ApplicationFilter, ApplicationSort>,
    page: PageRequest,
  ): Promise<Page<Application>> {
    return readList(this, applicationListing, wish, page);
  }

  /** By tenant, without archived applications; a tenant that has none is left out. */
  async countByStage(tenantIds: readonly string[]): Promise<ReadonlyMap<string, StageCounts>> {
    const rows = await this.manager
      .createQueryBuilder(this.table, 'row')
      .where({ tenantId: In([...tenantIds]) })
      .andWhere('row.archivedAt IS NULL')
      .select('row.tenantId', 'tenantId')
      .addSelect('row.rolloutStage', 'stage')
      .addSelect('count(*)::integer', 'count')
      .groupBy('row.tenantId')
      .addGroupBy('row.rolloutStage')
      .getRawMany<{ tenantId: string; stage: keyof StageCounts; count: number }>();
    const counts = new Map<string, StageCounts>();
    for (const { tenantId, stage, count } of rows)
      counts.set(tenantId, { ...counts.get(tenantId), [stage]: count });
    return counts;
  }

  /** The first pages of several tenants' lists, without archived applications. */
  async listFirst(
    tenantIds: readonly string[],
    first: number,
  ): Promise<ReadonlyMap<string, Page<Application>>> {
    const wish = { filter: { tenantId: undefined, includeArchived: false } };
    const wanted = { ownerField: 'tenantId', ownerIds: tenantIds, first } as const;
    return readOwnedLists(this, applicationListing, wish, wanted);
  }
}
