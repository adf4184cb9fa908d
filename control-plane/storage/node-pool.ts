import { type EntityManager, EntitySchema } from 'typeorm';
import type { NodePool } from '../domain/node-pool.ts';
import type { Tenant } from '../domain/tenant.ts';
import { archivableColumns } from './column.ts';
import {
  checkFirst,
  decodeCursor,
  encodeCursor,
  type Page,
  type PageRequest,
  readPage,
} from './page.ts';
import { RowStore } from './row-store.ts';

/** Table `node_pool`. */
export const NodePoolTable = new EntitySchema<NodePool>({
  name: 'node_pool',
  columns: { ...archivableColumns('node_pool'), name: { type: 'text' } },
  uniques: [{ name: 'node_pool_name_key', columns: ['name'] }],
});

/** Table `node_pool_tenant`: a tenant that is taken out of a pool stays, with the time. */
export const NodePoolTenantTable = new EntitySchema<{
  readonly poolId: string;
  readonly tenantId: string;
  readonly addedAt: Date;
  readonly removedAt: Date | null;
}>({
  name: 'node_pool_tenant',
  columns: {
    poolId: {
      name: 'pool_id',
      type: 'uuid',
      primary: true,
      primaryKeyConstraintName: 'node_pool_tenant_pkey',
    },
    tenantId: {
      name: 'tenant_id',
      type: 'uuid',
      primary: true,
      primaryKeyConstraintName: 'node_pool_tenant_pkey',
    },
    addedAt: { name: 'added_at', type: 'timestamptz' },
    removedAt: { name: 'removed_at', type: 'timestamptz', nullable: true },
  },
  indices: [{ name: 'node_pool_tenant_tenant_id_idx', columns: ['tenantId'] }],
  foreignKeys: [
    {
      name: 'node_pool_tenant_pool_id_fkey',
      target: 'node_pool',
      columnNames: ['poolId'],
      referencedColumnNames: ['id'],
    },
    {
      name: 'node_pool_tenant_tenant_id_fkey',
      target: 'tenant',
      columnNames: ['tenantId'],
      referencedColumnNames: ['id'],
    },
  ],
});

export class NodePoolStore extends RowStore<NodePool> {
  constructor(manager: EntityManager) {
    super(manager, NodePoolTable, 'node pool');
  }

  /** Pools that are not archived. */
  async count(): Promise<number> {
    return this.manager
      .createQueryBuilder(this.table, 'row')
      .where('row.archivedAt IS NULL')
      .getCount();
  }

  async list(includeArchived: boolean, page: PageRequest): Promise<Page<NodePool>> {
    const list = `node-pools/${includeArchived}`;
    const keyset = { list, by: 'row.name', direction: 'ASC' } as const;
    return readPage({ manager: this.manager, table: this.table }, keyset, page, (query) =>
      includeArchived ? query : query.where('row.archivedAt IS NULL'),
    );
  }
}

/** Whose tenants, and where their page begins. */
interface TenantListing {
  readonly poolIds: readonly string[];
  readonly first: number;
  /** Name and id of the tenant before it. */
  readonly after: readonly [name: string, id: string];
}

const BEFORE_ALL = ['', '00000000-0000-0000-0000-000000000000'] as const;
/** Membership that counts, of `member` and `tenant`. */
const IS_HELD = 'member.removed_at IS NULL AND tenant.archived_at IS NULL';

/** Which tenants a pool holds. Only those that are not archived are told; the rows of others stay. */
export class NodePoolTenantStore {
  readonly #manager: EntityManager;

  constructor(manager: EntityManager) {
    this.#manager = manager;
  }

  /** Those of the tenants that are in the pool, archived ones too. */
  async listMembers(poolId: string, tenantIds: readonly string[]): Promise<ReadonlySet<string>> {
    const rows: { id: string }[] = await this.#manager.query(
      `SELECT tenant_id AS id FROM node_pool_tenant
        WHERE pool_id = $1 AND tenant_id = ANY($2::uuid[]) AND removed_at IS NULL`,
      [poolId, [...tenantIds]],
    );
    return new Set(rows.map(({ id }) => id));
  }

  /** Puts tenants into the pool that are not in it. */
  async add(poolId: string, tenantIds: readonly string[], now: Date): Promise<void> {
    await this.#manager.query(
      `INSERT INTO node_pool_tenant (pool_id, tenant_id, added_at)
        SELECT $1, tenant_id, $3 FROM unnest($2::uuid[]) AS tenant_id
        ON CONFLICT ON CONSTRAINT node_pool_tenant_pkey DO UPDATE
          SET added_at = excluded.added_at, removed_at = NULL`,
      [poolId, [...tenantIds], now],
    );
  }

  /** Takes tenants out of the pool that are in it. */
  async remove(poolId: string, tenantIds: readonly string[], now: Date): Promise<void> {
    await this.#manager.query(
      `UPDATE node_pool_tenant SET removed_at = $3
        WHERE pool_id = $1 AND tenant_id = ANY($2::uuid[]) AND removed_at IS NULL`,
      [poolId, [...tenantIds], now],
    );
  }

  /** Tenants of the pool by name. @throws DomainError VALIDATION_FAILED for `first` or `after` */
  async list(poolId: string, { first, after, withTotal }: PageRequest): Promise<Page<Tenant>> {
    const cursor = after === undefined ? undefined : decodeCursor(after, listOf(poolId));
    const start = cursor === undefined ? BEFORE_ALL : ([cursor.value, cursor.id] as const);
    const pages = await this.#listPages({ poolIds: [poolId], first, after: start });
    const counts = withTotal === true ? await this.count([poolId]) : undefined;
    const totalCount = counts && (counts.get(poolId) ?? 0);
    return { ...pageOf(pages, poolId, first), hasPreviousPage: after !== undefined, totalCount };
  }

  /** The first page of each pool, counted, in two statements. @throws DomainError VALIDATION_FAILED for `first` */
  async listFirst(
    poolIds: readonly string[],
    first: number,
  ): Promise<ReadonlyMap<string, Page<Tenant>>> {
    const pages = await this.#listPages({ poolIds, first, after: BEFORE_ALL });
    const counts = await this.count(poolIds);
    return new Map(
      poolIds.map((poolId) => {
        const totalCount = counts.get(poolId) ?? 0;
        return [poolId, { ...pageOf(pages, poolId, first), totalCount }];
      }),
    );
  }

  /** Number of tenants of each pool; pools without any are left out. */
  async count(poolIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const rows: { id: string; count: number }[] = await this.#manager.query(
      `SELECT member.pool_id AS id, count(*)::integer AS count
        FROM node_pool_tenant member JOIN tenant ON tenant.id = member.tenant_id
        WHERE member.pool_id = ANY($1::uuid[]) AND ${IS_HELD} GROUP BY member.pool_id`,
      [[...poolIds]],
    );
    return new Map(rows.map(({ id, count }) => [id, count]));
  }

  /**
   * Tenants that nodes of the pool of this name are given now, or were given until some moment after `since`: until the
   * tenant was taken out, or one of both was archived. None for a pool that does not exist.
   */
  async listTenantIdsHeldSince(poolName: string, since: Date): Promise<ReadonlySet<string>> {
    const rows: { id: string }[] = await this.#manager.query(
      `SELECT tenant.id FROM node_pool pool
        JOIN node_pool_tenant member ON member.pool_id = pool.id
        JOIN tenant ON tenant.id = member.tenant_id
        WHERE pool.name = $1 AND coalesce(
          least(pool.archived_at, member.removed_at, tenant.archived_at) > $2, true)`,
      [poolName, since],
    );
    return new Set(rows.map(({ id }) => id));
  }

  /** One row more than a page has, where there is one. */
  async #listPages({ poolIds, first, after }: TenantListing): Promise<readonly MemberRow[]> {
    checkFirst(first);
    return this.#manager.query(
      `SELECT pool.id AS "poolId", page.* FROM unnest($1::uuid[]) AS pool (id)
        CROSS JOIN LATERAL (
          SELECT tenant.id, tenant.name, tenant.suspended, tenant.version,
            tenant.created_at AS "createdAt", tenant.updated_at AS "updatedAt",
            tenant.archived_at AS "archivedAt", tenant.suspended_at AS "suspendedAt",
            tenant.suspension_reason AS "suspensionReason", tenant.deleted_at AS "deletedAt",
            tenant.deletion_reason AS "deletionReason", tenant.purge_after AS "purgeAfter",
            tenant.purge_began_at AS "purgeBeganAt", tenant.quota_overrides AS "quotaOverrides"
          FROM node_pool_tenant member JOIN tenant ON tenant.id = member.tenant_id
          WHERE member.pool_id = pool.id AND ${IS_HELD} AND (tenant.name, tenant.id) > ($2, $3::uuid)
          ORDER BY tenant.name, tenant.id LIMIT $4
        ) AS page ORDER BY pool.id, page.name, page.id`,
      [[...poolIds], ...after, first + 1],
    );
  }
}

type MemberRow = Tenant & { readonly poolId: string };

function listOf(poolId: string): string {
  return `node-pool/${poolId}/tenants`;
}

function pageOf(found: readonly MemberRow[], poolId: string, first: number): Page<Tenant> {
  const own = found.filter((row) => row.poolId === poolId);
  const rows = own.slice(0, first).map(({ poolId: _pool, ...tenant }) => tenant);
  return {
    rows,
    hasNextPage: own.length > first,
    hasPreviousPage: false,
    cursorOf: ({ name, id }) => encodeCursor(listOf(poolId), name, id),
  };
}
