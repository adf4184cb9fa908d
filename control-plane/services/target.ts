import { randomUUID } from 'node:crypto';
import { archive } from '../domain/record.ts';
import {
  createTarget,
  reviseTarget,
  type Target,
  type TargetChange,
  type TargetDraft,
} from '../domain/target.ts';
import type { Page, PageRequest } from '../storage/page.ts';
import type { Storage, Stores } from '../storage/storage.ts';
import { requireInUse } from './in-use.ts';
import type { Changed, MutationCall } from './mutation.ts';
import type { Operation } from './operation.ts';
import { type EditOf, RecordService } from './record-service.ts';

/** Targets belong to the platform: only its principals change them, every tenant reads them. */
export class TargetService extends RecordService<Target> {
  constructor(storage: Storage) {
    super(storage, {
      noun: 'target',
      readPermission: 'target:read',
      writePermission: 'target:write',
      store: ({ targets }) => targets,
      ownerOf: () => null,
      isEnded: ({ archivedAt }) => archivedAt !== null,
    });
  }

  /**
   * Provider and model are held until the transaction ends: they are not archived under the new target.
   *
   * @throws DomainError NOT_FOUND, PERMISSION_DENIED, VALIDATION_FAILED, IDEMPOTENCY_KEY_REUSED
   */
  create(operation: Operation, call: MutationCall, draft: TargetDraft): Promise<Changed<Target>> {
    return this.insert(operation, call, async ({ providers, models }) => {
      operation.requireFor('target:write', null);
      const provider = await providers.lockForUse(draft.providerId);
      requireInUse(provider, { path: 'providerId', noun: 'provider' });
      const model = await models.lock(draft.modelId, 'share');
      const { capabilities } = requireInUse(model, { path: 'modelId', noun: 'model' });
      const context = { now: operation.now, modelCapabilities: capabilities };
      return createTarget(randomUUID(), draft, context);
    });
  }

  /** @throws DomainError NOT_FOUND, PERMISSION_DENIED, VERSION_CONFLICT, VALIDATION_FAILED, IDEMPOTENCY_KEY_REUSED */
  update(
    operation: Operation,
    call: MutationCall,
    { id, expectedVersion, ...change }: EditOf & TargetChange,
  ): Promise<Changed<Target>> {
    const revise = async (row: Target, { models }: Stores) => {
      const { capabilities } = await models.lock(row.modelId, 'share');
      return reviseTarget(row, change, { now: operation.now, modelCapabilities: capabilities });
    };
    return this.change(operation, call, { id, expectedVersion }, { verb: 'update', revise });
  }

  /** @throws DomainError NOT_FOUND, PERMISSION_DENIED, VERSION_CONFLICT, IDEMPOTENCY_KEY_REUSED */
  archive(operation: Operation, call: MutationCall, edit: EditOf): Promise<Changed<Target>> {
    const revise = (row: Target) => archive(row, operation.now);
    return this.change(operation, call, edit, { verb: 'archive', revise });
  }

  /** @throws DomainError PERMISSION_DENIED, VALIDATION_FAILED */
  async list(
    operation: Operation,
    includeArchived: boolean,
    page: PageRequest,
  ): Promise<Page<Target>> {
    operation.require('target:read');
    return this.storage.read(operation.scope, ({ targets }) => targets.list(includeArchived, page));
  }
}
