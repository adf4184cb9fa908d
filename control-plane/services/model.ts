import { randomUUID } from 'node:crypto';
import { invalid } from '../domain/errors.ts';
import {
  createModel,
  type Model,
  type ModelChange,
  type ModelDraft,
  reviseModel,
} from '../domain/model.ts';
import { archive } from '../domain/record.ts';
import type { Page, PageRequest } from '../storage/page.ts';
import type { Storage, Stores } from '../storage/storage.ts';
import { requireUnused } from './in-use.ts';
import type { Changed, MutationCall } from './mutation.ts';
import type { Operation } from './operation.ts';
import { type EditOf, RecordService } from './record-service.ts';

/** Models belong to the platform: only its principals change them, every tenant reads them. */
export class ModelService extends RecordService<Model> {
  constructor(storage: Storage) {
    super(storage, {
      noun: 'model',
      readPermission: 'model:read',
      writePermission: 'model:write',
      store: ({ models }) => models,
      ownerOf: () => null,
      isEnded: ({ archivedAt }) => archivedAt !== null,
    });
  }

  /** @throws DomainError PERMISSION_DENIED, VALIDATION_FAILED, IDEMPOTENCY_KEY_REUSED */
  create(operation: Operation, call: MutationCall, draft: ModelDraft): Promise<Changed<Model>> {
    return this.insert(operation, call, () => createModel(randomUUID(), draft, operation.now));
  }

  /**
   * A capability that a target names cannot be taken away.
   *
   * @throws DomainError NOT_FOUND, PERMISSION_DENIED, VERSION_CONFLICT, VALIDATION_FAILED, IDEMPOTENCY_KEY_REUSED
   */
  update(
    operation: Operation,
    call: MutationCall,
    { id, expectedVersion, ...change }: EditOf & ModelChange,
  ): Promise<Changed<Model>> {
    const revise = async (row: Model, stores: Stores) => {
      const revised = reviseModel(row, change, operation.now);
      if (change.capabilities !== undefined) await requireCapabilities(stores, revised);
      return revised;
    };
    return this.change(operation, call, { id, expectedVersion }, { verb: 'update', revise });
  }

  /**
   * Refused while a target that is not archived serves it.
   *
   * @throws DomainError NOT_FOUND, PERMISSION_DENIED, VERSION_CONFLICT, VALIDATION_FAILED, IDEMPOTENCY_KEY_REUSED
   */
  archive(operation: Operation, call: MutationCall, edit: EditOf): Promise<Changed<Model>> {
    const revise = async (row: Model, { models, targets }: Stores) => {
      await models.lock(row.id, 'update');
      const rows = await targets.listServing(row.id);
      requireUnused('model', { noun: 'targets', rows });
      return archive(row, operation.now);
    };
    return this.change(operation, call, edit, { verb: 'archive', revise });
  }

  /** @throws DomainError PERMISSION_DENIED, VALIDATION_FAILED */
  async list(
    operation: Operation,
    includeArchived: boolean,
    page: PageRequest,
  ): Promise<Page<Model>> {
    operation.require('model:read');
    return this.storage.read(operation.scope, ({ models }) => models.list(includeArchived, page));
  }
}

async function requireCapabilities({ models, targets }: Stores, model: Model): Promise<void> {
  await models.lock(model.id, 'update');
  const serving = await targets.listServing(model.id);
  const robbed = serving.find(({ capabilities }) =>
    capabilities.some((capability) => !model.capabilities.includes(capability)),
  );
  if (robbed !== undefined)
    throw invalid(
      'capabilities',
      `The target "${robbed.name}" names a capability that is missing.`,
    );
}
