import { randomUUID } from 'node:crypto';
import type { Budget, BudgetChange, BudgetDraft } from '../domain/budget.ts';
import type { AccountStatement } from '../domain/money/account-statement.ts';
import { archive } from '../domain/record.ts';
import { budgetContentOf } from '../domain/review/spend-content.ts';
import { judgeBudget } from '../domain/review/spend-judgement.ts';
import type { BudgetFilter } from '../storage/budget.ts';
import type { RecordSort } from '../storage/column.ts';
import type { ListWish } from '../storage/list/listing.ts';
import type { Page, PageRequest } from '../storage/page.ts';
import type { Storage, Stores } from '../storage/storage.ts';
import type { Changed, MutationCall } from './mutation.ts';
import type { Operation } from './operation.ts';
import { type EditOf, RecordService } from './record-service.ts';
import { buildBudget, rebuildBudget } from './review/kind/build-spend.ts';
import { compareContents } from './review/kind/compare-contents.ts';

/** Budgets of tenants. What provably allows no more never waits for a review; to take one away does. */
export class BudgetService extends RecordService<Budget> {
  constructor(storage: Storage) {
    super(storage, {
      noun: 'budget',
      readPermission: 'budget:read',
      writePermission: 'budget:write',
      store: ({ budgets }) => budgets,
      ownerOf: ({ tenantId }) => tenantId,
      isEnded: ({ archivedAt }) => archivedAt !== null,
      isEndReviewed: true,
      describeChange: (before, after) => {
        const traits = { contentOf: budgetContentOf, judge: judgeBudget };
        const { isTightening, ...compared } = compareContents(before, after, traits);
        const { tenantId } = after;
        const allowsNoMore = before === undefined || isTightening;
        return { kind: 'budget', tenantId, ...compared, isTightening: allowsNoMore };
      },
    });
  }

  /** @throws DomainError NOT_FOUND, PERMISSION_DENIED, VALIDATION_FAILED, QUOTA_EXCEEDED, IDEMPOTENCY_KEY_REUSED */
  create(operation: Operation, call: MutationCall, draft: BudgetDraft): Promise<Changed<Budget>> {
    const { now } = operation;
    return this.insert(operation, call, (stores) =>
      buildBudget(stores, randomUUID(), { draft, now }),
    );
  }

  /**
   * @throws ReviewRequired when the tenant's rule demands it, and the edit cannot be proven to tighten
   * @throws DomainError NOT_FOUND, PERMISSION_DENIED, VERSION_CONFLICT, VALIDATION_FAILED, IDEMPOTENCY_KEY_REUSED
   */
  update(
    operation: Operation,
    call: MutationCall,
    { id, expectedVersion, ...change }: EditOf & BudgetChange,
  ): Promise<Changed<Budget>> {
    const { now } = operation;
    const revise = (row: Budget, stores: Stores) => rebuildBudget(stores, row, { change, now });
    return this.change(operation, call, { id, expectedVersion }, { verb: 'update', revise });
  }

  /**
   * @throws ReviewRequired when the tenant's rule demands it
   * @throws DomainError NOT_FOUND, PERMISSION_DENIED, VERSION_CONFLICT, VALIDATION_FAILED, IDEMPOTENCY_KEY_REUSED
   */
  archive(operation: Operation, call: MutationCall, edit: EditOf): Promise<Changed<Budget>> {
    const revise = (row: Budget) => archive(row, operation.now);
    return this.change(operation, call, edit, { verb: 'archive', revise });
  }

  /** @throws DomainError PERMISSION_DENIED, VALIDATION_FAILED */
  async list(
    operation: Operation,
    wish: ListWish<BudgetFilter, RecordSort>,
    page: PageRequest,
  ): Promise<Page<Budget>> {
    operation.require('budget:read');
    return this.storage.read(operation.scope, ({ budgets }) =>
      budgets.list(operation.narrowList(wish), page),
    );
  }

  /**
   * For a loader: of each budget its accounts, those first in which most was spent, in the period that `at` is in, or the present one.
   *
   * @throws DomainError PERMISSION_DENIED, VALIDATION_FAILED
   */
  async listFirst(
    operation: Operation,
    budgetIds: readonly string[],
    first: number,
    at: Date = operation.now,
  ): Promise<ReadonlyMap<string, readonly AccountStatement[]>> {
    operation.require('budget:read');
    return this.storage.read(operation.scope, ({ accountStatements }) =>
      accountStatements.listFirst(budgetIds, first, at),
    );
  }
}
