import { type EntityManager, EntitySchema, type SelectQueryBuilder } from 'typeorm';
import type { ApiKey } from '../domain/api-key.ts';
import {
  newestFirst,
  type RecordSort,
  recordSorts,
  sortedBy,
  sortedByEnd,
  versionedColumns,
} from './column.ts';
import { type Listing, type ListWish, readList, readOwnedLists } from './list/listing.ts';
import {
  type CreatedWithin,
  createdWithin,
  END,
  endsBefore,
  equals,
  hasPart,
  includesRevoked,
  inField,
  type OfApplication,
  ofApplication,
} from './list/narrowing.ts';
import type { Page, PageRequest } from './page.ts';
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
    ...sortedBy('api_key', 'name', 'createdAt', 'updatedAt'),
    sortedByEnd('api_key'),
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

/** Which keys; what is undefined does not narrow. */
export interface ApiKeyFilter extends CreatedWithin, OfApplication {
  readonly tenantId?: string | undefined;
  readonly applicationId?: string | undefined;
  readonly includeRevoked: boolean;
  /** Made before, and not used from then on. */
  readonly unusedSince?: Date | undefined;
  /** Part of the name, or of what can be seen of the key. */
  readonly text?: string | undefined;
  /** Those that work and end before it. */
  readonly endsBefore?: Date | undefined;
}

export type ApiKeySort = RecordSort | 'notAfter';

export const apiKeyListing: Listing<ApiKey, ApiKeyFilter, ApiKeySort> = {
  name: 'api-keys',
  sorts: { ...recordSorts, notAfter: END },
  order: newestFirst,
  narrowings: {
    tenantId: equals('tenantId'),
    applicationId: equals('applicationId'),
    includeRevoked: includesRevoked,
    unusedSince: isUnusedSince,
    text: hasPart(inField('name'), inField('prefix')),
    endsBefore,
    ...ofApplication,
    ...createdWithin,
  },
};

export class ApiKeyStore extends RowStore<ApiKey> {
  constructor(manager: EntityManager) {
    super(manager, ApiKeyTable, 'api key');
  }

  /** @throws DomainError VALIDATION_FAILED */
  async list(
    wish: ListWish<ApiKeyFilter, ApiKeySort>,
    page: PageRequest,
    now: Date,
  ): Promise<Page<ApiKey>> {
    const source = { manager: this.manager, table: this.table, now };
    return readList(source, apiKeyListing, wish, page);
  }

  /** The first pages of several applications' lists, without revoked keys. */
  async listFirst(
    applicationIds: readonly string[],
    first: number,
  ): Promise<ReadonlyMap<string, Page<ApiKey>>> {
    const wish = { filter: { includeRevoked: false } };
    const wanted = { ownerField: 'applicationId', ownerIds: applicationIds, first } as const;
    return readOwnedLists(this, apiKeyListing, wish, wanted);
  }
}

function isUnusedSince(query: SelectQueryBuilder<ApiKey>, unusedSince: Date): void {
  query.andWhere('row.createdAt < :unusedSince', { unusedSince });
  query.andWhere(`NOT EXISTS (SELECT FROM api_key_use AS last
    WHERE last.api_key_id = row.id AND last.used_at >= :unusedSince)`);
}
