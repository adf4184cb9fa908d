import { type EntityManager, EntitySchema, In, type SelectQueryBuilder } from 'typeorm';
import type { Application, StageCounts } from '../domain/application.ts';
import { invalidInput } from '../domain/errors.ts';
import { checkText } from '../domain/name.ts';
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
    stagesBegun: { name: 'stages_begun', type: 'jsonb', default: {} },
    stagesPlanned: { name: 'stages_planned', type: 'jsonb', default: {} },
    tasksDone: { name: 'tasks_done', type: 'jsonb', default: {} },
  },
  uniques: [{ name: 'application_tenant_id_name_key', columns: ['tenantId', 'name'] }],
  indices: [
    { name: 'application_name_idx', columns: ['name', 'id'] },
    { name: 'application_team_idx', columns: ['team', 'id'] },
    { name: 'application_created_at_idx', columns: ['createdAt', 'id'] },
    { name: 'application_updated_at_idx', columns: ['updatedAt', 'id'] },
  ],
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

/** Fields that a list can be sorted by. */
export type ApplicationSort = 'name' | 'team' | 'createdAt' | 'updatedAt';

/** By which field, and from which end. */
export interface ApplicationOrder {
  readonly column: ApplicationSort;
  readonly direction: 'ASC' | 'DESC';
}

const byName: ApplicationOrder = { column: 'name', direction: 'ASC' };

/** Names the list for its cursors: one of another filter or order goes on nowhere in this one. */
function listName(filter: ApplicationFilter, { column, direction }: ApplicationOrder): string {
  const { tenantId, includeArchived, rolloutStages, environments, dataClasses, team, text } =
    filter;
  const narrowed = [rolloutStages, environments, dataClasses, team, text];
  const words = narrowed.map((words) => words ?? null);
  return `applications/${tenantId ?? ''}/${includeArchived}/${column}/${direction}/${JSON.stringify(words)}`;
}

export class ApplicationStore extends RowStore<Application> {
  constructor(manager: EntityManager) {
    super(manager, ApplicationTable, 'application');
  }

  /** By name, unless an order is given. @throws DomainError VALIDATION_FAILED */
  async list(
    wanted: { readonly filter: ApplicationFilter; readonly order?: ApplicationOrder | undefined },
    page: PageRequest,
  ): Promise<Page<Application>> {
    const { filter, order = byName } = wanted;
    requireText(filter);
    const source = { manager: this.manager, table: this.table };
    const keyset = { list: listName(filter, order), ...order };
    return readPage(source, keyset, page, (query) => narrow(query, filter));
  }

  /** By tenant, without archived applications; a tenant that has none is left out. */
  async countByStage(tenantIds: readonly string[]): Promise<ReadonlyMap<string, StageCounts>> {
    const rows = await withoutArchived(this.manager.createQueryBuilder(this.table, 'row'))
      .andWhere({ tenantId: In([...tenantIds]) })
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
    const source = { manager: this.manager, table: this.table };
    const listOf = (tenantId: string) => listName({ tenantId, includeArchived: false }, byName);
    const lists = { ...byName, ownerField: 'tenantId', listOf } as const;
    return readFirstPages(source, lists, { ownerIds: tenantIds, first }, withoutArchived);
  }
}

function withoutArchived(query: SelectQueryBuilder<Application>): SelectQueryBuilder<Application> {
  return query.andWhere('row.archivedAt IS NULL');
}

function narrow(
  query: SelectQueryBuilder<Application>,
  filter: ApplicationFilter,
): SelectQueryBuilder<Application> {
  const { tenantId, includeArchived, rolloutStages, environments, dataClasses, team, text } =
    filter;
  if (tenantId !== undefined) query.andWhere({ tenantId });
  if (rolloutStages !== undefined) query.andWhere({ rolloutStage: In([...rolloutStages]) });
  if (environments !== undefined) query.andWhere({ environment: In([...environments]) });
  if (dataClasses !== undefined) query.andWhere({ dataClass: In([...dataClasses]) });
  if (team !== undefined) query.andWhere({ team });
  if (text !== undefined) {
    const pattern = `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`;
    query.andWhere('(row.name ILIKE :pattern OR row.team ILIKE :pattern)', { pattern });
  }
  return includeArchived ? query : withoutArchived(query);
}

/** Before Postgres sees them: no text of it has a NUL. @throws DomainError VALIDATION_FAILED */
function requireText({ team, text }: ApplicationFilter): void {
  const faults = [
    ...(team === undefined ? [] : checkText('team', team)),
    ...(text === undefined ? [] : checkText('text', text)),
  ];
  if (faults.length > 0) throw invalidInput(faults);
}
