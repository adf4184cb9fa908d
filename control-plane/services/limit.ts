import { randomUUID } from 'node:crypto';
import type { Limit, LimitChange, LimitDraft } from '../domain/limit.ts';
import { archive } from '../domain/record.ts';
import { limitContentOf } from '../domain/review/spend-content.ts';
import { judgeLimit } from '../domain/review/spend-judgement.ts';
import type { RecordSort } from '../storage/column.ts';
import type { LimitFilter } from '../storage/limit.ts';
import type { ListWish } from '../storage/list/listing.ts';
import type { Page, PageRequest } from '../storage/page.ts';
import type { Storage, Stores } from '../storage/storage.ts';
import type { Changed, MutationCall } from './mutation.ts';
import type { Operation } from './operation.ts';
import { type EditOf, RecordService } from './record-service.ts';
import { buildLimit, rebuildLimit } from './review/kind/build-spend.ts';
import { compareContents } from './review/kind/compare-contents.ts';

/** Limits of tenants. What provably allows no more never waits for a review; to take one away does. */
export class LimitService extends RecordService<Limit> {
  constructor(storage: Storage) {
    super(storage, {
      noun: 'limit',
      readPermission: 'limit:read',
      writePermission: 'limit:write',
      store: ({ limits }) => limits,
      ownerOf: ({ tenantId }) => tenantId,
      isEnded: ({ archivedAt }) => archivedAt !== null,
      isEndReviewed: true,
      describeChange: (before, after) => {
        const traits = { contentOf: limitContentOf, judge: judgeLimit };
        const { isTightening, ...compared } = compareContents(before, after, traits);
        const { tenantId } = after;
        const allowsNoMore = before === undefined || isTightening;
        return { kind: 'limit', tenantId, ...compared, isTightening: allowsNoMore };
      },
    });
  }

  /** @throws DomainError NOT_FOUND, PERMISSION_DENIED, VALIDATION_FAILED, QUOTA_EXCEEDED, IDEMPOTENCY_KEY_REUSED */
  create(operation: Operation, call: MutationCall, draft: LimitDraft): Promise<Changed<Limit>> {
    const { now } = operation;
    return this.insert(operation, call, (stores) =>
      buildLimit(stores, randomUUID(), { draft, now }),
    );
  }

  /**
   * @throws ReviewRequired when the tenant's rule demands it, and the edit cannot be proven to tighten
   * @throws DomainError NOT_FOUND, PERMISSION_DENIED, VERSION_CONFLICT, VALIDATION_FAILED, IDEMPOTENCY_KEY_REUSED
   */
  update(
    operation: Operation,
    call: MutationCall,
    { id, expectedVersion, ...change }: EditOf & LimitChange,
  ): Promise<Changed<Limit>> {
    const { now } = operation;
    const revise = (row: Limit, stores: Stores) => rebuildLimit(stores, row, { change, now });
    return this.change(operation, call, { id, expectedVersion }, { verb: 'update', revise });
  }

  /**
   * @throws ReviewRequired when the tenant's rule demands it
   * @throws DomainError NOT_FOUND, PERMISSION_DENIED, VERSION_CONFLICT, VALIDATION_FAILED, IDEMPOTENCY_KEY_REUSED
   */
  archive(operation: Operation, call: MutationCall, edit: EditOf): Promise<Changed<Limit>> {
    const revise = (row: Limit) => archive(row, operation.now);
    return this.change(operation, call, edit, { verb: 'archive', revise });
  }

  /** @throws DomainError PERMISSION_DENIED, VALIDATION_FAILED */
  async list(
    operation: Operation,
    wish: ListWish<LimitFilter, RecordSort>,
    page: PageRequest,
  ): Promise<Page<Limit>> {
    operation.require('limit:read');
    return this.storage.read(operation.scope, ({ limits }) =>
      limits.list(operation.narrowList(wish), page),
    );
  }
}
