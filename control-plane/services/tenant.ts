import { randomUUID } from 'node:crypto';
import { archive } from '../domain/record.ts';
import {
  type Quota,
  type QuotaDefault,
  type QuotaSetting,
  requireDefaults,
} from '../domain/tenant/quota.ts';
import {
  boundTenant,
  createTenant,
  deleteTenant,
  restoreTenant,
  resumeTenant,
  reviseTenant,
  suspendTenant,
  type Tenant,
  type TenantChange,
  type TenantDeletion,
} from '../domain/tenant.ts';
import type { RecordSort } from '../storage/column.ts';
import type { ListWish } from '../storage/list/listing.ts';
import type { Page, PageRequest } from '../storage/page.ts';
import type { Storage, Stores } from '../storage/storage.ts';
import type { TenantFilter } from '../storage/tenant.ts';
import { type Changed, type MutationCall, runMutation } from './mutation.ts';
import type { Operation } from './operation.ts';
import { type EditOf, RecordService } from './record-service.ts';

/** Tenants belong to the platform: only its principals change them. */
export class TenantService extends RecordService<Tenant> {
  readonly #graceDays: number;

  /** @param graceDays within which a deleted tenant can be restored */
  constructor(storage: Storage, graceDays: number) {
    super(storage, {
      noun: 'tenant',
      readPermission: 'tenant:read',
      writePermission: 'tenant:write',
      store: ({ tenants }) => tenants,
      ownerOf: () => null,
      auditTenantOf: ({ id }) => id,
      isEnded: ({ archivedAt }) => archivedAt !== null,
    });
    this.#graceDays = graceDays;
  }

  /** @throws DomainError PERMISSION_DENIED, VALIDATION_FAILED, IDEMPOTENCY_KEY_REUSED */
  create(operation: Operation, call: MutationCall, name: string): Promise<Changed<Tenant>> {
    return this.insert(operation, call, () => createTenant(randomUUID(), name, operation.now));
  }

  /** @throws DomainError NOT_FOUND, PERMISSION_DENIED, VERSION_CONFLICT, VALIDATION_FAILED, IDEMPOTENCY_KEY_REUSED */
  update(
    operation: Operation,
    call: MutationCall,
    { id, expectedVersion, ...change }: EditOf & TenantChange,
  ): Promise<Changed<Tenant>> {
    const revise = (tenant: Tenant) => reviseTenant(tenant, change, operation.now);
    return this.change(operation, call, { id, expectedVersion }, { verb: 'update', revise });
  }

  /** @throws DomainError NOT_FOUND, PERMISSION_DENIED, VERSION_CONFLICT, IDEMPOTENCY_KEY_REUSED */
  archive(operation: Operation, call: MutationCall, edit: EditOf): Promise<Changed<Tenant>> {
    const revise = (tenant: Tenant) => archive(tenant, operation.now);
    return this.change(operation, call, edit, { verb: 'archive', revise });
  }

  /** @throws DomainError NOT_FOUND, PERMISSION_DENIED, VERSION_CONFLICT, VALIDATION_FAILED, IDEMPOTENCY_KEY_REUSED */
  suspend(
    operation: Operation,
    call: MutationCall,
    { reason, ...edit }: EditOf & { readonly reason: string },
  ): Promise<Changed<Tenant>> {
    const revise = (tenant: Tenant) => suspendTenant(tenant, reason, operation.now);
    return this.change(operation, call, edit, { verb: 'suspend', revise, reason });
  }

  /** @throws DomainError NOT_FOUND, PERMISSION_DENIED, VERSION_CONFLICT, VALIDATION_FAILED, IDEMPOTENCY_KEY_REUSED */
  resume(operation: Operation, call: MutationCall, edit: EditOf): Promise<Changed<Tenant>> {
    const revise = (tenant: Tenant) => resumeTenant(tenant, operation.now);
    return this.change(operation, call, edit, { verb: 'resume', revise });
  }

  /**
   * Nodes stop serving it with the revision of this change; its rows go when the grace period is over. Takes a right of its own.
   *
   * @throws DomainError NOT_FOUND, PERMISSION_DENIED, VERSION_CONFLICT, VALIDATION_FAILED, IDEMPOTENCY_KEY_REUSED
   */
  async delete(
    operation: Operation,
    call: MutationCall,
    { id, expectedVersion, ...wanted }: EditOf & Omit<TenantDeletion, 'graceDays'>,
  ): Promise<Changed<Tenant>> {
    operation.requireFor('tenant:delete', null);
    const deletion = { ...wanted, graceDays: this.#graceDays };
    const revise = (tenant: Tenant) => deleteTenant(tenant, deletion, operation.now);
    const change = { verb: 'delete', revise, reason: wanted.reason, ofEnded: true };
    return this.change(operation, call, { id, expectedVersion }, change);
  }

  /** @throws DomainError NOT_FOUND, PERMISSION_DENIED, VERSION_CONFLICT, VALIDATION_FAILED, IDEMPOTENCY_KEY_REUSED */
  restore(operation: Operation, call: MutationCall, edit: EditOf): Promise<Changed<Tenant>> {
    const revise = (tenant: Tenant) => restoreTenant(tenant, operation.now);
    return this.change(operation, call, edit, { verb: 'restore', revise, ofEnded: true });
  }

  /** @throws DomainError NOT_FOUND, PERMISSION_DENIED, VERSION_CONFLICT, VALIDATION_FAILED, IDEMPOTENCY_KEY_REUSED */
  setQuotas(
    operation: Operation,
    call: MutationCall,
    { quotas, ...edit }: EditOf & { readonly quotas: readonly QuotaSetting[] },
  ): Promise<Changed<Tenant>> {
    const revise = (tenant: Tenant) => boundTenant(tenant, quotas, operation.now);
    return this.change(operation, call, edit, { verb: 'set-quotas', revise });
  }

  /** Gives all of them. @throws DomainError PERMISSION_DENIED, VALIDATION_FAILED, IDEMPOTENCY_KEY_REUSED */
  setQuotaDefaults(
    operation: Operation,
    call: MutationCall,
    settings: readonly QuotaSetting[],
  ): Promise<Changed<QuotaDefaults>> {
    operation.requireFor('tenant:write', null);
    return runMutation({ storage: this.storage, operation }, call, {
      work: async (stores, trail) => {
        const before = new Map((await readDefaults(stores)).defaults.map(toEntry));
        await stores.quotas.putDefaults(requireDefaults(settings));
        const changes = settings.map(({ kind, limit }) => [kind, [before.get(kind), limit]]);
        trail.entries.push({
          tenantId: null,
          action: 'quota-default.set',
          object: 'quota-default/all',
          changes: Object.fromEntries(changes),
        });
        return readDefaults(stores);
      },
      replay: readDefaults,
    });
  }

  /** For loaders, by tenant. @throws DomainError PERMISSION_DENIED */
  async listQuotas(
    operation: Operation,
    tenantIds: readonly string[],
  ): Promise<readonly (Quota & { readonly tenantId: string })[]> {
    operation.require('tenant:read');
    return this.storage.read(operation.scope, ({ quotas }) => quotas.listByTenants(tenantIds));
  }

  /** @throws DomainError PERMISSION_DENIED */
  async listQuotaDefaults(operation: Operation): Promise<readonly QuotaDefault[]> {
    operation.require('tenant:read');
    return this.storage.read(operation.scope, ({ quotas }) => quotas.listDefaults());
  }

  /** @throws DomainError PERMISSION_DENIED, VALIDATION_FAILED */
  async list(
    operation: Operation,
    wish: ListWish<TenantFilter, RecordSort>,
    page: PageRequest,
  ): Promise<Page<Tenant>> {
    operation.require('tenant:read');
    return this.storage.read(operation.scope, ({ tenants }) => tenants.list(wish, page));
  }
}

/** The limits of the platform, as one thing that a mutation changes. */
interface QuotaDefaults {
  readonly id: string;
  readonly defaults: readonly QuotaDefault[];
}

async function readDefaults({ quotas }: Stores): Promise<QuotaDefaults> {
  return { id: 'quota-default', defaults: await quotas.listDefaults() };
}

const toEntry = ({ kind, limit }: QuotaDefault) => [kind, limit] as const;
