import { DomainError } from '../domain/errors.ts';
import { isPermitted, type Permission } from '../domain/permission.ts';
import type { Principal } from '../domain/principal.ts';
import type { Actor } from '../storage/audit.ts';
import { PLATFORM, type Scope } from '../storage/storage.ts';

/** One call by one principal: who asks, what they may do where, and what time it is. */
export class Operation {
  readonly principal: Principal;
  readonly actor: Actor;
  readonly now: Date;

  constructor(principal: Principal, authenticatedBy: string, now: Date) {
    this.principal = principal;
    this.actor = { name: principal.name, authenticatedBy };
    this.now = now;
  }

  /** Rows that row-level security shows to this principal. */
  get scope(): Scope {
    const { tenantId } = this.principal;
    return tenantId === null ? PLATFORM : { kind: 'tenant', tenantId };
  }

  /** Whether the roles carry it, wherever. */
  may(permission: Permission): boolean {
    return isPermitted(this.principal.roles, permission);
  }

  /** For reading lists: row-level security narrows them. @throws DomainError PERMISSION_DENIED */
  require(permission: Permission): void {
    if (!this.may(permission)) throw denied(permission);
  }

  /**
   * Asked of the owner of the row that was loaded, never of one that the caller names; null is the platform.
   *
   * @throws DomainError PERMISSION_DENIED
   */
  requireFor(permission: Permission, ownerTenantId: string | null): void {
    const { tenantId } = this.principal;
    if (!this.may(permission) || (tenantId !== null && tenantId !== ownerTenantId))
      throw denied(permission);
  }
}

function denied(permission: Permission): DomainError {
  return new DomainError(
    { code: 'PERMISSION_DENIED', permission },
    `You need the permission ${permission} here; ask an administrator of the platform.`,
  );
}
