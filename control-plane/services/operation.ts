import { type AccessToken, permissionsOfToken } from '../domain/access-token.ts';
import { DomainError } from '../domain/errors.ts';
import type { Permission } from '../domain/permission.ts';
import type { Principal } from '../domain/principal.ts';
import { permissionsHeld } from '../domain/role.ts';
import type { Actor } from '../storage/audit.ts';
import { PLATFORM, type Scope } from '../storage/storage.ts';

/** The token by which a principal came. */
export type ShownToken = Pick<AccessToken, 'id' | 'scope' | 'createdBy'>;

/** What a principal may do, and the token that narrows it. */
export interface Rights {
  /** What the principal's roles give. */
  readonly owned: ReadonlySet<Permission>;
  /** Undefined for a caller who came without one. */
  readonly token: ShownToken | undefined;
}

/** One call by one principal: who asks, what they may do where, and what time it is. */
export class Operation {
  readonly principal: Principal;
  readonly actor: Actor;
  readonly now: Date;
  readonly token: ShownToken | undefined;
  /** What this call may do: what the roles give, narrowed by the token's scope. */
  readonly permissions: ReadonlySet<Permission>;

  /** Without rights: those of the built-in roles alone. */
  constructor(
    principal: Principal,
    authenticatedBy: string,
    now: Date,
    { owned, token }: Rights = { owned: permissionsHeld(principal, []), token: undefined },
  ) {
    this.principal = principal;
    this.actor = { name: principal.name, authenticatedBy };
    this.now = now;
    this.token = token;
    this.permissions = token === undefined ? owned : permissionsOfToken(token, owned);
  }

  /** Rows that row-level security shows to this principal. */
  get scope(): Scope {
    const { tenantId } = this.principal;
    return tenantId === null ? PLATFORM : { kind: 'tenant', tenantId };
  }

  /**
   * The filter of a list, for the caller's own tenant where none is named. Row-level security shows the same rows without it, but
   * lets the database look at those of every tenant on the way: no index leads to what a session's setting says.
   */
  narrow<Filter extends { readonly tenantId?: string | undefined }>(filter: Filter): Filter {
    return { ...filter, tenantId: filter.tenantId ?? this.principal.tenantId ?? undefined };
  }

  /** The same of a filter with an order. */
  narrowList<Wish extends { readonly filter: { readonly tenantId?: string | undefined } }>(
    wish: Wish,
  ): Wish {
    return { ...wish, filter: this.narrow(wish.filter) };
  }

  /** Id of the person who answers for the call: who made the token by which a service came. Null where nobody is known. */
  get answerableId(): string | null {
    const { id, kind } = this.principal;
    return kind === 'human' ? id : (this.token?.createdBy ?? null);
  }

  /** Ids of all who are authors of what the call proposes: the caller, and the person who answers for it. */
  get authorIds(): readonly string[] {
    return [...new Set([this.principal.id, this.answerableId ?? this.principal.id])];
  }

  /** Whether the caller came by a token that may do less than its owner. */
  get isNarrowed(): boolean {
    return this.token !== undefined && this.token.scope !== null;
  }

  /** Whether it is what another call of the same caller was: the same principal, unchanged, with the same rights. */
  isAs(other: Operation): boolean {
    const { id, version } = other.principal;
    return (
      this.principal.id === id &&
      this.principal.version === version &&
      this.permissions.size === other.permissions.size &&
      [...this.permissions].every((permission) => other.permissions.has(permission))
    );
  }

  /** Whether the caller has it, wherever. */
  may(permission: Permission): boolean {
    return this.permissions.has(permission);
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
