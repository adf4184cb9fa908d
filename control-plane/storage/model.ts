import { type EntityManager, EntitySchema } from 'typeorm';
import type { Model } from '../domain/model.ts';
import { archivableColumns } from './column.ts';
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
  },
  uniques: [{ name: 'model_name_key', columns: ['name'] }],
});

export class ModelStore extends RowStore<Model> {
  constructor(manager: EntityManager) {
    super(manager, ModelTable, 'model');
  }

  async list(includeArchived: boolean, page: PageRequest): Promise<Page<Model>> {
    const keyset = { list: `models/${includeArchived}`, column: 'name', direction: 'ASC' } as const;
    return readPage({ manager: this.manager, table: this.table }, keyset, page, (query) =>
      includeArchived ? query : query.where('row.archivedAt IS NULL'),
    );
  }
}
