import { type EntityManager, EntitySchema } from 'typeorm';
import type { Provider } from '../domain/provider.ts';
import { archivableColumns } from './column.ts';
import { type Page, type PageRequest, readPage } from './page.ts';
import { RowStore } from './row-store.ts';

/** Table `provider`. */
export const ProviderTable = new EntitySchema<Provider>({
  name: 'provider',
  columns: {
    ...archivableColumns('provider'),
    name: { type: 'text' },
    kind: { type: 'text' },
    baseUrl: { name: 'base_url', type: 'text' },
    region: { type: 'text' },
    dataTerms: { name: 'data_terms', type: 'text', array: true },
  },
  uniques: [{ name: 'provider_name_key', columns: ['name'] }],
});

export class ProviderStore extends RowStore<Provider> {
  constructor(manager: EntityManager) {
    super(manager, ProviderTable, 'provider');
  }

  async list(includeArchived: boolean, page: PageRequest): Promise<Page<Provider>> {
    const list = `providers/${includeArchived}`;
    const keyset = { list, column: 'name', direction: 'ASC' } as const;
    return readPage({ manager: this.manager, table: this.table }, keyset, page, (query) =>
      includeArchived ? query : query.where('row.archivedAt IS NULL'),
    );
  }

  /**
   * A target of the provider that is not archived. No target can be added until this transaction ends: its foreign
   * key waits for the lock.
   */
  async lockAndFindTarget(id: string): Promise<string | undefined> {
    await this.manager.query('SELECT FROM provider WHERE id = $1 FOR UPDATE', [id]);
    const [target]: { name: string }[] = await this.manager.query(
      'SELECT name FROM target WHERE provider_id = $1 AND archived_at IS NULL ORDER BY name LIMIT 1',
      [id],
    );
    return target?.name;
  }

  /** Keeps the provider from being archived until this transaction ends: for whoever adds a target to it. */
  async lockForUse(id: string): Promise<Provider> {
    await this.manager.query('SELECT FROM provider WHERE id = $1 FOR SHARE', [id]);
    return this.get(id);
  }
}
