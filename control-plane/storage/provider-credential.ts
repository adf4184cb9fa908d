import { type EntityManager, EntitySchema } from 'typeorm';

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

/** Credentials of providers: at most one for each, replaced and removed, never read by a service. */
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
