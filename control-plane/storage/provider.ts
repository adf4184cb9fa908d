import { type EntityManager, EntitySchema } from 'typeorm';
import type { Provider } from '../domain/provider.ts';
import { archivableColumns, byName, type RecordSort, recordSorts, sortedBy } from './column.ts';
import { type Listing, type ListWish, readList } from './list/listing.ts';
import { hasEach, hasPart, includesArchived, inField, isAmong } from './list/narrowing.ts';
import type { Page, PageRequest } from './page.ts';
import { RowStore } from './row-store.ts';

/** Table `provider`. */
export const ProviderTable = new EntitySchema<Provider>({
  name: 'provider',
  columns: {
    ...archivableColumns('provider'),
    name: { type: 'text' },
    kind: { type: 'text' },
    preset: { type: 'text', default: '' },
    baseUrl: { name: 'base_url', type: 'text' },
    region: { type: 'text' },
    dataTerms: { name: 'data_terms', type: 'text', array: true },
    regionDataTerms: { name: 'region_data_terms', type: 'jsonb', default: [] },
  },
  uniques: [{ name: 'provider_name_key', columns: ['name'] }],
  indices: [...sortedBy('provider', 'createdAt', 'updatedAt')],
});

/** A credential of a provider, sealed under the master key. */
export interface SealedCredential {
  readonly providerId: string;
  /** Grows with each replacement. */
  readonly generation: number;
  readonly sealed: Buffer;
  /** When this generation came. */
  readonly createdAt: Date;
  /** The one that it replaced, as long as that is kept; all three are null when there is none. */
  readonly previousGeneration: number | null;
  readonly previousSealed: Buffer | null;
  readonly previousUntil: Date | null;
}

/** A new generation, and until when the one before it is kept; null drops that at once. */
export interface CredentialReplacement
  extends Pick<SealedCredential, 'providerId' | 'generation' | 'sealed' | 'createdAt'> {
  readonly keepPreviousUntil: Date | null;
}

/** Table `provider_credential`. */
export const ProviderCredentialTable = new EntitySchema<SealedCredential>({
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
    previousGeneration: { name: 'previous_generation', type: 'bigint', nullable: true },
    previousSealed: { name: 'previous_sealed', type: 'bytea', nullable: true },
    previousUntil: { name: 'previous_until', type: 'timestamptz', nullable: true },
  },
  checks: [
    {
      name: 'provider_credential_previous_check',
      expression: 'previous_generation < generation',
    },
  ],
  foreignKeys: [
    {
      name: 'provider_credential_provider_id_fkey',
      target: 'provider',
      columnNames: ['providerId'],
      referencedColumnNames: ['id'],
    },
  ],
});

/** Which providers; what is undefined does not narrow. */
export interface ProviderFilter {
  readonly includeArchived: boolean;
  /** Part of the name. */
  readonly text?: string | undefined;
  readonly kinds?: readonly Provider['kind'][] | undefined;
  readonly regions?: readonly string[] | undefined;
  /** Those that promise every one, whatever they promise for single regions. */
  readonly dataTerms?: readonly Provider['dataTerms'][number][] | undefined;
}

export const providerListing: Listing<Provider, ProviderFilter, RecordSort> = {
  name: 'providers',
  sorts: recordSorts,
  order: byName,
  narrowings: {
    includeArchived: includesArchived,
    text: hasPart(inField('name')),
    kinds: isAmong('kind', 'kinds'),
    regions: isAmong('region', 'regions'),
    dataTerms: hasEach('dataTerms'),
  },
};

export class ProviderStore extends RowStore<Provider> {
  constructor(manager: EntityManager) {
    super(manager, ProviderTable, 'provider');
  }

  async list(
    wish: ListWish<ProviderFilter, RecordSort>,
    page: PageRequest,
  ): Promise<Page<Provider>> {
    return readList(this, providerListing, wish, page);
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
 * Credentials of providers: at most one for each, with the generation before it while that is kept.
 */
export class ProviderCredentialStore {
  readonly #manager: EntityManager;

  constructor(manager: EntityManager) {
    this.#manager = manager;
  }

  /** Those of the providers that have one. */
  async listByProviders(providerIds: readonly string[]): Promise<readonly SealedCredential[]> {
    const rows: SealedCredential[] = await this.#manager.query(
      `SELECT provider_id AS "providerId", generation, sealed, created_at AS "createdAt",
          previous_generation AS "previousGeneration", previous_sealed AS "previousSealed",
          previous_until AS "previousUntil"
        FROM provider_credential WHERE provider_id = ANY($1::uuid[])`,
      [[...providerIds]],
    );
    return rows.map((row) => ({
      ...row,
      // The driver gives bigint as text.
      generation: Number(row.generation),
      previousGeneration: row.previousGeneration === null ? null : Number(row.previousGeneration),
    }));
  }

  /** What was the current generation becomes the one before; what was before it goes. */
  async replace(next: CredentialReplacement): Promise<void> {
    const { providerId, generation, sealed, createdAt, keepPreviousUntil } = next;
    await this.#manager.query(
      `INSERT INTO provider_credential AS held (provider_id, generation, sealed, created_at)
        VALUES ($1, $2, $3, $4)
        ON CONFLICT ON CONSTRAINT provider_credential_pkey DO UPDATE
          SET generation = excluded.generation, sealed = excluded.sealed,
            created_at = excluded.created_at,
            previous_generation = CASE WHEN $5::timestamptz IS NOT NULL THEN held.generation END,
            previous_sealed = CASE WHEN $5::timestamptz IS NOT NULL THEN held.sealed END,
            previous_until = $5`,
      [providerId, generation, sealed, createdAt, keepPreviousUntil],
    );
  }

  /** Drops the generation before the current one. Whether there was one. */
  async dropPrevious(providerId: string): Promise<boolean> {
    const [, droppedCount]: [unknown, number] = await this.#manager.query(
      `UPDATE provider_credential
        SET previous_generation = NULL, previous_sealed = NULL, previous_until = NULL
        WHERE provider_id = $1 AND previous_generation IS NOT NULL`,
      [providerId],
    );
    return droppedCount > 0;
  }

  /**
   * Drops every generation that is past its time, when the lease `credential_retention` is held
   * under this token. Gives the providers. @throws QueryFailedError GH002
   */
  async dropExpired(token: bigint): Promise<readonly string[]> {
    const rows: { id: string }[] = await this.#manager.query(
      'SELECT dropped AS id FROM drop_previous_credentials($1) AS dropped',
      [token.toString()],
    );
    return rows.map(({ id }) => id);
  }

  /** Removes both generations. Whether there was one. */
  async remove(providerId: string): Promise<boolean> {
    const [, removedCount]: [unknown, number] = await this.#manager.query(
      'DELETE FROM provider_credential WHERE provider_id = $1',
      [providerId],
    );
    return removedCount > 0;
  }
}
