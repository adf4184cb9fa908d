import { type EntityManager, EntitySchema, type SelectQueryBuilder } from 'typeorm';
import type { ApiKey } from '../domain/api-key.ts';
import { versionedColumns } from './column.ts';
import { type Page, type PageRequest, readFirstPages, readPage } from './page.ts';
import { RowStore } from './row-store.ts';

/** Table `api_key`. */
export const ApiKeyTable = new EntitySchema<ApiKey>({
  name: 'api_key',
  columns: {
    ...versionedColumns('api_key'),
    tenantId: { name: 'tenant_id', type: 'uuid' },
    applicationId: { name: 'application_id', type: 'uuid' },
    name: { type: 'text' },
    prefix: { type: 'text' },
    hash: { type: 'bytea' },
    pepperId: { name: 'pepper_id', type: 'text' },
    workloads: { type: 'text', array: true },
    routes: { type: 'text', array: true },
    feature: { type: 'text', nullable: true },
    attributes: { type: 'jsonb' },
    scopes: { type: 'text', array: true, default: '{}' },
    operations: { type: 'text', array: true, default: '{}' },
    notAfter: { name: 'not_after', type: 'timestamptz', nullable: true },
    revokedAt: { name: 'revoked_at', type: 'timestamptz', nullable: true },
    replacesId: { name: 'replaces_id', type: 'uuid', nullable: true },
    replacedAt: { name: 'replaced_at', type: 'timestamptz', nullable: true },
  },
  uniques: [
    { name: 'api_key_hash_key', columns: ['hash'] },
    { name: 'api_key_replaces_id_key', columns: ['replacesId'] },
  ],
  indices: [
    {
      name: 'api_key_application_id_name_idx',
      columns: ['applicationId', 'name'],
      unique: true,
      where: 'revoked_at IS NULL AND replaced_at IS NULL',
    },
    { name: 'api_key_application_id_idx', columns: ['applicationId', 'createdAt'] },
    { name: 'api_key_tenant_id_idx', columns: ['tenantId'] },
  ],
  foreignKeys: [
    {
      name: 'api_key_tenant_id_fkey',
      target: 'tenant',
      columnNames: ['tenantId'],
      referencedColumnNames: ['id'],
    },
    {
      name: 'api_key_application_id_fkey',
      target: 'application',
      columnNames: ['applicationId'],
      referencedColumnNames: ['id'],
    },
    {
      name: 'api_key_replaces_id_fkey',
      target: 'api_key',
      columnNames: ['replacesId'],
      referencedColumnNames: ['id'],
    },
    {
      name: 'api_key_pepper_id_fkey',
      target: 'api_key_pepper',
      columnNames: ['pepperId'],
      referencedColumnNames: ['id'],
    },
  ],
});

/** Which keys. */
export interface ApiKeyFilter {
  readonly applicationId: string;
  readonly includeRevoked: boolean;
}

const order = { column: 'createdAt', direction: 'DESC' } as const;

function listName({ applicationId, includeRevoked }: ApiKeyFilter): string {
  return `api-keys/${applicationId}/${includeRevoked}`;
}

export class ApiKeyStore extends RowStore<ApiKey> {
  constructor(manager: EntityManager) {
    super(manager, ApiKeyTable, 'api key');
  }

  /** Newest first. */
  async list(filter: ApiKeyFilter, page: PageRequest): Promise<Page<ApiKey>> {
    const { applicationId, includeRevoked } = filter;
    const source = { manager: this.manager, table: this.table };
    return readPage(source, { list: listName(filter), ...order }, page, (query) => {
      query.where({ applicationId });
      return includeRevoked ? query : withoutRevoked(query);
    });
  }

  /** The first pages of several applications' lists, without revoked keys. */
  async listFirst(
    applicationIds: readonly string[],
    first: number,
  ): Promise<ReadonlyMap<string, Page<ApiKey>>> {
    const source = { manager: this.manager, table: this.table };
    const listOf = (applicationId: string) => listName({ applicationId, includeRevoked: false });
    const lists = { ...order, ownerField: 'applicationId', listOf } as const;
    const wanted = { ownerIds: applicationIds, first };
    return readFirstPages(source, lists, wanted, withoutRevoked);
  }
}

function withoutRevoked(query: SelectQueryBuilder<ApiKey>): SelectQueryBuilder<ApiKey> {
  return query.andWhere('row.revokedAt IS NULL');
}
