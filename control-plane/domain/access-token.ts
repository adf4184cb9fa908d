import { type Fault, invalidInput } from './errors.ts';
import { checkText } from './name.ts';

/** A personal access token. The token itself is nowhere but with its owner. */
export interface AccessToken {
  readonly id: string;
  readonly principalId: string;
  /** The principal's. */
  readonly tenantId: string | null;
  readonly name: string;
  /** HMAC-SHA-256 of the token; 32 bytes. */
  readonly hash: Buffer;
  /**
   * Moment from which it is refused; null for never, which only the first token of a platform is.
   */
  readonly notAfter: Date | null;
  readonly revokedAt: Date | null;
  readonly createdAt: Date;
}

/** What the author of a token decides. */
export interface AccessTokenDraft {
  readonly name: string;
  /** 90 days away when undefined. */
  readonly notAfter: Date | undefined;
}

const DAY_MS = 24 * 60 * 60 * 1_000;
const LIFE_DAYS_DEFAULT = 90;
const LIFE_DAYS_MAX = 400;

/** @throws DomainError VALIDATION_FAILED */
export function createAccessToken(
  origin: Pick<AccessToken, 'id' | 'principalId' | 'tenantId' | 'hash'>,
  draft: AccessTokenDraft,
  now: Date,
): AccessToken {
  const { name, notAfter = daysAfter(now, LIFE_DAYS_DEFAULT) } = draft;
  const faults = [...checkText('name', name), ...checkNotAfter(notAfter, now)];
  if (faults.length > 0) throw invalidInput(faults);
  return { ...origin, name, notAfter, revokedAt: null, createdAt: now };
}

/** Whether it authenticates its owner at this moment. */
export function isInUse(
  { notAfter, revokedAt }: Pick<AccessToken, 'notAfter' | 'revokedAt'>,
  now: Date,
): boolean {
  return revokedAt === null && (notAfter === null || now < notAfter);
}

function checkNotAfter(notAfter: Date, now: Date): readonly Fault[] {
  if (notAfter > now && notAfter <= daysAfter(now, LIFE_DAYS_MAX)) return [];
  const message = `A token ends in the future and at most ${LIFE_DAYS_MAX} days away.`;
  return [{ path: 'notAfter', message }];
}

function daysAfter(now: Date, days: number): Date {
  return new Date(now.getTime() + days * DAY_MS);
}
