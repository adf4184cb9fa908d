import { randomUUID } from 'node:crypto';
import { invalid } from '../domain/errors.ts';
import {
  createPrincipal,
  isAdministrator,
  type Principal,
  type PrincipalChange,
  type PrincipalDraft,
  revisePrincipal,
} from '../domain/principal.ts';
import { archive } from '../domain/record.ts';
import { permissionsHeld, type RoleHolder, requireGivable } from '../domain/role.ts';
import type { Page, PageRequest } from '../storage/page.ts';
import type { Storage, Stores } from '../storage/storage.ts';
import type { Changed, MutationCall } from './mutation.ts';
import type { Operation } from './operation.ts';
import { type EditOf, RecordService } from './record-service.ts';
import { requireTenant } from './tenant-owner.ts';

/**
 * Principals belong to the tenant that they are confined to, or to the platform. Nobody gives a
 * role whose permissions he does not have, nobody archives himself or takes platform-admin from
 * himself, and the last administrator of the platform stays.
 */
export class PrincipalService extends RecordService<Principal> {
  constructor(storage: Storage) {
    super(storage, {
      noun: 'principal',
      readPermission: 'principal:read',
      writePermission: 'principal:write',
      store: ({ principals }) => principals,
      ownerOf: ({ tenantId }) => tenantId,
      isEnded: ({ archivedAt }) => archivedAt !== null,
    });
  }

  /** @throws DomainError NOT_FOUND, PERMISSION_DENIED, VALIDATION_FAILED, IDEMPOTENCY_KEY_REUSED */
  create(
    operation: Operation,
    call: MutationCall,
    draft: PrincipalDraft,
  ): Promise<Changed<Principal>> {
    return this.insert(operation, call, async (stores) => {
      if (draft.tenantId !== null) await requireTenant(stores, draft.tenantId);
      await requireMayGive(operation, stores, { ...draft, roleIds: draft.roleIds ?? [] });
      return createPrincipal(randomUUID(), draft, operation.now);
    });
  }

  /**
   * @throws DomainError NOT_FOUND, PERMISSION_DENIED, VERSION_CONFLICT, VALIDATION_FAILED,
   * IDEMPOTENCY_KEY_REUSED
   */
  update(
    operation: Operation,
    call: MutationCall,
    { id, expectedVersion, ...change }: EditOf & PrincipalChange,
  ): Promise<Changed<Principal>> {
    const revise = async (row: Principal, stores: Stores) => {
      const roles = (change.roles ?? []).filter((role) => !row.roles.includes(role));
      const roleIds = (change.roleIds ?? []).filter((id) => !row.roleIds.includes(id));
      await requireMayGive(operation, stores, { tenantId: row.tenantId, roles, roleIds });
      const revised = revisePrincipal(row, change, operation.now);
      if (losesAdministration(row, revised)) {
        requireOther(operation, row, 'roles', 'You cannot take platform-admin from yourself.');
        await requireAnotherAdministrator(stores, row, 'roles');
      }
      return revised;
    };
    return this.change(operation, call, { id, expectedVersion }, { verb: 'update', revise });
  }

  /**
   * @throws DomainError NOT_FOUND, PERMISSION_DENIED, VERSION_CONFLICT, VALIDATION_FAILED,
   * IDEMPOTENCY_KEY_REUSED
   */
  archive(operation: Operation, call: MutationCall, edit: EditOf): Promise<Changed<Principal>> {
    const revise = async (row: Principal, stores: Stores) => {
      requireOther(operation, row, 'id', 'You cannot archive yourself; ask another administrator.');
      await requireAnotherAdministrator(stores, row, 'id');
      return archive(row, operation.now);
    };
    return this.change(operation, call, edit, { verb: 'archive', revise });
  }

  /** @throws DomainError PERMISSION_DENIED, VALIDATION_FAILED */
  async list(
    operation: Operation,
    includeArchived: boolean,
    page: PageRequest,
  ): Promise<Page<Principal>> {
    operation.require('principal:read');
    return this.storage.read(operation.scope, ({ principals }) =>
      principals.list(includeArchived, page),
    );
  }
}

/** The custom roles must be there for such a principal; what all of them give must be the caller's. */
async function requireMayGive(
  operation: Operation,
  stores: Stores,
  given: RoleHolder,
): Promise<void> {
  const custom = given.roleIds.length === 0 ? [] : await stores.roles.listByIds(given.roleIds);
  const usable = custom.filter(({ tenantId }) => tenantId === null || tenantId === given.tenantId);
  const ids = new Set(usable.filter(({ archivedAt }) => archivedAt === null).map(({ id }) => id));
  if (given.roleIds.some((id) => !ids.has(id)))
    throw invalid(
      'customRoleIds',
      'There is no such role, or principals of this tenant cannot hold it.',
    );
  requireGivable(operation.permissions, permissionsHeld(given, custom));
}

function losesAdministration(before: Principal, after: Principal): boolean {
  return before.roles.includes('platform-admin') && !after.roles.includes('platform-admin');
}

function requireOther(operation: Operation, row: Principal, path: string, refusal: string): void {
  if (row.id === operation.principal.id) throw invalid(path, refusal);
}

/** Two administrators who end each other at the same moment would leave none: one at a time. */
async function requireAnotherAdministrator(
  { principals }: Stores,
  row: Principal,
  path: string,
): Promise<void> {
  if (!isAdministrator(row)) return;
  await principals.lockAdministrators();
  if (await principals.hasOtherAdministrator(row.id)) return;
  throw invalid(path, 'This is the last platform-admin; appoint another one first.');
}
