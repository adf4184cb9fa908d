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
    { name: 'api_key_tenant_id_idx', columns: ['tenantId', 'createdAt'] },
    { name: 'api_key_created_at_idx', columns: ['createdAt', 'id'] },
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
  readonly tenantId?: string | undefined;
  readonly applicationId?: string | undefined;
  readonly includeRevoked: boolean;
  /** Made before, and not used from then on. */
  readonly unusedSince?: Date | undefined;
}

const order = { column: 'createdAt', direction: 'DESC' } as const;

/** Names the list for its cursors: one of another filter goes on nowhere in this one. */
function listName(filter: ApiKeyFilter): string {
  const { tenantId = '', applicationId = '', includeRevoked, unusedSince } = filter;
  return `api-keys/${tenantId}/${applicationId}/${includeRevoked}/${unusedSince?.toISOString() ?? ''}`;
}

export class ApiKeyStore extends RowStore<ApiKey> {
  constructor(manager: EntityManager) {
    super(manager, ApiKeyTable, 'api key');
  }

  /** Newest first. */
  async list(filter: ApiKeyFilter, page: PageRequest): Promise<Page<ApiKey>> {
    const source = { manager: this.manager, table: this.table };
    const keyset = { list: listName(filter), ...order };
    return readPage(source, keyset, page, (query) => narrow(query, filter));
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

function narrow(
  query: SelectQueryBuilder<ApiKey>,
  { tenantId, applicationId, includeRevoked, unusedSince }: ApiKeyFilter,
): SelectQueryBuilder<ApiKey> {
  if (tenantId !== undefined) query.andWhere({ tenantId });
  if (applicationId !== undefined) query.andWhere({ applicationId });
  if (unusedSince !== undefined) {
    query.andWhere('row.createdAt < :unusedSince', { unusedSince });
    query.andWhere(`NOT EXISTS (SELECT FROM api_key_use AS last
      WHERE last.api_key_id = row.id AND last.used_at >= :unusedSince)`);
  }
  return includeRevoked ? query : withoutRevoked(query);
}

function withoutRevoked(query: SelectQueryBuilder<ApiKey>): SelectQueryBuilder<ApiKey> {
  return query.andWhere('row.revokedAt IS NULL');
}
