import { type EntityManager, EntitySchema, In } from 'typeorm';
import type { FederatedIdentity } from '../../domain/identity/federated-identity.ts';

/** Table `federated_identity`. */
export const FederatedIdentityTable = new EntitySchema<FederatedIdentity>({
  name: 'federated_identity',
  columns: {
    identityProviderId: {
      name: 'identity_provider_id',
      type: 'uuid',
      primary: true,
      primaryKeyConstraintName: 'federated_identity_pkey',
    },
    subject: {
      type: 'text',
      primary: true,
      primaryKeyConstraintName: 'federated_identity_pkey',
    },
    principalId: { name: 'principal_id', type: 'uuid' },
    tenantId: { name: 'tenant_id', type: 'uuid', nullable: true },
    groups: { type: 'text', array: true },
    groupsAt: { name: 'groups_at', type: 'timestamptz' },
    signedOutAt: { name: 'signed_out_at', type: 'timestamptz', nullable: true },
  },
  uniques: [{ name: 'federated_identity_principal_id_key', columns: ['principalId'] }],
  indices: [{ name: 'federated_identity_tenant_id_idx', columns: ['tenantId'] }],
  foreignKeys: [
    {
      name: 'federated_identity_identity_provider_id_fkey',
      target: 'identity_provider',
      columnNames: ['identityProviderId'],
      referencedColumnNames: ['id'],
    },
    {
      name: 'federated_identity_principal_id_fkey',
      target: 'principal',
      columnNames: ['principalId'],
      referencedColumnNames: ['id'],
    },
    {
      name: 'federated_identity_tenant_id_fkey',
      target: 'tenant',
      columnNames: ['tenantId'],
      referencedColumnNames: ['id'],
    },
  ],
});

/** Whom identity providers have named. */
export class FederatedIdentityStore {
  readonly #manager: EntityManager;

  constructor(manager: EntityManager) {
    this.#manager = manager;
  }

  async find(identityProviderId: string, subject: string): Promise<FederatedIdentity | undefined> {
    const found = await this.#query().where({ identityProviderId, subject }).getOne();
    return found ?? undefined;
  }

  /** Undefined for principals that no identity provider has named. */
  async findByPrincipal(principalId: string): Promise<FederatedIdentity | undefined> {
    const found = await this.#query().where({ principalId }).getOne();
    return found ?? undefined;
  }

  /** Principal -> the groups that its newest token named; of those that the scope shows. */
  async listGroups(
    principalIds: readonly string[],
  ): Promise<ReadonlyMap<string, readonly string[]>> {
    const rows = await this.#query()
      .where({ principalId: In([...principalIds]) })
      .getMany();
    return new Map(rows.map(({ principalId, groups }) => [principalId, groups]));
  }

  /** Tokens that were issued until then are refused. */
  async signOut(principalId: string, signedOutAt: Date): Promise<void> {
    await this.#manager
      .createQueryBuilder()
      .update(FederatedIdentityTable)
      .set({ signedOutAt })
      .where({ principalId })
      .execute();
  }

  /** Lets one transaction at a time make or change the identity, also while there is none. */
  async lock(identityProviderId: string, subject: string): Promise<void> {
    await this.#manager.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [
      `federated-identity/${identityProviderId}/${subject}`,
    ]);
  }

  /** Whether a principal has the name; the scope must be the platform's. */
  async isNameTaken(name: string): Promise<boolean> {
    const rows: unknown[] = await this.#manager.query('SELECT FROM principal WHERE name = $1', [
      name,
    ]);
    return rows.length > 0;
  }

  async count(identityProviderId: string): Promise<number> {
    return this.#query().where({ identityProviderId }).getCount();
  }

  async insert(identity: FederatedIdentity): Promise<void> {
    await this.#manager
      .createQueryBuilder()
      .insert()
      .into(FederatedIdentityTable)
      .values(identity)
      .execute();
  }

  /** Keeps what the newest token said. */
  async putGroups({
    identityProviderId,
    subject,
    groups,
    groupsAt,
  }: FederatedIdentity): Promise<void> {
    await this.#manager
      .createQueryBuilder()
      .update(FederatedIdentityTable)
      .set({ groups: [...groups], groupsAt })
      .where({ identityProviderId, subject })
      .execute();
  }

  #query() {
    return this.#manager.createQueryBuilder(FederatedIdentityTable, 'row');
  }
}
