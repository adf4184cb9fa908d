import { type EntityManager, EntitySchema, In } from 'typeorm';
import type { Target } from '../domain/target.ts';
import { archivableColumns, byName, type RecordSort, recordSorts, sortedBy } from './column.ts';
import { fromStoredPrices, toStoredPrices } from './configuration/stored-price.ts';
import { type Listing, type ListWish, readList } from './list/listing.ts';
import { equals, hasPart, includesArchived, inField } from './list/narrowing.ts';
import type { Page, PageRequest } from './page.ts';
import { RowStore } from './row-store.ts';

/** Table `target`. */
export const TargetTable = new EntitySchema<Target>({
  name: 'target',
  columns: {
    ...archivableColumns('target'),
    name: { type: 'text' },
    providerId: { name: 'provider_id', type: 'uuid' },
    modelId: { name: 'model_id', type: 'uuid' },
    providerModel: { name: 'provider_model', type: 'text' },
    region: { type: 'text', nullable: true },
    enabled: { type: 'boolean' },
    capabilities: { type: 'text', array: true },
    prices: { type: 'jsonb', transformer: { to: toStoredPrices, from: fromStoredPrices } },
  },
  uniques: [{ name: 'target_name_key', columns: ['name'] }],
  indices: [
    { name: 'target_provider_id_idx', columns: ['providerId'] },
    { name: 'target_model_id_idx', columns: ['modelId'] },
    ...sortedBy('target', 'createdAt', 'updatedAt'),
  ],
  foreignKeys: [
    {
      name: 'target_provider_id_fkey',
      target: 'provider',
      columnNames: ['providerId'],
      referencedColumnNames: ['id'],
    },
    {
      name: 'target_model_id_fkey',
      target: 'model',
      columnNames: ['modelId'],
      referencedColumnNames: ['id'],
    },
  ],
});

/** Which targets; what is undefined does not narrow. */
export interface TargetFilter {
  readonly includeArchived: boolean;
  /** Part of the name, or of the provider's name of the model. */
  readonly text?: string | undefined;
  readonly providerId?: string | undefined;
  readonly modelId?: string | undefined;
  readonly enabled?: boolean | undefined;
}

export const targetListing: Listing<Target, TargetFilter, RecordSort> = {
  name: 'targets',
  sorts: recordSorts,
  order: byName,
  narrowings: {
    includeArchived: includesArchived,
    text: hasPart(inField('name'), inField('providerModel')),
    providerId: equals('providerId'),
    modelId: equals('modelId'),
    enabled: equals('enabled'),
  },
};

export class TargetStore extends RowStore<Target> {
  constructor(manager: EntityManager) {
    super(manager, TargetTable, 'target');
  }

  async list(wish: ListWish<TargetFilter, RecordSort>, page: PageRequest): Promise<Page<Target>> {
    return readList(this, targetListing, wish, page);
  }

  /** Targets that are not archived, by name; undefined ids mean all. */
  async listInUse(ids: readonly string[] | undefined, limit: number): Promise<readonly Target[]> {
    const query = this.manager
      .createQueryBuilder(this.table, 'row')
      .where('row.archivedAt IS NULL')
      .orderBy('row.name')
      .limit(limit);
    if (ids !== undefined) query.andWhere({ id: In([...ids]) });
    return query.getMany();
  }

  /** Targets that serve the model and are not archived, by name. */
  async listServing(modelId: string): Promise<readonly Target[]> {
    return this.manager
      .createQueryBuilder(this.table, 'row')
      .where({ modelId })
      .andWhere('row.archivedAt IS NULL')
      .orderBy('row.name')
      .getMany();
  }
}
