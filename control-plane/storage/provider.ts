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

/** A credential of a provider; `sealed` under the master key. */
export interface SealedCredential {
  readonly providerId: string;
  /** Grows with each replacement. */
  readonly generation: number;
  readonly sealed: Buffer;
}

/** Table `provider_credential`. */
export const ProviderCredentialTable = new EntitySchema<
  SealedCredential & { readonly createdAt: Date }
>({
  name: 'provider_credential',
  columns: {
    providerId: {
      name: 'provider_id',
      type: 'uuid',
      primary: true,
      primaryKeyConstraintName: 'provider_credential_pkey',
    },
    generation: { type: 'bigint' },
    sealed: { type: 'bytea' },
    createdAt: { name: 'created_at', type: 'timestamptz' },
  },
  foreignKeys: [
    {
      name: 'provider_credential_provider_id_fkey',
      target: 'provider',
      columnNames: ['providerId'],
      referencedColumnNames: ['id'],
    },
  ],
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
   * A target of the provider that is not archived. No target can be added until this transaction
   * ends: its foreign key waits for the lock.
   */
  async lockAndFindTarget(id: string): Promise<string | undefined> {
    await this.manager.query('SELECT FROM provider WHERE id = $1 FOR UPDATE', [id]);
    const [target]: { name: string }[] = await this.manager.query(
      `SELECT name FROM target WHERE provider_id = $1 AND archived_at IS NULL
        ORDER BY name LIMIT 1`,
      [id],
    );
    return target?.name;
  }

  /**
   * Keeps the provider from being archived until this transaction ends: for whoever adds a target
   * to it.
   */
  async lockForUse(id: string): Promise<Provider> {
    await this.manager.query('SELECT FROM provider WHERE id = $1 FOR SHARE', [id]);
    return this.get(id);
  }
}

/**
 * Credentials of providers: at most one for each, replaced and removed, never read by a service.
 */
export class ProviderCredentialStore {
  readonly #manager: EntityManager;

  constructor(manager: EntityManager) {
    this.#manager = manager;
  }

  /** Those of the providers that have one. */
  async listHolders(providerIds: readonly string[]): Promise<readonly string[]> {
    const rows: { id: string }[] = await this.#manager.query(
      'SELECT provider_id AS id FROM provider_credential WHERE provider_id = ANY($1::uuid[])',
      [[...providerIds]],
    );
    return rows.map(({ id }) => id);
  }

  async replace({ providerId, generation, sealed }: SealedCredential, now: Date): Promise<void> {
    await this.#manager.query(
      `INSERT INTO provider_credential (provider_id, generation, sealed, created_at)
        VALUES ($1, $2, $3, $4)
        ON CONFLICT ON CONSTRAINT provider_credential_pkey DO UPDATE
          SET generation = excluded.generation, sealed = excluded.sealed,
            created_at = excluded.created_at`,
      [providerId, generation, sealed, now],
    );
  }

  /** Whether there was one. */
  async remove(providerId: string): Promise<boolean> {
    const [, removedCount]: [unknown, number] = await this.#manager.query(
      'DELETE FROM provider_credential WHERE provider_id = $1',
      [providerId],
    );
    return removedCount > 0;
  }
}
