import { randomUUID } from 'node:crypto';
import { archive } from '../domain/record.ts';
import { createTenant, reviseTenant, type Tenant, type TenantChange } from '../domain/tenant.ts';
import type { Page, PageRequest } from '../storage/page.ts';
import type { Storage } from '../storage/storage.ts';
import type { Changed, MutationCall } from './mutation.ts';
import type { Operation } from './operation.ts';
import { type EditOf, RecordService } from './record-service.ts';

/** Tenants belong to the platform: only its principals change them. */
export class TenantService extends RecordService<Tenant> {
  constructor(storage: Storage) {
    super(storage, {
      noun: 'tenant',
      readPermission: 'tenant:read',
      writePermission: 'tenant:write',
      store: ({ tenants }) => tenants,
      ownerOf: () => null,
      auditTenantOf: ({ id }) => id,
      isEnded: ({ archivedAt }) => archivedAt !== null,
    });
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

  /** @throws DomainError PERMISSION_DENIED, VALIDATION_FAILED */
  async list(
    operation: Operation,
    includeArchived: boolean,
    page: PageRequest,
  ): Promise<Page<Tenant>> {
    operation.require('tenant:read');
    return this.storage.read(operation.scope, ({ tenants }) => tenants.list(includeArchived, page));
  }
}
