import { type Fault, invalid, invalidInput } from './errors.ts';
import { checkText } from './name.ts';
import { checkPermissions, type Permission } from './permission.ts';

/** An access token of a person or of a service account. The token itself is nowhere but with its owner. */
export interface AccessToken {
  readonly id: string;
  readonly principalId: string;
  /** The principal's. */
  readonly tenantId: string | null;
  readonly name: string;
  /** HMAC-SHA-256 of the token; 32 bytes. */
  readonly hash: Buffer;
  /** What it may do of what its owner may: it narrows, and gives nothing. Null for all of it. */
  readonly scope: readonly Permission[] | null;
  /** The token whose place it took. */
  readonly rotatedFromId: string | null;
  /**
   * Moment from which it is refused; null for never, which only the first token of a platform is.
   */
  readonly notAfter: Date | null;
  readonly revokedAt: Date | null;
  readonly createdAt: Date;
  /**
   * Id of the person who made it, or who made the token by which a service made it: whoever can act by it has this person
   * to answer for. Null where that is not known.
   */
  readonly createdBy: string | null;
}

/** What the author of a token decides. */
export interface AccessTokenDraft {
  readonly name: string;
  /** All that the owner may when undefined. */
  readonly scope?: readonly string[] | undefined;
  /** 90 days away when undefined. */
  readonly notAfter: Date | undefined;
}

/** What the author of a rotation decides. */
export interface RotationDraft {
  /** How long the old token works beside the new one, unless it ends before; a day when undefined. */
  readonly overlapSeconds: number | undefined;
  /** Of the new one: 90 days away when undefined. */
  readonly notAfter: Date | undefined;
}

/** Both tokens of a rotation, as they are from then on. */
export interface Rotation {
  readonly previous: AccessToken;
  readonly successor: AccessToken;
}

type Origin = Pick<AccessToken, 'id' | 'principalId' | 'tenantId' | 'hash' | 'createdBy'>;

const DAY_MS = 24 * 60 * 60 * 1_000;
const LIFE_DAYS_DEFAULT = 90;
const LIFE_DAYS_MAX = 400;
const OVERLAP_SECONDS_DEFAULT = 86_400;
const OVERLAP_DAYS_MAX = 7;

/** @param owned what its owner may @throws DomainError VALIDATION_FAILED */
export function createAccessToken(
  origin: Origin,
  draft: AccessTokenDraft,
  { owned, now }: { readonly owned: ReadonlySet<Permission>; readonly now: Date },
): AccessToken {
  const { name, scope, notAfter = daysAfter(now, LIFE_DAYS_DEFAULT) } = draft;
  const faults = [
    ...checkText('name', name),
    ...checkScope(scope, owned),
    ...checkNotAfter(notAfter, now),
  ];
  if (faults.length > 0) throw invalidInput(faults);
  const granted = scope === undefined ? null : (scope as readonly Permission[]);
  return {
    ...origin,
    name,
    scope: granted,
    rotatedFromId: null,
    notAfter,
    revokedAt: null,
    createdAt: now,
  };
}

/**
 * A new token in the place of one that is in use, with its name and its scope. The old one ends after the overlap, or when it would
 * have ended anyway.
 *
 * @throws DomainError VALIDATION_FAILED
 */
export function rotateAccessToken(
  token: AccessToken,
  origin: Pick<AccessToken, 'id' | 'hash' | 'createdBy'>,
  { draft, now }: { readonly draft: RotationDraft; readonly now: Date },
): Rotation {
  const { overlapSeconds = OVERLAP_SECONDS_DEFAULT } = draft;
  const { notAfter = daysAfter(now, LIFE_DAYS_DEFAULT) } = draft;
  if (!isInUse(token, now)) throw invalid('id', 'This token has ended; create a new one.');
  const faults = [...checkOverlap(overlapSeconds), ...checkNotAfter(notAfter, now)];
  if (faults.length > 0) throw invalidInput(faults);
  const overlapEnd = new Date(now.getTime() + overlapSeconds * 1_000);
  const endsBefore = token.notAfter !== null && token.notAfter < overlapEnd;
  return {
    previous: endsBefore ? token : { ...token, notAfter: overlapEnd },
    successor: { ...token, ...origin, rotatedFromId: token.id, notAfter, createdAt: now },
  };
}

/** Whether it authenticates its owner at this moment. */
export function isInUse(
  { notAfter, revokedAt }: Pick<AccessToken, 'notAfter' | 'revokedAt'>,
  now: Date,
): boolean {
  return revokedAt === null && (notAfter === null || now < notAfter);
}

/** What a caller who shows the token may do. @param owned what its owner may */
export function permissionsOfToken(
  { scope }: Pick<AccessToken, 'scope'>,
  owned: ReadonlySet<Permission>,
): ReadonlySet<Permission> {
  return scope === null ? owned : new Set(scope.filter((permission) => owned.has(permission)));
}

function checkScope(
  scope: readonly string[] | undefined,
  owned: ReadonlySet<Permission>,
): readonly Fault[] {
  if (scope === undefined) return [];
  const faults = checkPermissions('scope', scope);
  if (faults.length > 0) return faults;
  return scope.flatMap((word, index) => {
    if (owned.has(word as Permission)) return [];
    return [{ path: `scope.${index}`, message: `The owner does not have ${word}.` }];
  });
}

function checkOverlap(seconds: number): readonly Fault[] {
  if (seconds >= 0 && seconds * 1_000 <= OVERLAP_DAYS_MAX * DAY_MS) return [];
  const message = `The old token works on for 0 seconds to ${OVERLAP_DAYS_MAX} days.`;
  return [{ path: 'overlapSeconds', message }];
}

function checkNotAfter(notAfter: Date, now: Date): readonly Fault[] {
  if (notAfter > now && notAfter <= daysAfter(now, LIFE_DAYS_MAX)) return [];
  const message = `A token ends in the future and at most ${LIFE_DAYS_MAX} days away.`;
  return [{ path: 'notAfter', message }];
}

function daysAfter(now: Date, days: number): Date {
  return new Date(now.getTime() + days * DAY_MS);
}
