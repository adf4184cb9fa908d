import { randomUUID } from 'node:crypto';
import { archive } from '../domain/record.ts';
import { judgeRole } from '../domain/review/judgement.ts';
import { roleContentOf } from '../domain/review/proposal.ts';
import {
  type CustomRole,
  type CustomRoleChange,
  type CustomRoleDraft,
  createRole,
  requireGivable,
  reviseRole,
} from '../domain/role.ts';
import type { RecordSort } from '../storage/column.ts';
import type { ListWish } from '../storage/list/listing.ts';
import type { Page, PageRequest } from '../storage/page.ts';
import type { CustomRoleFilter } from '../storage/role.ts';
import type { Storage } from '../storage/storage.ts';
import type { Changed, MutationCall } from './mutation.ts';
import type { Operation } from './operation.ts';
import { type EditOf, RecordService } from './record-service.ts';
import { compareContents } from './review/kind/compare-contents.ts';
import { requireTenant } from './tenant-owner.ts';

/**
 * Custom roles belong to a tenant, or to the platform. Nobody puts into a role what he does not have, whoever holds it: himself
 * above all. What is taken out, and a role that is archived, is gone from its holders with their next call.
 */
export class RoleService extends RecordService<CustomRole> {
  constructor(storage: Storage) {
    super(storage, {
      noun: 'role',
      readPermission: 'principal:read',
      writePermission: 'role:write',
      store: ({ roles }) => roles,
      ownerOf: ({ tenantId }) => tenantId,
      isEnded: ({ archivedAt }) => archivedAt !== null,
      describeChange: (before, after) => ({
        kind: 'role',
        tenantId: after.tenantId,
        ...compareContents(before, after, { contentOf: roleContentOf, judge: judgeRole }),
      }),
    });
  }

  /**
   * @throws ReviewRequired when the rule of roles demands it
   * @throws DomainError NOT_FOUND, PERMISSION_DENIED, VALIDATION_FAILED, IDEMPOTENCY_KEY_REUSED
   */
  create(
    operation: Operation,
    call: MutationCall,
    draft: CustomRoleDraft,
  ): Promise<Changed<CustomRole>> {
    return this.insert(operation, call, async (stores) => {
      if (draft.tenantId !== null) await requireTenant(stores, draft.tenantId);
      const role = createRole(randomUUID(), draft, operation.now);
      requireGivable(operation.permissions, role.permissions);
      return role;
    });
  }

  /**
   * @throws ReviewRequired when the rule of roles demands it, and the edit adds something
   * @throws DomainError NOT_FOUND, PERMISSION_DENIED, VERSION_CONFLICT, VALIDATION_FAILED, IDEMPOTENCY_KEY_REUSED
   */
  update(
    operation: Operation,
    call: MutationCall,
    { id, expectedVersion, ...change }: EditOf & CustomRoleChange,
  ): Promise<Changed<CustomRole>> {
    const revise = (row: CustomRole) => {
      const revised = reviseRole(row, change, operation.now);
      const added = revised.permissions.filter((one) => !row.permissions.includes(one));
      requireGivable(operation.permissions, added);
      return revised;
    };
    return this.change(operation, call, { id, expectedVersion }, { verb: 'update', revise });
  }

  /** @throws DomainError NOT_FOUND, PERMISSION_DENIED, VERSION_CONFLICT, IDEMPOTENCY_KEY_REUSED */
  archive(operation: Operation, call: MutationCall, edit: EditOf): Promise<Changed<CustomRole>> {
    const revise = (row: CustomRole) => archive(row, operation.now);
    return this.change(operation, call, edit, { verb: 'archive', revise });
  }

  /** Everybody may look at the roles that he holds. @throws DomainError PERMISSION_DENIED */
  override async listByIds(
    operation: Operation,
    ids: readonly string[],
  ): Promise<readonly CustomRole[]> {
    const { roleIds } = operation.principal;
    if (!ids.every((id) => roleIds.includes(id))) return super.listByIds(operation, ids);
    return this.storage.read(operation.scope, ({ roles }) => roles.listByIds(ids));
  }

  /** @throws DomainError PERMISSION_DENIED, VALIDATION_FAILED */
  async list(
    operation: Operation,
    wish: ListWish<CustomRoleFilter, RecordSort>,
    page: PageRequest,
  ): Promise<Page<CustomRole>> {
    operation.require('principal:read');
    return this.storage.read(operation.scope, ({ roles }) => roles.list(wish, page));
  }
}
