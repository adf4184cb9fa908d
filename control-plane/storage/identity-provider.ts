import { type EntityManager, EntitySchema } from 'typeorm';
import type { IdentityProvider } from '../domain/identity-provider.ts';
import { archivableColumns } from './column.ts';
import { type Page, type PageRequest, readPage } from './page.ts';
import { RowStore } from './row-store.ts';

/** Any number that nothing else locks; the same in every replica. */
const COUNT_LOCK = 7_163_424;

/** Table `identity_provider`. */
export const IdentityProviderTable = new EntitySchema<IdentityProvider>({
  name: 'identity_provider',
  columns: {
    ...archivableColumns('identity_provider'),
    tenantId: { name: 'tenant_id', type: 'uuid', nullable: true },
    name: { type: 'text' },
    issuer: { type: 'text' },
    clientId: { name: 'client_id', type: 'text' },
    audience: { type: 'text' },
    groupClaim: { name: 'group_claim', type: 'text' },
    roleMappings: { name: 'role_mappings', type: 'jsonb' },
    emailDomains: { name: 'email_domains', type: 'text', array: true },
    scopes: { type: 'text', array: true },
  },
  uniques: [{ name: 'identity_provider_name_key', columns: ['name'] }],
  indices: [
    {
      name: 'identity_provider_issuer_audience_idx',
      columns: ['issuer', 'audience'],
      unique: true,
      where: 'archived_at IS NULL',
    },
    { name: 'identity_provider_tenant_id_idx', columns: ['tenantId'] },
  ],
  foreignKeys: [
    {
      name: 'identity_provider_tenant_id_fkey',
      target: 'tenant',
      columnNames: ['tenantId'],
      referencedColumnNames: ['id'],
    },
  ],
});

export class IdentityProviderStore extends RowStore<IdentityProvider> {
  constructor(manager: EntityManager) {
    super(manager, IdentityProviderTable, 'identity provider');
  }

  async list(includeArchived: boolean, page: PageRequest): Promise<Page<IdentityProvider>> {
    const list = `identity-providers/${includeArchived}`;
    const keyset = { list, by: 'row.name', direction: 'ASC' } as const;
    return readPage({ manager: this.manager, table: this.table }, keyset, page, (query) =>
      includeArchived ? query : query.where('row.archivedAt IS NULL'),
    );
  }

  /** Those in use of an issuer; the scope must be the platform's. */
  async listByIssuer(issuer: string): Promise<readonly IdentityProvider[]> {
    return this.#inUse().andWhere('row.issuer = :issuer', { issuer }).getMany();
  }

  /** The one in use of that name; the scope must be the platform's. */
  async findByName(name: string): Promise<IdentityProvider | undefined> {
    const found = await this.#inUse().andWhere('row.name = :name', { name }).getOne();
    return found ?? undefined;
  }

  /** Those in use of the platform (null) or a tenant. Whoever counts next waits until this transaction ends. */
  async countInUse(tenantId: string | null): Promise<number> {
    await this.manager.query('SELECT pg_advisory_xact_lock($1)', [COUNT_LOCK]);
    return this.#inUse()
      .andWhere('row.tenantId IS NOT DISTINCT FROM :tenantId', { tenantId })
      .getCount();
  }

  #inUse() {
    return this.manager.createQueryBuilder(this.table, 'row').where('row.archivedAt IS NULL');
  }
}

/** The client secret of an identity provider, sealed under the master key. */
export interface SealedClientSecret {
  readonly identityProviderId: string;
  /** The provider's. */
  readonly tenantId: string | null;
  readonly sealed: Buffer;
}

/** What the envelope authenticates. */
export function clientSecretName(identityProviderId: string): string {
  return `identity_provider_secret/${identityProviderId}`;
}

/** Table `identity_provider_secret`. */
export const IdentityProviderSecretTable = new EntitySchema<SealedClientSecret>({
  name: 'identity_provider_secret',
  columns: {
    identityProviderId: {
      name: 'identity_provider_id',
      type: 'uuid',
      primary: true,
      primaryKeyConstraintName: 'identity_provider_secret_pkey',
    },
    tenantId: { name: 'tenant_id', type: 'uuid', nullable: true },
    sealed: { type: 'bytea' },
  },
  indices: [{ name: 'identity_provider_secret_tenant_id_idx', columns: ['tenantId'] }],
  foreignKeys: [
    {
      name: 'identity_provider_secret_identity_provider_id_fkey',
      target: 'identity_provider',
      columnNames: ['identityProviderId'],
      referencedColumnNames: ['id'],
    },
    {
      name: 'identity_provider_secret_tenant_id_fkey',
      target: 'tenant',
      columnNames: ['tenantId'],
      referencedColumnNames: ['id'],
    },
  ],
});

/** Client secrets of identity providers: at most one for each. */
export class IdentityProviderSecretStore {
  readonly #manager: EntityManager;

  constructor(manager: EntityManager) {
    this.#manager = manager;
  }

  async find(identityProviderId: string): Promise<Buffer | undefined> {
    const [row]: { sealed: Buffer }[] = await this.#manager.query(
      'SELECT sealed FROM identity_provider_secret WHERE identity_provider_id = $1',
      [identityProviderId],
    );
    return row?.sealed;
  }

  /** Those of the providers that have one. */
  async listHolders(ids: readonly string[]): Promise<readonly string[]> {
    const rows: { id: string }[] = await this.#manager.query(
      `SELECT identity_provider_id AS id FROM identity_provider_secret
        WHERE identity_provider_id = ANY($1::uuid[])`,
      [[...ids]],
    );
    return rows.map(({ id }) => id);
  }

  async put({ identityProviderId, tenantId, sealed }: SealedClientSecret): Promise<void> {
    await this.#manager.query(
      `INSERT INTO identity_provider_secret (identity_provider_id, tenant_id, sealed)
        VALUES ($1, $2, $3)
        ON CONFLICT ON CONSTRAINT identity_provider_secret_pkey DO UPDATE SET sealed = excluded.sealed`,
      [identityProviderId, tenantId, sealed],
    );
  }

  /** Whether there was one. */
  async remove(identityProviderId: string): Promise<boolean> {
    const [, removedCount]: [unknown, number] = await this.#manager.query(
      'DELETE FROM identity_provider_secret WHERE identity_provider_id = $1',
      [identityProviderId],
    );
    return removedCount > 0;
  }
}
