import type { IdentityProvider } from '../identity-provider.ts';
import type { Role } from '../permission.ts';
import type { Principal } from '../principal.ts';
import { revise } from '../record.ts';
import { rolesOf } from './role-mapping.ts';
import type { TokenClaims } from './token-claims.ts';

/** What of a token may lie ahead of this clock, or behind it. */
export const CLOCK_SKEW_MS = 60_000;

/** People and machines that one identity provider may bring: its issuer could name new ones without an end. */
export const IDENTITIES_MAX = 10_000;

/** Somebody whom an identity provider named, and the principal that it is here. */
export interface FederatedIdentity {
  readonly identityProviderId: string;
  /** The claim `sub`. */
  readonly subject: string;
  readonly principalId: string;
  /** The provider's. */
  readonly tenantId: string | null;
  /** Groups that the newest token named. */
  readonly groups: readonly string[];
  /** When that token was issued. */
  readonly groupsAt: Date;
  /** Tokens that were issued until then are refused. */
  readonly signedOutAt: Date | null;
}

/** What a token says of somebody who is known. */
export interface Standing {
  /** The identity with what the token has told. */
  readonly identity: FederatedIdentity;
  /** Roles of the caller of this token. */
  readonly roles: readonly Role[];
}

/**
 * The newest token counts: an older one gives only what the newest gives too, so that a group that somebody has left
 * is not kept by holding on to a token.
 */
export function judgeStanding(
  { roleMappings }: Pick<IdentityProvider, 'roleMappings'>,
  identity: FederatedIdentity,
  { groups, issuedAt }: Pick<TokenClaims, 'groups' | 'issuedAt'>,
): Standing {
  const shown = new Set(groups);
  if (issuedAt < identity.groupsAt) {
    const both = identity.groups.filter((group) => shown.has(group));
    return { identity, roles: rolesOf(roleMappings, new Set(both)) };
  }
  const roles = rolesOf(roleMappings, shown);
  if (isSame(identity.groups, shown)) return { identity, roles };
  return { identity: { ...identity, groups: [...shown], groupsAt: issuedAt }, roles };
}

/** A clock of the issuer that runs ahead must not carry a token over a sign-out. */
export function isSignedOut(
  { signedOutAt }: Pick<FederatedIdentity, 'signedOutAt'>,
  issuedAt: Date,
): boolean {
  return signedOutAt !== null && issuedAt.getTime() <= signedOutAt.getTime() + CLOCK_SKEW_MS;
}

/**
 * The principal with the roles of the newest groups, which may be none; a person once somebody has signed in with a
 * browser. The same value when nothing is new.
 */
export function followIdentity(
  principal: Principal,
  roles: readonly Role[],
  { email, isPerson }: Pick<TokenClaims, 'email' | 'isPerson'>,
  now: Date,
): Principal {
  const becomesHuman = isPerson && principal.kind === 'service';
  const hasNewEmail = isPerson && email !== principal.email;
  if (!becomesHuman && !hasNewEmail && isSame(principal.roles, new Set(roles))) return principal;
  return revise(principal, { roles, ...(isPerson && { kind: 'human' as const, email }) }, now);
}

function isSame(known: readonly string[], shown: ReadonlySet<string>): boolean {
  return known.length === shown.size && known.every((one) => shown.has(one));
}
