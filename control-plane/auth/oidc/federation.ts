import { createHash, randomUUID } from 'node:crypto';
import { describeChanges } from '../../domain/audit.ts';
import { DomainError } from '../../domain/errors.ts';
import {
  type FederatedIdentity,
  followIdentity,
  IDENTITIES_MAX,
  isSignedOut,
  judgeStanding,
} from '../../domain/identity/federated-identity.ts';
import { rolesOf } from '../../domain/identity/role-mapping.ts';
import type { TokenClaims } from '../../domain/identity/token-claims.ts';
import type { IdentityProvider } from '../../domain/identity-provider.ts';
import { createPrincipal, type Principal } from '../../domain/principal.ts';
import { permissionsHeld } from '../../domain/role.ts';
import type { Rights } from '../../services/operation.ts';
import { PLATFORM, type Storage, type Stores, type Trail } from '../../storage/storage.ts';

const ACTOR = { name: 'system', authenticatedBy: 'oidc' } as const;

/** Somebody who was named before. */
interface Known {
  readonly identity: FederatedIdentity;
  readonly principal: Principal;
}

/** Who comes in by which provider, with what. */
interface Entry {
  readonly provider: IdentityProvider;
  readonly claims: TokenClaims;
  readonly now: Date;
}

/** Turns what identity providers say into principals: found or made by provider and subject, never by e-mail address. */
export class Federation {
  readonly #storage: Storage;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  /**
   * The principal whom a verified token names, with the roles that its groups have today. Writes only what is new.
   *
   * @throws DomainError UNAUTHENTICATED when the principal is archived or signed out, has no role, or has no place; BUSY
   */
  async enter(entry: Entry): Promise<Principal> {
    const { provider, claims } = entry;
    const known = await this.#storage.read(PLATFORM, (stores) =>
      findKnown(stores, entry, (id) => stores.principals.get(id)),
    );
    if (known !== undefined && !isNews(known, entry)) return withRoles(known, entry);
    // Nobody is made for a token that gives nothing.
    if (known === undefined && rolesOf(provider.roleMappings, new Set(claims.groups)).length === 0)
      throw noRole();
    const written = this.#storage.transaction(PLATFORM, ACTOR, async (stores, trail) => {
      await stores.federatedIdentities.lock(provider.id, claims.subject);
      const latest = await findKnown(stores, entry, (id) => stores.principals.getLocked(id));
      if (latest === undefined) return makePrincipal(stores, trail, entry);
      return keepNews(stores, trail, { known: latest, entry });
    });
    const { value } = await written.catch((error: unknown) => {
      throw isQuotaExceeded(error) ? noPlace(error) : error;
    });
    return withRoles(value, entry);
  }

  /**
   * The principal of a session, as its identity provider has named it last.
   *
   * @throws DomainError UNAUTHENTICATED as `enter` does, and when the identity provider is archived; BUSY
   */
  async resume(principalId: string, now: Date): Promise<Principal> {
    const entry = await this.#storage.read(PLATFORM, async (stores) => {
      const identity = await stores.federatedIdentities.findByPrincipal(principalId);
      if (identity === undefined) throw ended();
      const provider = await stores.identityProviders.get(identity.identityProviderId);
      if (provider.archivedAt !== null) throw ended();
      const { email, name: label } = await stores.principals.get(principalId);
      const { subject, groups, groupsAt: issuedAt } = identity;
      return { provider, claims: { subject, groups, issuedAt, email, label, isPerson: true }, now };
    });
    return this.enter(entry);
  }

  /** What the principal may do with the roles that its groups give and its custom ones. @throws DomainError BUSY */
  async rightsOf(principal: Principal): Promise<Rights> {
    const owned =
      principal.roleIds.length === 0
        ? permissionsHeld(principal, [])
        : await this.#storage.read(PLATFORM, ({ roles }) => roles.permissionsHeldBy(principal));
    return { owned, token: undefined };
  }
}

async function findKnown(
  { federatedIdentities }: Stores,
  { provider, claims }: Entry,
  load: (principalId: string) => Promise<Principal>,
): Promise<Known | undefined> {
  const identity = await federatedIdentities.find(provider.id, claims.subject);
  if (identity === undefined) return undefined;
  const principal = await load(identity.principalId);
  if (principal.archivedAt !== null) throw ended();
  if (!claims.isPerson && isSignedOut(identity, claims.issuedAt)) throw ended();
  return { identity, principal };
}

/** What is to be kept of it: the same values when nothing is new. */
function follow(known: Known, { provider, claims, now }: Entry): Known {
  const { identity } = judgeStanding(provider, known.identity, claims);
  const roles = rolesOf(provider.roleMappings, new Set(identity.groups));
  return { identity, principal: followIdentity(known.principal, roles, claims, now) };
}

function isNews(known: Known, entry: Entry): boolean {
  const { identity, principal } = follow(known, entry);
  return identity !== known.identity || principal !== known.principal;
}

async function keepNews(
  stores: Stores,
  trail: Trail,
  { known, entry }: { readonly known: Known; readonly entry: Entry },
): Promise<Known> {
  const next = follow(known, entry);
  if (next.identity !== known.identity) await stores.federatedIdentities.putGroups(next.identity);
  if (next.principal === known.principal) return next;
  await stores.principals.replace(next.principal);
  trail.entries.push({
    tenantId: next.principal.tenantId,
    action: 'principal.update',
    object: `principal/${next.principal.id}`,
    changes: describeChanges(known.principal, next.principal),
    reason: `as ${entry.provider.name} says`,
  });
  return next;
}

/**
 * A service until somebody signs in with a browser: a token alone does not tell a person from a machine, and only
 * people approve.
 */
async function makePrincipal(
  stores: Stores,
  trail: Trail,
  { provider, claims, now }: Entry,
): Promise<Known> {
  const { id: identityProviderId, tenantId } = provider;
  if ((await stores.federatedIdentities.count(identityProviderId)) >= IDENTITIES_MAX)
    throw refusal(`${IDENTITIES_MAX} people and machines came in by this identity provider.`);
  const { subject, groups, issuedAt, isPerson } = claims;
  const principal = createPrincipal(
    randomUUID(),
    {
      tenantId,
      kind: isPerson ? 'human' : 'service',
      name: await findName(stores, provider, claims),
      email: isPerson ? claims.email : null,
      roles: rolesOf(provider.roleMappings, new Set(groups)),
    },
    now,
  );
  const identity: FederatedIdentity = {
    identityProviderId,
    subject,
    principalId: principal.id,
    tenantId,
    groups,
    groupsAt: issuedAt,
    signedOutAt: null,
  };
  await stores.principals.insert(principal);
  await stores.federatedIdentities.insert(identity);
  trail.entries.push({
    tenantId,
    action: 'principal.create',
    object: `principal/${principal.id}`,
    changes: { ...describeChanges(undefined, principal), subject: [null, subject] },
    reason: `as ${provider.name} says`,
  });
  return { identity, principal };
}

/** The name of the provider comes first: nobody can choose a label that looks like somebody of another one. */
async function findName(
  { federatedIdentities }: Stores,
  provider: IdentityProvider,
  { label, subject }: TokenClaims,
): Promise<string> {
  const name = `${provider.name}/${label}`;
  if (!(await federatedIdentities.isNameTaken(name))) return name;
  const digest = createHash('sha256').update(`${provider.id}/${subject}`).digest('hex');
  return `${name} ~${digest.slice(0, 12)}`;
}

function withRoles({ identity, principal }: Known, { provider, claims }: Entry): Principal {
  const { roles } = judgeStanding(provider, identity, claims);
  if (roles.length === 0) throw noRole();
  return { ...principal, roles };
}

function noRole(): DomainError {
  return refusal(
    'None of your groups has a role here; ask an administrator to map one of them to a role.',
  );
}

function isQuotaExceeded(error: unknown): boolean {
  return error instanceof DomainError && error.failure.code === 'QUOTA_EXCEEDED';
}

/** How many there are is not for whoever is nobody here yet. */
function noPlace(cause: unknown): DomainError {
  return refusal(
    'Your tenant has as many people and service accounts as it may: ask one of its owners to archive some, or an administrator of the platform for more.',
    cause,
  );
}

function ended(): DomainError {
  return refusal('You are signed out, or your access was ended; sign in again.');
}

function refusal(message: string, cause?: unknown): DomainError {
  return new DomainError({ code: 'UNAUTHENTICATED' }, message, cause);
}
