import { type EntityManager, EntitySchema } from 'typeorm';
import type { Principal } from '../domain/principal.ts';
import { archivableColumns } from './column.ts';
import { type Page, type PageRequest, readPage } from './page.ts';
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
  indices: [{ name: 'principal_tenant_id_idx', columns: ['tenantId'] }],
  foreignKeys: [
    {
      name: 'principal_tenant_id_fkey',
      target: 'tenant',
      columnNames: ['tenantId'],
      referencedColumnNames: ['id'],
    },
  ],
});

export class PrincipalStore extends RowStore<Principal> {
  constructor(manager: EntityManager) {
    super(manager, PrincipalTable, 'principal');
  }

  async list(includeArchived: boolean, page: PageRequest): Promise<Page<Principal>> {
    const list = `principals/${includeArchived}`;
    const keyset = { list, column: 'name', direction: 'ASC' } as const;
    return readPage({ manager: this.manager, table: this.table }, keyset, page, (query) =>
      includeArchived ? query : query.where('row.archivedAt IS NULL'),
    );
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
