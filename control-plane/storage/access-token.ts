import { type EntityManager, EntitySchema, type SelectQueryBuilder } from 'typeorm';
import type { AccessToken } from '../domain/access-token.ts';
import { notFound } from '../domain/errors.ts';
import { newestFirst } from './column.ts';
import { type Listing, type ListWish, readList, readOwnedLists } from './list/listing.ts';
import { END, endsBefore, equals, HOLDS, hasPart, inField } from './list/narrowing.ts';
import type { Page, PageRequest } from './page.ts';

/** Table `access_token`. */
export const AccessTokenTable = new EntitySchema<AccessToken>({
  name: 'access_token',
  columns: {
    id: { type: 'uuid', primary: true, primaryKeyConstraintName: 'access_token_pkey' },
    principalId: { name: 'principal_id', type: 'uuid' },
    tenantId: { name: 'tenant_id', type: 'uuid', nullable: true },
    name: { type: 'text' },
    hash: { type: 'bytea' },
    scope: { type: 'text', array: true, nullable: true },
    rotatedFromId: { name: 'rotated_from_id', type: 'uuid', nullable: true },
    notAfter: { name: 'not_after', type: 'timestamptz', nullable: true },
    revokedAt: { name: 'revoked_at', type: 'timestamptz', nullable: true },
    createdAt: { name: 'created_at', type: 'timestamptz' },
    createdBy: { name: 'created_by', type: 'uuid', nullable: true },
  },
  uniques: [{ name: 'access_token_hash_key', columns: ['hash'] }],
  indices: [
    { name: 'access_token_principal_id_idx', columns: ['principalId', 'createdAt'] },
    { name: 'access_token_tenant_id_idx', columns: ['tenantId'] },
    { name: 'access_token_rotated_from_id_idx', columns: ['rotatedFromId'] },
    { name: 'access_token_created_by_idx', columns: ['createdBy'] },
  ],
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
    {
      name: 'access_token_created_by_fkey',
      target: 'principal',
      columnNames: ['createdBy'],
      referencedColumnNames: ['id'],
    },
    {
      name: 'access_token_rotated_from_id_fkey',
      target: 'access_token',
      columnNames: ['rotatedFromId'],
      referencedColumnNames: ['id'],
    },
  ],
});

/** Which tokens of a principal; what is undefined does not narrow. */
export interface AccessTokenFilter {
  readonly principalId?: string | undefined;
  /** Part of the name. */
  readonly text?: string | undefined;
  /** Whether they can be used at the moment of asking. */
  readonly inUse?: boolean | undefined;
  /** Those that can be used and end before it. */
  readonly endsBefore?: Date | undefined;
}

export type AccessTokenSort = 'name' | 'createdAt' | 'notAfter';

/** Of one principal, who has few: sorted without an index. */
export const accessTokenListing: Listing<AccessToken, AccessTokenFilter, AccessTokenSort> = {
  name: 'access-tokens',
  sorts: { name: 'row.name', createdAt: 'row.createdAt', notAfter: END },
  order: newestFirst,
  narrowings: {
    principalId: equals('principalId'),
    text: hasPart(inField('name')),
    inUse: isInUse,
    endsBefore,
  },
};

/** Access tokens: they are revoked, or given an earlier end, and never changed otherwise. */
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

  /** The first pages of several principals' lists. @throws DomainError VALIDATION_FAILED */
  async listFirst(
    principalIds: readonly string[],
    first: number,
    { now, ...wish }: ListWish<AccessTokenFilter, AccessTokenSort> & { readonly now: Date },
  ): Promise<ReadonlyMap<string, Page<AccessToken>>> {
    const source = { manager: this.#manager, table: AccessTokenTable, now };
    const wanted = { ownerField: 'principalId', ownerIds: principalIds, first } as const;
    return readOwnedLists(source, accessTokenListing, wish, wanted);
  }

  /** @throws DomainError VALIDATION_FAILED */
  async list(
    wish: ListWish<AccessTokenFilter, AccessTokenSort>,
    page: PageRequest,
    now: Date,
  ): Promise<Page<AccessToken>> {
    const source = { manager: this.#manager, table: AccessTokenTable, now };
    return readList(source, accessTokenListing, wish, page);
  }

  /** Whether any of the tokens could authenticate at this moment: the principal's, or those that took another's place. */
  async hasTokenInUse(
    which: Partial<Pick<AccessToken, 'principalId' | 'rotatedFromId'>>,
    now: Date,
  ): Promise<boolean> {
    return this.#manager
      .createQueryBuilder(AccessTokenTable, 'row')
      .where(which)
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

  /** Gives it an end; one that is revoked meanwhile stays so. */
  async end(id: string, notAfter: Date | null): Promise<void> {
    await this.#manager
      .createQueryBuilder()
      .update(AccessTokenTable)
      .set({ notAfter })
      .where({ id })
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

function isInUse(query: SelectQueryBuilder<AccessToken>, wanted: boolean): void {
  query.andWhere(wanted ? HOLDS : `NOT ${HOLDS}`);
}
