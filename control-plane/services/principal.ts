import { randomUUID } from 'node:crypto';
import { invalid } from '../domain/errors.ts';
import type { Principal, PrincipalChange, PrincipalDraft } from '../domain/principal.ts';
import { archive } from '../domain/record.ts';
import { judgeRoleGrant } from '../domain/review/judgement.ts';
import { roleGrantContentOf } from '../domain/review/proposal.ts';
import { requireGivable } from '../domain/role.ts';
import type { RecordSort } from '../storage/column.ts';
import type { ListWish } from '../storage/list/listing.ts';
import type { Page, PageRequest } from '../storage/page.ts';
import type { PrincipalFilter } from '../storage/principal.ts';
import type { Storage, Stores } from '../storage/storage.ts';
import type { Changed, MutationCall } from './mutation.ts';
import type { Operation } from './operation.ts';
import { type EditOf, RecordService } from './record-service.ts';
import {
  buildPrincipal,
  losesAdministration,
  rebuildPrincipal,
  requireAnotherAdministrator,
} from './review/kind/build-principal.ts';
import { compareContents } from './review/kind/compare-contents.ts';

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
      describeChange: (before, after) => ({
        kind: 'role_grant',
        tenantId: after.tenantId,
        ...compareContents(before, after, {
          contentOf: roleGrantContentOf,
          judge: judgeRoleGrant,
        }),
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
    draft: PrincipalDraft,
  ): Promise<Changed<Principal>> {
    return this.insert(operation, call, async (stores) => {
      const at = { draft, now: operation.now };
      const { principal, given } = await buildPrincipal(stores, randomUUID(), at);
      requireGivable(operation.permissions, given);
      return principal;
    });
  }

  /**
   * @throws ReviewRequired when the rule of roles demands it, and a role is added
   * @throws DomainError NOT_FOUND, PERMISSION_DENIED, VERSION_CONFLICT, VALIDATION_FAILED,
   * IDEMPOTENCY_KEY_REUSED
   */
  update(
    operation: Operation,
    call: MutationCall,
    { id, expectedVersion, ...change }: EditOf & PrincipalChange,
  ): Promise<Changed<Principal>> {
    const revise = async (row: Principal, stores: Stores) => {
      const at = { change, now: operation.now };
      if (losesAdministration(row, { roles: change.roles ?? row.roles }))
        requireOther(operation, row, 'roles', 'You cannot take platform-admin from yourself.');
      const { principal, given } = await rebuildPrincipal(stores, row, at);
      requireGivable(operation.permissions, given);
      return principal;
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
    wish: ListWish<PrincipalFilter, RecordSort>,
    page: PageRequest,
  ): Promise<Page<Principal>> {
    operation.require('principal:read');
    return this.storage.read(operation.scope, ({ principals }) => principals.list(wish, page));
  }
}

function requireOther(operation: Operation, row: Principal, path: string, refusal: string): void {
  if (row.id === operation.principal.id) throw invalid(path, refusal);
}
