import { randomUUID } from 'node:crypto';
import { invalid } from '../domain/errors.ts';
import {
  createNodePool,
  type MembershipChange,
  NAMED_TENANTS_MAX,
  NODE_POOLS_MAX,
  type NodePool,
  type NodePoolDraft,
  reviseNodePool,
} from '../domain/node-pool.ts';
import { archive } from '../domain/record.ts';
import type { Tenant } from '../domain/tenant.ts';
import type { Page, PageRequest } from '../storage/page.ts';
import type { Storage, Stores, Trail } from '../storage/storage.ts';
import { type Changed, type MutationCall, runMutation } from './mutation.ts';
import type { Operation } from './operation.ts';
import { type EditOf, RecordService } from './record-service.ts';

/**
 * Which tenants the nodes of each pool are given. Pools belong to the platform: only its principals see them and decide
 * on them.
 */
export class NodePoolService extends RecordService<NodePool> {
  constructor(storage: Storage) {
    super(storage, {
      noun: 'node-pool',
      readPermission: 'node:read',
      writePermission: 'node-pool:write',
      store: ({ nodePools }) => nodePools,
      ownerOf: () => null,
      isEnded: ({ archivedAt }) => archivedAt !== null,
    });
  }

  /** @throws DomainError PERMISSION_DENIED, VALIDATION_FAILED, IDEMPOTENCY_KEY_REUSED */
  async create(
    operation: Operation,
    call: MutationCall,
    draft: NodePoolDraft,
  ): Promise<Changed<NodePool>> {
    operation.requireFor('node-pool:write', null);
    return this.#mutate(operation, call, async (stores, trail) => {
      const { tenantIds } = draft;
      const tenants = await listNamed(stores, tenantIds);
      const pool = createNodePool(randomUUID(), draft, { now: operation.now, tenants });
      if ((await stores.nodePools.count()) >= NODE_POOLS_MAX)
        throw invalid('name', `There are ${NODE_POOLS_MAX} pools; archive some first.`);
      await stores.nodePools.insert(pool);
      await stores.nodePoolTenants.add(pool.id, tenantIds, operation.now);
      const also = describeMoved({ addTenantIds: tenantIds.toSorted(), removeTenantIds: [] });
      this.record(trail, 'create', { after: pool, also });
      return pool;
    });
  }

  /**
   * Puts tenants in and takes tenants out. An edit after which the pool holds what it held before changes nothing.
   *
   * @throws DomainError NOT_FOUND, PERMISSION_DENIED, VERSION_CONFLICT, VALIDATION_FAILED, IDEMPOTENCY_KEY_REUSED
   */
  async update(
    operation: Operation,
    call: MutationCall,
    { id, expectedVersion, ...change }: EditOf & MembershipChange,
  ): Promise<Changed<NodePool>> {
    operation.requireFor('node-pool:write', null);
    return this.#mutate(operation, call, async (stores, trail) => {
      // Held from here on: what it holds must belong to the version that is judged.
      await stores.nodePools.lock(id, 'update');
      const pool = await this.loadForChange(operation, stores, { id, expectedVersion });
      const tenants = await listNamed(stores, change.addTenantIds, change.removeTenantIds);
      const tenantIds = tenants.map((tenant) => tenant.id);
      const heldTenantIds = await stores.nodePoolTenants.listMembers(id, tenantIds);
      const revised = reviseNodePool(pool, change, { now: operation.now, tenants, heldTenantIds });
      if (revised === undefined) return pool;
      const { addTenantIds, removeTenantIds } = revised.moved;
      await stores.nodePools.replace(revised.pool);
      await stores.nodePoolTenants.add(id, addTenantIds, operation.now);
      await stores.nodePoolTenants.remove(id, removeTenantIds, operation.now);
      const also = describeMoved(revised.moved);
      this.record(trail, 'update', { before: pool, after: revised.pool, also });
      return revised.pool;
    });
  }

  /**
   * Its nodes hold no tenant any more.
   *
   * @throws DomainError NOT_FOUND, PERMISSION_DENIED, VERSION_CONFLICT, IDEMPOTENCY_KEY_REUSED
   */
  async archive(
    operation: Operation,
    call: MutationCall,
    edit: EditOf,
  ): Promise<Changed<NodePool>> {
    operation.requireFor('node-pool:write', null);
    const revise = (pool: NodePool) => archive(pool, operation.now);
    return this.change(operation, call, edit, { verb: 'archive', revise });
  }

  override async listByIds(
    operation: Operation,
    ids: readonly string[],
  ): Promise<readonly NodePool[]> {
    operation.requireFor('node:read', null);
    return super.listByIds(operation, ids);
  }

  /** @throws DomainError PERMISSION_DENIED, VALIDATION_FAILED */
  async list(
    operation: Operation,
    includeArchived: boolean,
    page: PageRequest,
  ): Promise<Page<NodePool>> {
    operation.requireFor('node:read', null);
    return this.storage.read(operation.scope, ({ nodePools }) =>
      nodePools.list(includeArchived, page),
    );
  }

  /** Tenants that the pool holds, by name. @throws DomainError PERMISSION_DENIED, VALIDATION_FAILED */
  async listTenants(
    operation: Operation,
    poolId: string,
    page: PageRequest,
  ): Promise<Page<Tenant>> {
    operation.requireFor('node:read', null);
    return this.storage.read(operation.scope, ({ nodePoolTenants }) =>
      nodePoolTenants.list(poolId, page),
    );
  }

  /** For loaders: the first page of each pool's tenants. @throws DomainError PERMISSION_DENIED, VALIDATION_FAILED */
  async listFirst(
    operation: Operation,
    poolIds: readonly string[],
    first: number,
  ): Promise<ReadonlyMap<string, Page<Tenant>>> {
    operation.requireFor('node:read', null);
    return this.storage.read(operation.scope, ({ nodePoolTenants }) =>
      nodePoolTenants.listFirst(poolIds, first),
    );
  }

  /** For loaders: how many tenants each pool holds, unless it holds none. @throws DomainError PERMISSION_DENIED */
  async countTenants(
    operation: Operation,
    poolIds: readonly string[],
  ): Promise<ReadonlyMap<string, number>> {
    operation.requireFor('node:read', null);
    return this.storage.read(operation.scope, ({ nodePoolTenants }) =>
      nodePoolTenants.count(poolIds),
    );
  }

  #mutate(
    operation: Operation,
    call: MutationCall,
    work: (stores: Stores, trail: Trail) => Promise<NodePool>,
  ): Promise<Changed<NodePool>> {
    const replay = (stores: Stores, id: string) => stores.nodePools.get(id);
    return runMutation({ storage: this.storage, operation }, call, { work, replay });
  }
}

/**
 * The tenants that there are of those that an input names. A list with more than it may name is refused anyway: no more
 * are read for it. They are not locked: one that is archived at this moment is in no pool, whatever its row says.
 */
async function listNamed(
  { tenants }: Stores,
  ...lists: readonly (readonly string[])[]
): Promise<readonly Tenant[]> {
  return tenants.listByIds(lists.flatMap((ids) => ids.slice(0, NAMED_TENANTS_MAX)));
}

/** What the audit log tells of the tenants that were moved: those that left, those that came. */
function describeMoved({ addTenantIds, removeTenantIds }: MembershipChange) {
  return { tenantIds: [removeTenantIds, addTenantIds] as const };
}
