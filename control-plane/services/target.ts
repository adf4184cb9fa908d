import { randomUUID } from 'node:crypto';
import { archive } from '../domain/record.ts';
import type { Target, TargetChange, TargetDraft } from '../domain/target.ts';
import type { RecordSort } from '../storage/column.ts';
import type { ListWish } from '../storage/list/listing.ts';
import type { Page, PageRequest } from '../storage/page.ts';
import type { Storage, Stores } from '../storage/storage.ts';
import type { TargetFilter } from '../storage/target.ts';
import type { Changed, MutationCall } from './mutation.ts';
import type { Operation } from './operation.ts';
import { type EditOf, RecordService } from './record-service.ts';
import { buildTarget, describeTarget, rebuildTarget } from './review/kind/build-target.ts';

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
      describeChange: describeTarget,
    });
  }

  /**
   * Provider and model are held until the transaction ends: they are not archived under the new target.
   *
   * @throws ReviewRequired when the platform's rule of targets or of prices demands it
   * @throws DomainError NOT_FOUND, PERMISSION_DENIED, VALIDATION_FAILED, IDEMPOTENCY_KEY_REUSED
   */
  create(operation: Operation, call: MutationCall, draft: TargetDraft): Promise<Changed<Target>> {
    const { now } = operation;
    return this.insert(operation, call, (stores) => {
      operation.requireFor('target:write', null);
      return buildTarget(stores, randomUUID(), { draft, now });
    });
  }

  /**
   * @throws ReviewRequired when the platform's rule of targets, or of prices, demands it and the edit cannot be proven to tighten
   * @throws DomainError NOT_FOUND, PERMISSION_DENIED, VERSION_CONFLICT, VALIDATION_FAILED, IDEMPOTENCY_KEY_REUSED
   */
  update(
    operation: Operation,
    call: MutationCall,
    { id, expectedVersion, ...change }: EditOf & TargetChange,
  ): Promise<Changed<Target>> {
    const { now } = operation;
    const revise = (row: Target, stores: Stores) => rebuildTarget(stores, row, { change, now });
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
    wish: ListWish<TargetFilter, RecordSort>,
    page: PageRequest,
  ): Promise<Page<Target>> {
    operation.require('target:read');
    return this.storage.read(operation.scope, ({ targets }) => targets.list(wish, page));
  }
}
