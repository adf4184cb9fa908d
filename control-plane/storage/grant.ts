import { type EntityManager, EntitySchema } from 'typeorm';
import type { Grant } from '../domain/grant.ts';
import { versionedColumns } from './column.ts';
import { type Page, type PageRequest, readPage } from './page.ts';
import { RowStore } from './row-store.ts';

/** Table `model_grant`: GRANT is a reserved word of SQL. */
export const GrantTable = new EntitySchema<Grant>({
  name: 'model_grant',
  columns: {
    ...versionedColumns('model_grant'),
    tenantId: { name: 'tenant_id', type: 'uuid' },
    applicationId: { name: 'application_id', type: 'uuid', nullable: true },
    modelId: { name: 'model_id', type: 'uuid' },
    workloads: { type: 'text', array: true },
    dataClasses: { name: 'data_classes', type: 'text', array: true, default: '{}' },
    environments: { type: 'text', array: true, default: '{}' },
    regions: { type: 'text', array: true, default: '{}' },
    notAfter: { name: 'not_after', type: 'timestamptz', nullable: true },
    revokedAt: { name: 'revoked_at', type: 'timestamptz', nullable: true },
    changeRequestId: { name: 'change_request_id', type: 'uuid' },
  },
  indices: [
    { name: 'model_grant_tenant_id_idx', columns: ['tenantId', 'createdAt'] },
    { name: 'model_grant_created_at_idx', columns: ['createdAt', 'id'] },
    { name: 'model_grant_application_id_idx', columns: ['applicationId'] },
    { name: 'model_grant_change_request_id_idx', columns: ['changeRequestId'] },
    { name: 'model_grant_model_id_idx', columns: ['modelId'] },
    { name: 'model_grant_not_after_idx', columns: ['notAfter', 'id'] },
  ],
  foreignKeys: [
    {
      name: 'model_grant_tenant_id_fkey',
      target: 'tenant',
      columnNames: ['tenantId'],
      referencedColumnNames: ['id'],
    },
    {
      name: 'model_grant_application_id_fkey',
      target: 'application',
      columnNames: ['applicationId'],
      referencedColumnNames: ['id'],
    },
    {
      name: 'model_grant_model_id_fkey',
      target: 'model',
      columnNames: ['modelId'],
      referencedColumnNames: ['id'],
    },
    {
      name: 'model_grant_change_request_id_fkey',
      target: 'change_request',
      columnNames: ['changeRequestId'],
      referencedColumnNames: ['id'],
    },
  ],
});

/** Which grants; what is undefined does not narrow. */
export interface GrantFilter {
  readonly tenantId: string | undefined;
  /** Grants of this application itself; those for every application of the tenant are not among them. */
  readonly applicationId: string | undefined;
  readonly includeRevoked: boolean;
}

/** Which grants in force; what is undefined does not narrow. */
export interface AccessFilter {
  readonly tenantId: string | undefined;
  /** Grants that cover this application: its own, and those for every application of its tenant. */
  readonly applicationId: string | undefined;
  readonly modelId: string | undefined;
  /** Those that end before it. */
  readonly endsBefore: Date | undefined;
}

export class GrantStore extends RowStore<Grant> {
  constructor(manager: EntityManager) {
    super(manager, GrantTable, 'grant');
  }

  /** Newest first. */
  async list(filter: GrantFilter, page: PageRequest): Promise<Page<Grant>> {
    const { tenantId, applicationId, includeRevoked } = filter;
    const list = `grants/${tenantId ?? ''}/${applicationId ?? ''}/${includeRevoked}`;
    const keyset = { list, column: 'createdAt', direction: 'DESC' } as const;
    return readPage({ manager: this.manager, table: this.table }, keyset, page, (query) => {
      if (tenantId !== undefined) query.andWhere({ tenantId });
      if (applicationId !== undefined) query.andWhere({ applicationId });
      if (!includeRevoked) query.andWhere('row.revokedAt IS NULL');
      return query;
    });
  }

  /** In force at `now`: by their end, soonest first, when `endsBefore` is given, else newest first. */
  async listAccess(
    filter: AccessFilter & {
      readonly application: { readonly id: string; readonly tenantId: string } | undefined;
      readonly now: Date;
    },
    page: PageRequest,
  ): Promise<Page<Grant>> {
    const { tenantId, application, modelId, endsBefore, now } = filter;
    const names = [tenantId, application?.id, modelId, endsBefore?.toISOString()];
    const list = `model-access/${names.map((name) => name ?? '').join('/')}`;
    const order = endsBefore
      ? ({ list, column: 'notAfter', direction: 'ASC' } as const)
      : ({ list, column: 'createdAt', direction: 'DESC' } as const);
    return readPage({ manager: this.manager, table: this.table }, order, page, (query) => {
      query
        .where('row.revokedAt IS NULL')
        .andWhere('(row.notAfter IS NULL OR row.notAfter > :now)', { now });
      if (tenantId !== undefined) query.andWhere({ tenantId });
      if (modelId !== undefined) query.andWhere({ modelId });
      if (endsBefore !== undefined) query.andWhere('row.notAfter < :endsBefore', { endsBefore });
      if (application !== undefined)
        query
          .andWhere({ tenantId: application.tenantId })
          .andWhere('(row.applicationId IS NULL OR row.applicationId = :applicationId)', {
            applicationId: application.id,
          });
      return query;
    });
  }

  /** Models that some application of the tenant may use at that moment. */
  async listGrantedModelIds(tenantId: string, now: Date): Promise<ReadonlySet<string>> {
    const grants = await this.listInForce(tenantId, now);
    return new Set(grants.map(({ modelId }) => modelId));
  }

  /** Grants of the tenant and of its applications that hold at that moment and are not revoked. */
  async listInForce(tenantId: string, now: Date): Promise<readonly Grant[]> {
    return this.manager
      .createQueryBuilder(this.table, 'row')
      .where({ tenantId })
      .andWhere('row.revokedAt IS NULL')
      .andWhere('(row.notAfter IS NULL OR row.notAfter > :now)', { now })
      .getMany();
  }
}
