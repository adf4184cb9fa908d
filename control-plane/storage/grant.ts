import { type EntityManager, EntitySchema, type SelectQueryBuilder } from 'typeorm';
import type { Grant, GrantState } from '../domain/grant.ts';
import { newestFirst, sortedBy, sortedByEnd, versionedColumns } from './column.ts';
import { type Listing, type ListWish, readList } from './list/listing.ts';
import {
  type CreatedWithin,
  createdWithin,
  END,
  endsBefore,
  equals,
  HOLDS,
  hasPart,
  includesRevoked,
  type OfApplication,
  ofApplication,
} from './list/narrowing.ts';
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
    monthlySpendNanoUsd: { name: 'monthly_spend_nano_usd', type: 'bigint', nullable: true },
    notAfter: { name: 'not_after', type: 'timestamptz', nullable: true },
    revokedAt: { name: 'revoked_at', type: 'timestamptz', nullable: true },
    changeRequestId: { name: 'change_request_id', type: 'uuid' },
  },
  indices: [
    { name: 'model_grant_tenant_id_idx', columns: ['tenantId', 'createdAt'] },
    { name: 'model_grant_application_id_idx', columns: ['applicationId'] },
    { name: 'model_grant_change_request_id_idx', columns: ['changeRequestId'] },
    { name: 'model_grant_model_id_idx', columns: ['modelId'] },
    { name: 'model_grant_not_after_idx', columns: ['notAfter', 'id'] },
    ...sortedBy('model_grant', 'createdAt', 'updatedAt'),
    sortedByEnd('model_grant'),
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
export interface GrantFilter extends CreatedWithin, OfApplication {
  readonly tenantId: string | undefined;
  /** Grants of this application itself; those for every application of the tenant are not among them. */
  readonly applicationId: string | undefined;
  readonly includeRevoked: boolean;
  /** Part of the name of the model or of the application. */
  readonly text?: string | undefined;
  readonly modelId?: string | undefined;
  readonly states?: readonly GrantState[] | undefined;
  /** Those in force that end before it. */
  readonly endsBefore?: Date | undefined;
}

export type GrantSort = 'createdAt' | 'updatedAt' | 'notAfter';

export const grantListing: Listing<Grant, GrantFilter, GrantSort> = {
  name: 'grants',
  sorts: { createdAt: 'row.createdAt', updatedAt: 'row.updatedAt', notAfter: END },
  order: newestFirst,
  narrowings: {
    tenantId: equals('tenantId'),
    applicationId: equals('applicationId'),
    includeRevoked: includesRevoked,
    text: hasPart(ofNamed('model', 'modelId'), ofNamed('application', 'applicationId')),
    modelId: equals('modelId'),
    states: isInState,
    endsBefore,
    ...ofApplication,
    ...createdWithin,
  },
};

/** As `stateOf` of the domain. */
const states: Readonly<Record<GrantState, string>> = {
  in_force: HOLDS,
  expired: 'row.revokedAt IS NULL AND row.notAfter <= :now',
  revoked: 'row.revokedAt IS NOT NULL',
};

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

  /** @throws DomainError VALIDATION_FAILED */
  async list(
    wish: ListWish<GrantFilter, GrantSort>,
    page: PageRequest,
    now: Date,
  ): Promise<Page<Grant>> {
    const source = { manager: this.manager, table: this.table, now };
    return readList(source, grantListing, wish, page);
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
      ? ({ list, by: 'row.notAfter', direction: 'ASC' } as const)
      : ({ list, by: 'row.createdAt', direction: 'DESC' } as const);
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

function isInState(query: SelectQueryBuilder<Grant>, wanted: readonly GrantState[]): void {
  const any = [...new Set(wanted)].map((state) => `(${states[state]})`);
  query.andWhere(`(${['false', ...any].join(' OR ')})`);
}

function ofNamed(table: string, field: keyof Grant) {
  return (like: string) =>
    `EXISTS (SELECT FROM ${table} AS named WHERE named.id = row.${field} AND named.name ${like})`;
}
