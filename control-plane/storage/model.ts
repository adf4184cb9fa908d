import { type EntityManager, EntitySchema, type SelectQueryBuilder } from 'typeorm';
import type { Model } from '../domain/model.ts';
import { archivableColumns, byName, type RecordSort, recordSorts, sortedBy } from './column.ts';
import { type Listing, type ListWish, readList } from './list/listing.ts';
import { hasEach, hasPart, includesArchived, inField } from './list/narrowing.ts';
import { type Page, type PageRequest, readPage } from './page.ts';
import { RowStore } from './row-store.ts';

/** Table `model`. */
export const ModelTable = new EntitySchema<Model>({
  name: 'model',
  columns: {
    ...archivableColumns('model'),
    name: { type: 'text' },
    capabilities: { type: 'text', array: true },
    contextWindowTokens: { name: 'context_window_tokens', type: 'integer', nullable: true },
    outputTokensMax: { name: 'output_tokens_max', type: 'integer', nullable: true },
    aliases: { type: 'text', array: true, default: '{}' },
    deprecatedAt: { name: 'deprecated_at', type: 'timestamptz', nullable: true },
    replacedById: { name: 'replaced_by_id', type: 'uuid', nullable: true },
  },
  uniques: [{ name: 'model_name_key', columns: ['name'] }],
  indices: [
    { name: 'model_deprecated_at_idx', columns: ['deprecatedAt', 'id'] },
    ...sortedBy('model', 'createdAt', 'updatedAt'),
  ],
  foreignKeys: [
    {
      name: 'model_replaced_by_id_fkey',
      target: 'model',
      columnNames: ['replacedById'],
      referencedColumnNames: ['id'],
    },
  ],
});

/** Which models; what is undefined does not narrow. */
export interface ModelFilter {
  readonly includeArchived: boolean;
  /** Part of the name or of an alias. */
  readonly text?: string | undefined;
  /** Those that have every one. */
  readonly capabilities?: readonly Model['capabilities'][number][] | undefined;
  /** Whether they have a date of deprecation. */
  readonly deprecated?: boolean | undefined;
}

export const modelListing: Listing<Model, ModelFilter, RecordSort> = {
  name: 'models',
  sorts: recordSorts,
  order: byName,
  narrowings: {
    includeArchived: includesArchived,
    text: hasPart(inField('name'), hasAlias),
    capabilities: hasEach('capabilities'),
    deprecated: isDeprecated,
  },
};

export class ModelStore extends RowStore<Model> {
  constructor(manager: EntityManager) {
    super(manager, ModelTable, 'model');
  }

  async list(wish: ListWish<ModelFilter, RecordSort>, page: PageRequest): Promise<Page<Model>> {
    return readList(this, modelListing, wish, page);
  }

  /** Those that are deprecated and not archived, by the date, whether it has come or not. */
  async listDeprecated(page: PageRequest): Promise<Page<Model>> {
    const keyset = { list: 'deprecated-models', by: 'row.deprecatedAt', direction: 'ASC' } as const;
    return readPage({ manager: this.manager, table: this.table }, keyset, page, (query) =>
      query.where('row.archivedAt IS NULL').andWhere('row.deprecatedAt IS NOT NULL'),
    );
  }

  /** The one that goes by the name, or has it as an alias; archived ones too. */
  async findNamed(name: string): Promise<Model | undefined> {
    const found = await this.manager
      .createQueryBuilder(this.table, 'row')
      .where('row.id = (SELECT model_id FROM model_known_name WHERE name = :name)', { name })
      .getOne();
    return found ?? undefined;
  }
}

function hasAlias(like: string): string {
  return `EXISTS (SELECT FROM unnest(row.aliases) AS alias WHERE alias ${like})`;
}

function isDeprecated(query: SelectQueryBuilder<Model>, wanted: boolean): void {
  query.andWhere(`row.deprecatedAt IS ${wanted ? 'NOT NULL' : 'NULL'}`);
}
