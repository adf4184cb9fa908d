const MINUTE_MS = 60_000;
/** A session ends after so long without a call, */
export const SESSION_IDLE_MS = 60 * MINUTE_MS;
/** and after so long whatever its owner does: who works all day signs in once in the morning. */
export const SESSION_LIFE_MS = 12 * 60 * MINUTE_MS;
/** How often a call is written down: idle time is exact to this. */
const SIGHT_MS = MINUTE_MS;
/** Of one principal, in use and remembered. The oldest go first. */
export const SESSIONS_MAX = { inUse: 20, kept: 100 } as const;

/** A browser in which somebody is signed in. What its cookie holds is nowhere but there. */
export interface Session {
  readonly id: string;
  readonly principalId: string;
  /** The principal's. */
  readonly tenantId: string | null;
  /** HMAC-SHA-256 of the secret in the cookie; 32 bytes. */
  readonly hash: Buffer;
  readonly createdAt: Date;
  readonly seenAt: Date;
  readonly notAfter: Date;
  readonly endedAt: Date | null;
}

export function createSession(
  origin: Pick<Session, 'id' | 'principalId' | 'tenantId' | 'hash'>,
  now: Date,
): Session {
  const notAfter = new Date(now.getTime() + SESSION_LIFE_MS);
  return { ...origin, createdAt: now, seenAt: now, notAfter, endedAt: null };
}

export function isSessionInUse({ endedAt, notAfter, seenAt }: Session, now: Date): boolean {
  if (endedAt !== null || now >= notAfter) return false;
  return now.getTime() - seenAt.getTime() < SESSION_IDLE_MS;
}

/** Whether a call at this moment is to be written down. */
export function isSight({ seenAt }: Pick<Session, 'seenAt'>, now: Date): boolean {
  return now.getTime() - seenAt.getTime() >= SIGHT_MS;
}
