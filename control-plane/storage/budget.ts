import { type EntityManager, EntitySchema } from 'typeorm';
import type { Budget } from '../domain/budget.ts';
import { archivableColumns, byName, type RecordSort, recordSorts, sortedBy } from './column.ts';
import { type Listing, type ListWish, readList } from './list/listing.ts';
import { equals, hasPart, includesArchived, inField, isAmong } from './list/narrowing.ts';
import type { Page, PageRequest } from './page.ts';
import { RowStore } from './row-store.ts';

/** Table `budget`. */
export const BudgetTable = new EntitySchema<Budget>({
  name: 'budget',
  columns: {
    ...archivableColumns('budget'),
    tenantId: { name: 'tenant_id', type: 'uuid' },
    applicationId: { name: 'application_id', type: 'uuid', nullable: true },
    name: { type: 'text' },
    per: { type: 'text' },
    workloads: { type: 'text', array: true },
    modelIds: { name: 'model_ids', type: 'uuid', array: true },
    period: { type: 'text' },
    amountNanoUsd: {
      name: 'amount_nano_usd',
      type: 'bigint',
      transformer: { to: String, from: BigInt },
    },
    enforcement: { type: 'text' },
    reservation: { type: 'text' },
    whenUnreachable: { name: 'when_unreachable', type: 'text' },
    message: { type: 'text' },
  },
  uniques: [{ name: 'budget_tenant_id_name_key', columns: ['tenantId', 'name'] }],
  indices: [
    { name: 'budget_application_id_idx', columns: ['applicationId'] },
    ...sortedBy('budget', 'name', 'createdAt', 'updatedAt'),
  ],
  foreignKeys: [
    {
      name: 'budget_tenant_id_fkey',
      target: 'tenant',
      columnNames: ['tenantId'],
      referencedColumnNames: ['id'],
    },
    {
      name: 'budget_application_id_fkey',
      target: 'application',
      columnNames: ['applicationId'],
      referencedColumnNames: ['id'],
    },
  ],
});

/** Which budgets; what is undefined does not narrow. */
export interface BudgetFilter {
  readonly tenantId: string | undefined;
  readonly includeArchived: boolean;
  /** Part of the name. */
  readonly text?: string | undefined;
  /** Its own, without those for every application. */
  readonly applicationId?: string | undefined;
  readonly enforcements?: readonly Budget['enforcement'][] | undefined;
}

export const budgetListing: Listing<Budget, BudgetFilter, RecordSort> = {
  name: 'budgets',
  sorts: recordSorts,
  order: byName,
  narrowings: {
    tenantId: equals('tenantId'),
    includeArchived: includesArchived,
    text: hasPart(inField('name')),
    applicationId: equals('applicationId'),
    enforcements: isAmong('enforcement', 'enforcements'),
  },
};

export class BudgetStore extends RowStore<Budget> {
  constructor(manager: EntityManager) {
    super(manager, BudgetTable, 'budget');
  }

  async list(wish: ListWish<BudgetFilter, RecordSort>, page: PageRequest): Promise<Page<Budget>> {
    return readList(this, budgetListing, wish, page);
  }
}
