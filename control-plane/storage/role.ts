import { type EntityManager, EntitySchema } from 'typeorm';
import type { Permission } from '../domain/permission.ts';
import { type CustomRole, permissionsHeld, type RoleHolder } from '../domain/role.ts';
import { archivableColumns } from './column.ts';
import { type Page, type PageRequest, readPage } from './page.ts';
import { RowStore } from './row-store.ts';

/** Table `role`. */
export const RoleTable = new EntitySchema<CustomRole>({
  name: 'role',
  columns: {
    ...archivableColumns('role'),
    tenantId: { name: 'tenant_id', type: 'uuid', nullable: true },
    name: { type: 'text' },
    permissions: { type: 'text', array: true },
  },
  uniques: [{ name: 'role_tenant_id_name_key', columns: ['tenantId', 'name'] }],
  foreignKeys: [
    {
      name: 'role_tenant_id_fkey',
      target: 'tenant',
      columnNames: ['tenantId'],
      referencedColumnNames: ['id'],
    },
  ],
});

/** Which roles; what is undefined does not narrow. */
export interface CustomRoleFilter {
  readonly tenantId: string | undefined;
  readonly includeArchived: boolean;
}

/** Custom roles. A tenant's scope shows its own and those of the platform, and changes its own. */
export class RoleStore extends RowStore<CustomRole> {
  constructor(manager: EntityManager) {
    super(manager, RoleTable, 'role');
  }

  /** What such a principal may do at this moment. Custom roles that the scope does not show give nothing. */
  async permissionsHeldBy(holder: RoleHolder): Promise<ReadonlySet<Permission>> {
    const custom = holder.roleIds.length === 0 ? [] : await this.listByIds(holder.roleIds);
    return permissionsHeld(holder, custom);
  }

  /** By name. */
  async list(filter: CustomRoleFilter, page: PageRequest): Promise<Page<CustomRole>> {
    const list = `roles/${filter.tenantId ?? ''}/${filter.includeArchived}`;
    const keyset = { list, column: 'name', direction: 'ASC' } as const;
    return readPage({ manager: this.manager, table: this.table }, keyset, page, (query) => {
      if (filter.tenantId !== undefined) query.andWhere({ tenantId: filter.tenantId });
      if (!filter.includeArchived) query.andWhere('row.archivedAt IS NULL');
      return query;
    });
  }
}
