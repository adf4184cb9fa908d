import { invalid } from '../../../domain/errors.ts';
import type { Permission } from '../../../domain/permission.ts';
import {
  createPrincipal,
  isAdministrator,
  type Principal,
  type PrincipalChange,
  type PrincipalDraft,
  revisePrincipal,
} from '../../../domain/principal.ts';
import { permissionsHeld, type RoleHolder } from '../../../domain/role.ts';
import type { Stores } from '../../../storage/storage.ts';
import { requireTenant } from '../../tenant-owner.ts';

/** A principal, and what it may do by the roles that are new to it: whoever gives them must have it. */
interface BuiltPrincipal {
  readonly principal: Principal;
  readonly given: ReadonlySet<Permission>;
}

/** A new principal, judged by what there is at this moment. @throws DomainError NOT_FOUND, VALIDATION_FAILED */
export async function buildPrincipal(
  stores: Stores,
  id: string,
  { draft, now }: { readonly draft: PrincipalDraft; readonly now: Date },
): Promise<BuiltPrincipal> {
  if (draft.tenantId !== null) await requireTenant(stores, draft.tenantId);
  const given = await findGiven(stores, { ...draft, roleIds: draft.roleIds ?? [] });
  return { principal: createPrincipal(id, draft, now), given };
}

/**
 * The principal with an edit, judged likewise. The last administrator of the platform stays one.
 *
 * @throws DomainError VALIDATION_FAILED
 */
export async function rebuildPrincipal(
  stores: Stores,
  row: Principal,
  { change, now }: { readonly change: PrincipalChange; readonly now: Date },
): Promise<BuiltPrincipal> {
  const roles = (change.roles ?? []).filter((role) => !row.roles.includes(role));
  const roleIds = (change.roleIds ?? []).filter((id) => !row.roleIds.includes(id));
  const given = await findGiven(stores, { tenantId: row.tenantId, roles, roleIds });
  const principal = revisePrincipal(row, change, now);
  if (losesAdministration(row, principal)) await requireAnotherAdministrator(stores, row, 'roles');
  return { principal, given };
}

/** Whether somebody who administers the platform would no longer. */
export function losesAdministration(
  before: Pick<Principal, 'roles'>,
  after: Pick<Principal, 'roles'>,
): boolean {
  return before.roles.includes('platform-admin') && !after.roles.includes('platform-admin');
}

/** Two administrators who end each other at the same moment would leave none: one at a time. */
export async function requireAnotherAdministrator(
  { principals }: Stores,
  row: Principal,
  path: string,
): Promise<void> {
  if (!isAdministrator(row)) return;
  await principals.lockAdministrators();
  if (await principals.hasOtherAdministrator(row.id)) return;
  throw invalid(path, 'This is the last platform-admin; appoint another one first.');
}

/** The custom roles must be there for such a principal. */
async function findGiven(stores: Stores, given: RoleHolder): Promise<ReadonlySet<Permission>> {
  const custom = given.roleIds.length === 0 ? [] : await stores.roles.listByIds(given.roleIds);
  const usable = custom.filter(({ tenantId }) => tenantId === null || tenantId === given.tenantId);
  const ids = new Set(usable.filter(({ archivedAt }) => archivedAt === null).map(({ id }) => id));
  if (given.roleIds.some((id) => !ids.has(id)))
    throw invalid(
      'customRoleIds',
      'There is no such role, or principals of this tenant cannot hold it.',
    );
  return permissionsHeld(given, custom);
}
