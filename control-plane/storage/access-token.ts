import { type EntityManager, EntitySchema } from 'typeorm';
import type { AccessToken } from '../domain/access-token.ts';
import { notFound } from '../domain/errors.ts';
import { type Page, type PageRequest, readFirstPages, readPage } from './page.ts';

/** Table `access_token`. */
export const AccessTokenTable = new EntitySchema<AccessToken>({
  name: 'access_token',
  columns: {
    id: { type: 'uuid', primary: true, primaryKeyConstraintName: 'access_token_pkey' },
    principalId: { name: 'principal_id', type: 'uuid' },
    tenantId: { name: 'tenant_id', type: 'uuid', nullable: true },
    name: { type: 'text' },
    hash: { type: 'bytea' },
    notAfter: { name: 'not_after', type: 'timestamptz', nullable: true },
    revokedAt: { name: 'revoked_at', type: 'timestamptz', nullable: true },
    createdAt: { name: 'created_at', type: 'timestamptz' },
  },
  uniques: [{ name: 'access_token_hash_key', columns: ['hash'] }],
  indices: [{ name: 'access_token_principal_id_idx', columns: ['principalId', 'createdAt'] }],
  foreignKeys: [
    {
      name: 'access_token_principal_id_fkey',
      target: 'principal',
      columnNames: ['principalId'],
      referencedColumnNames: ['id'],
    },
    {
      name: 'access_token_tenant_id_fkey',
      target: 'tenant',
      columnNames: ['tenantId'],
      referencedColumnNames: ['id'],
    },
  ],
});

const order = { column: 'createdAt', direction: 'DESC' } as const;

function listOf(principalId: string): string {
  return `access-tokens/${principalId}`;
}

/** Access tokens: they are revoked, never changed otherwise. */
export class AccessTokenStore {
  readonly #manager: EntityManager;

  constructor(manager: EntityManager) {
    this.#manager = manager;
  }

  async findByHash(hash: Buffer): Promise<AccessToken | undefined> {
    const found = await this.#manager
      .createQueryBuilder(AccessTokenTable, 'row')
      .where('row.hash = :hash', { hash })
      .getOne();
    return found ?? undefined;
  }

  /** @throws DomainError NOT_FOUND */
  async get(id: string): Promise<AccessToken> {
    const found = await this.#manager
      .createQueryBuilder(AccessTokenTable, 'row')
      .where({ id })
      .getOne();
    if (found === null) throw notFound('access token');
    return found;
  }

  /** Newest first, revoked ones included. */
  async list(principalId: string, page: PageRequest): Promise<Page<AccessToken>> {
    const source = { manager: this.#manager, table: AccessTokenTable };
    return readPage(source, { list: listOf(principalId), ...order }, page, (query) =>
      query.where({ principalId }),
    );
  }

  /** The first pages of several principals' lists. */
  async listFirst(
    principalIds: readonly string[],
    first: number,
  ): Promise<ReadonlyMap<string, Page<AccessToken>>> {
    const source = { manager: this.#manager, table: AccessTokenTable };
    const lists = { ...order, ownerField: 'principalId', listOf } as const;
    return readFirstPages(source, lists, { ownerIds: principalIds, first }, (query) => query);
  }

  /** Whether the principal could authenticate with any token at this moment. */
  async hasTokenInUse(principalId: string, now: Date): Promise<boolean> {
    return this.#manager
      .createQueryBuilder(AccessTokenTable, 'row')
      .where({ principalId })
      .andWhere('row.revokedAt IS NULL AND (row.notAfter IS NULL OR row.notAfter > :now)', { now })
      .getExists();
  }

  async insert(token: AccessToken): Promise<void> {
    await this.#manager
      .createQueryBuilder()
      .insert()
      .into(AccessTokenTable)
      .values(token)
      .execute();
  }

  /** Whether it was in use until this call. */
  async revoke(id: string, revokedAt: Date): Promise<boolean> {
    const { affected } = await this.#manager
      .createQueryBuilder()
      .update(AccessTokenTable)
      .set({ revokedAt })
      .where({ id })
      .andWhere('revoked_at IS NULL')
      .execute();
    return affected === 1;
  }
}
