import { type EntityManager, EntitySchema, type SelectQueryBuilder } from 'typeorm';
import type { Principal } from '../domain/principal.ts';
import { archivableColumns, byName, type RecordSort, recordSorts, sortedBy } from './column.ts';
import { type Listing, type ListWish, readList } from './list/listing.ts';
import { distinct, equals, hasPart, includesArchived, inField, isAmong } from './list/narrowing.ts';
import type { Page, PageRequest } from './page.ts';
import { RowStore } from './row-store.ts';

/** Any number that nothing else locks; the same in every replica. */
const ADMINISTRATOR_LOCK = 7_163_423;

/** People that are looked at to see whether there are enough. */
const PEOPLE_MAX = 1_000;

/** Table `principal`. */
export const PrincipalTable = new EntitySchema<Principal>({
  name: 'principal',
  columns: {
    ...archivableColumns('principal'),
    tenantId: { name: 'tenant_id', type: 'uuid', nullable: true },
    kind: { type: 'text' },
    name: { type: 'text' },
    email: { type: 'text', nullable: true },
    roles: { type: 'text', array: true },
    roleIds: { name: 'role_ids', type: 'uuid', array: true, default: '{}' },
  },
  uniques: [{ name: 'principal_name_key', columns: ['name'] }],
  indices: [
    { name: 'principal_tenant_id_idx', columns: ['tenantId'] },
    ...sortedBy('principal', 'createdAt', 'updatedAt'),
  ],
  foreignKeys: [
    {
      name: 'principal_tenant_id_fkey',
      target: 'tenant',
      columnNames: ['tenantId'],
      referencedColumnNames: ['id'],
    },
  ],
});

/** Which principals; what is undefined does not narrow. */
export interface PrincipalFilter {
  readonly includeArchived: boolean;
  readonly tenantId?: string | undefined;
  /** Part of the name or of the e-mail address. */
  readonly text?: string | undefined;
  readonly kinds?: readonly Principal['kind'][] | undefined;
  /** Those that hold any. */
  readonly roles?: readonly Principal['roles'][number][] | undefined;
}

export const principalListing: Listing<Principal, PrincipalFilter, RecordSort> = {
  name: 'principals',
  sorts: recordSorts,
  order: byName,
  narrowings: {
    includeArchived: includesArchived,
    tenantId: equals('tenantId'),
    text: hasPart(inField('name'), inField('email')),
    kinds: isAmong('kind', 'kinds'),
    roles: holdsAny,
  },
};

export class PrincipalStore extends RowStore<Principal> {
  constructor(manager: EntityManager) {
    super(manager, PrincipalTable, 'principal');
  }

  async list(
    wish: ListWish<PrincipalFilter, RecordSort>,
    page: PageRequest,
  ): Promise<Page<Principal>> {
    return readList(this, principalListing, wish, page);
  }

  /** The row as it is until this transaction ends. @throws DomainError NOT_FOUND */
  async getLocked(id: string): Promise<Principal> {
    await this.manager.query('SELECT FROM principal WHERE id = $1 FOR UPDATE', [id]);
    return this.get(id);
  }

  /** Whether there is any at all, archived ones included; the scope must be the platform's. */
  async isEmpty(): Promise<boolean> {
    return !(await this.manager.createQueryBuilder(this.table, 'row').getExists());
  }

  /** Lets one transaction at a time appoint or end administrators. Held until it ends. */
  async lockAdministrators(): Promise<void> {
    await this.manager.query('SELECT pg_advisory_xact_lock($1)', [ADMINISTRATOR_LOCK]);
  }

  /** People in office, of the tenant and of the platform, of those that the scope shows. Null: of the platform alone. */
  async listPeopleNear(tenantId: string | null): Promise<readonly Principal[]> {
    return this.manager
      .createQueryBuilder(this.table, 'row')
      .where(`row.kind = 'human' AND row.archivedAt IS NULL`)
      .andWhere('(row.tenantId IS NULL OR row.tenantId = :tenantId)', { tenantId })
      .limit(PEOPLE_MAX)
      .getMany();
  }

  /** Administrators of the platform besides this one; the scope must be the platform's. */
  async hasOtherAdministrator(id: string): Promise<boolean> {
    return this.manager
      .createQueryBuilder(this.table, 'row')
      .where('row.id <> :id', { id })
      .andWhere('row.tenantId IS NULL AND row.archivedAt IS NULL')
      .andWhere(`'platform-admin' = ANY (row.roles)`)
      .getExists();
  }
}

function holdsAny(query: SelectQueryBuilder<Principal>, roles: readonly string[]): void {
  query.andWhere('row.roles && :roles', { roles: distinct('roles', roles) });
}
