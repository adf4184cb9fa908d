import { type Fault, invalidInput } from './errors.ts';
import { checkText } from './name.ts';
import type { Role } from './permission.ts';
import { type ArchivableRecord, newRecord, revise } from './record.ts';

export type PrincipalKind = 'human' | 'service';

/** A person or a service account that manages. */
export interface Principal extends ArchivableRecord {
  /** Confines the principal to a tenant; null for principals of the platform. */
  readonly tenantId: string | null;
  readonly kind: PrincipalKind;
  readonly name: string;
  readonly email: string | null;
  readonly roles: readonly Role[];
  /** Custom roles, held besides. */
  readonly roleIds: readonly string[];
}

/** What the author of a principal decides. */
export interface PrincipalDraft
  extends Pick<Principal, 'tenantId' | 'kind' | 'name' | 'email' | 'roles'> {
  /** None when undefined. */
  readonly roleIds?: readonly string[] | undefined;
}

/** What an edit may change; what is undefined stays, a null e-mail address is removed. */
export interface PrincipalChange {
  readonly name?: string | undefined;
  readonly email?: string | null | undefined;
  readonly roles?: readonly Role[] | undefined;
  readonly roleIds?: readonly string[] | undefined;
}

/** Names under which the audit log tells what no principal did. */
const RESERVED_NAME = /^(system$|database:)/i;
const CUSTOM_ROLES_MAX = 20;
const EMAIL = /^[^\s@]{1,64}@[^\s@]{1,189}$/;

/** @throws DomainError VALIDATION_FAILED */
export function createPrincipal(id: string, draft: PrincipalDraft, now: Date): Principal {
  return checked({ ...draft, roleIds: draft.roleIds ?? [], ...newRecord(id, now) });
}

/** @throws DomainError VALIDATION_FAILED */
export function revisePrincipal(
  principal: Principal,
  change: PrincipalChange,
  now: Date,
): Principal {
  return checked(revise(principal, change, now));
}

/** Whether the principal can appoint and end principals of the whole platform. */
export function isAdministrator({ tenantId, roles, archivedAt }: Principal): boolean {
  return tenantId === null && archivedAt === null && roles.includes('platform-admin');
}

function checked(principal: Principal): Principal {
  const faults = [
    ...checkText('name', principal.name),
    ...checkReserved(principal.name),
    ...checkEmail(principal),
    ...checkRoles(principal),
    ...checkCustomRoles(principal.roleIds),
  ];
  if (faults.length > 0) throw invalidInput(faults);
  return principal;
}

function checkReserved(name: string): readonly Fault[] {
  if (!RESERVED_NAME.test(name.trim())) return [];
  return [{ path: 'name', message: 'This name is reserved; choose another.' }];
}

function checkEmail({ kind, email }: Principal): readonly Fault[] {
  if (email === null) return [];
  if (kind === 'service') return [{ path: 'email', message: 'A service has no e-mail address.' }];
  return EMAIL.test(email) ? [] : [{ path: 'email', message: 'This is no e-mail address.' }];
}

function checkRoles({ tenantId, roles, roleIds }: Principal): readonly Fault[] {
  if (roles.length + roleIds.length === 0)
    return [{ path: 'roles', message: 'A principal needs at least one role.' }];
  if (tenantId === null && roles.includes('owner'))
    return [{ path: 'roles', message: 'A tenant has owners; the platform has none.' }];
  if (new Set(roles).size === roles.length) return [];
  return [{ path: 'roles', message: 'A role is named twice.' }];
}

function checkCustomRoles(roleIds: readonly string[]): readonly Fault[] {
  const path = 'customRoleIds';
  if (roleIds.length > CUSTOM_ROLES_MAX)
    return [{ path, message: `A principal has at most ${CUSTOM_ROLES_MAX} custom roles.` }];
  if (new Set(roleIds).size === roleIds.length) return [];
  return [{ path, message: 'A role is named twice.' }];
}
