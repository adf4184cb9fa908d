import { DomainError, type Fault, invalidInput } from './errors.ts';
import { checkSlug } from './name.ts';
import {
  checkPermissions,
  isOfPlatform,
  type Permission,
  permissionsOfRoles,
  type Role,
  roles,
} from './permission.ts';
import { type ArchivableRecord, newRecord, revise } from './record.ts';

/** A role that people made, besides those of the table: a name and what it gives. */
export interface CustomRole extends ArchivableRecord {
  /** Null for one of the platform, which principals of every tenant may hold too. */
  readonly tenantId: string | null;
  /** Unique in the tenant, or among those of the platform. */
  readonly name: string;
  readonly permissions: readonly Permission[];
}

/** What the author of a role decides. */
export interface CustomRoleDraft {
  readonly tenantId: string | null;
  readonly name: string;
  readonly permissions: readonly string[];
}

/** What an edit may change; what is undefined stays. */
export interface CustomRoleChange {
  readonly name?: string | undefined;
  readonly permissions?: readonly string[] | undefined;
}

/** Whose permissions are asked for. */
export interface RoleHolder {
  readonly tenantId: string | null;
  readonly roles: readonly Role[];
  readonly roleIds: readonly string[];
}

/** @throws DomainError VALIDATION_FAILED */
export function createRole(id: string, draft: CustomRoleDraft, now: Date): CustomRole {
  return checked({ ...newRecord(id, now), ...draft });
}

/** @throws DomainError VALIDATION_FAILED */
export function reviseRole(role: CustomRole, change: CustomRoleChange, now: Date): CustomRole {
  const permissions = change.permissions ?? role.permissions;
  return checked({ ...revise(role, { name: change.name }, now), permissions });
}

/**
 * What a principal may do: what the built-in roles give and the custom ones. For one that is confined to a tenant without what is of
 * the platform, and without roles of another tenant. A role that is archived gives nothing.
 */
export function permissionsHeld(
  { tenantId, roles: builtIn }: Omit<RoleHolder, 'roleIds'>,
  custom: readonly CustomRole[],
): ReadonlySet<Permission> {
  const inForce = custom.filter(
    (role) => role.archivedAt === null && (role.tenantId ?? tenantId) === tenantId,
  );
  const fitting = builtIn.filter((role) => role !== 'owner' || tenantId !== null);
  const given = [
    ...permissionsOfRoles(fitting),
    ...inForce.flatMap(({ permissions }) => permissions),
  ];
  return new Set(tenantId === null ? given : given.filter((one) => !isOfPlatform(one)));
}

/**
 * Nobody hands out what he does not have, by whatever way: a role, a principal, a token.
 *
 * @throws DomainError PERMISSION_DENIED with the first permission that is missing
 */
export function requireGivable(held: ReadonlySet<Permission>, given: Iterable<Permission>): void {
  const missing = [...given].find((permission) => !held.has(permission));
  if (missing === undefined) return;
  throw new DomainError(
    { code: 'PERMISSION_DENIED', permission: missing },
    `You cannot give the permission ${missing}, which you do not have.`,
  );
}

type Unchecked = Omit<CustomRole, 'permissions'> & { readonly permissions: readonly string[] };

function checked(role: Unchecked): CustomRole {
  const faults = [
    ...checkSlug('name', role.name),
    ...checkUncommon(role.name),
    ...checkPermissions('permissions', role.permissions),
    ...checkOwner(role),
  ];
  if (faults.length > 0) throw invalidInput(faults);
  return { ...role, permissions: role.permissions as readonly Permission[] };
}

function checkUncommon(name: string): readonly Fault[] {
  if (!roles.some((role) => role === name)) return [];
  return [{ path: 'name', message: 'A built-in role has this name; choose another.' }];
}

function checkOwner({ tenantId, permissions }: Unchecked): readonly Fault[] {
  if (tenantId === null) return [];
  return permissions.flatMap((word, index) => {
    if (!isOfPlatform(word)) return [];
    const message = `${word} is of the platform; a role of a tenant cannot give it.`;
    return [{ path: `permissions.${index}`, message }];
  });
}
