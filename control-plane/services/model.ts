import { randomUUID } from 'node:crypto';
import { invalid } from '../domain/errors.ts';
import type { Model, ModelChange, ModelDraft, ModelUsers } from '../domain/model.ts';
import { archive } from '../domain/record.ts';
import { judgeModel } from '../domain/review/judgement.ts';
import { modelContentOf } from '../domain/review/proposal.ts';
import type { RecordSort } from '../storage/column.ts';
import type { ListWish } from '../storage/list/listing.ts';
import type { ModelFilter } from '../storage/model.ts';
import type { Page, PageRequest } from '../storage/page.ts';
import type { Storage, Stores } from '../storage/storage.ts';
import { requireUnused } from './in-use.ts';
import type { Changed, MutationCall } from './mutation.ts';
import type { Operation } from './operation.ts';
import { type EditOf, RecordService } from './record-service.ts';
import { buildModel, rebuildModel } from './review/kind/build-model.ts';
import { compareContents } from './review/kind/compare-contents.ts';

const DAY_MS = 86_400_000;
const USE_DAYS_MAX = 400;
const USERS_MAX = 500;

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
      describeChange: (before, after) => ({
        kind: 'model',
        tenantId: null,
        ...compareContents(before, after, { contentOf: modelContentOf, judge: judgeModel }),
      }),
    });
  }

  /**
   * @throws ReviewRequired when the platform's rule demands it
   * @throws DomainError PERMISSION_DENIED, VALIDATION_FAILED, IDEMPOTENCY_KEY_REUSED
   */
  create(operation: Operation, call: MutationCall, draft: ModelDraft): Promise<Changed<Model>> {
    const { now } = operation;
    return this.insert(operation, call, (stores) =>
      buildModel(stores, randomUUID(), { draft, now }),
    );
  }

  /**
   * A capability that a target names cannot be taken away.
   *
   * @throws ReviewRequired when the platform's rule demands it, and the edit cannot be proven to tighten
   * @throws DomainError NOT_FOUND, PERMISSION_DENIED, VERSION_CONFLICT, VALIDATION_FAILED, IDEMPOTENCY_KEY_REUSED
   */
  update(
    operation: Operation,
    call: MutationCall,
    { id, expectedVersion, ...change }: EditOf & ModelChange,
  ): Promise<Changed<Model>> {
    const { now } = operation;
    const revise = (row: Model, stores: Stores) => rebuildModel(stores, row, { change, now });
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
    wish: ListWish<ModelFilter, RecordSort>,
    page: PageRequest,
  ): Promise<Page<Model>> {
    operation.require('model:read');
    return this.storage.read(operation.scope, ({ models }) => models.list(wish, page));
  }

  /** By the date of their deprecation. @throws DomainError PERMISSION_DENIED, VALIDATION_FAILED */
  async listDeprecated(operation: Operation, page: PageRequest): Promise<Page<Model>> {
    operation.require('model:read');
    return this.storage.read(operation.scope, ({ models }) => models.listDeprecated(page));
  }

  /** By its name or an alias. @throws DomainError PERMISSION_DENIED */
  async findNamed(operation: Operation, name: string): Promise<Model | undefined> {
    operation.require('model:read');
    return this.storage.read(operation.scope, ({ models }) => models.findNamed(name));
  }

  /**
   * Applications with attempts at the model in the last days, copies of shadows left out; of the caller's tenant.
   *
   * @throws DomainError PERMISSION_DENIED, NOT_FOUND, VALIDATION_FAILED
   */
  async listUsers(operation: Operation, id: string, days: number): Promise<ModelUsers> {
    operation.require('model:read');
    operation.require('usage:read');
    if (days < 1 || days > USE_DAYS_MAX)
      throw invalid('days', `Ask for 1 to ${USE_DAYS_MAX} days.`);
    const since = new Date(operation.now.getTime() - days * DAY_MS);
    return this.storage.read(operation.scope, async ({ models, usage }) => {
      await models.get(id);
      const rows = await usage.listModelUsers(id, since, USERS_MAX + 1);
      return { since, rows: rows.slice(0, USERS_MAX), truncated: rows.length > USERS_MAX };
    });
  }
}
