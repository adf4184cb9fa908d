import { type EntityManager, EntitySchema } from 'typeorm';
import type { Permission } from '../domain/permission.ts';
import { type CustomRole, permissionsHeld, type RoleHolder } from '../domain/role.ts';
import { archivableColumns, byName, type RecordSort, recordSorts, sortedBy } from './column.ts';
import { type Listing, type ListWish, readList } from './list/listing.ts';
import { equals, hasEach, hasPart, includesArchived, inField } from './list/narrowing.ts';
import type { Page, PageRequest } from './page.ts';
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
  indices: [...sortedBy('role', 'name', 'createdAt', 'updatedAt')],
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
  /** Part of the name. */
  readonly text?: string | undefined;
  /** Those that give every one. */
  readonly permissions?: readonly string[] | undefined;
}

export const roleListing: Listing<CustomRole, CustomRoleFilter, RecordSort> = {
  name: 'roles',
  sorts: recordSorts,
  order: byName,
  narrowings: {
    tenantId: equals('tenantId'),
    includeArchived: includesArchived,
    text: hasPart(inField('name')),
    permissions: hasEach('permissions'),
  },
};

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

  async list(
    wish: ListWish<CustomRoleFilter, RecordSort>,
    page: PageRequest,
  ): Promise<Page<CustomRole>> {
    return readList(this, roleListing, wish, page);
  }
}
