import { randomInt, randomUUID, timingSafeEqual } from 'node:crypto';
import { DomainError } from '../../domain/errors.ts';
import type { Presented } from '../../domain/identity/presented.ts';
import type { Principal } from '../../domain/principal.ts';
import { createSession, isSessionInUse, isSight, type Session } from '../../domain/session.ts';
import { createSecret, isSecret } from '../../secrets/secret-format.ts';
import type { SecretHasher } from '../../secrets/secret-hash.ts';
import { Operation } from '../../services/operation.ts';
import { PLATFORM, type Storage } from '../../storage/storage.ts';
import type { Federation } from '../oidc/federation.ts';
import { readCookie } from './cookie.ts';
import type { Site } from './site.ts';

export interface SessionParts {
  readonly storage: Storage;
  readonly hasher: SecretHasher;
  readonly federation: Federation;
  readonly site: Site;
}

/** What the browser of a new session gets. */
export interface StartedSession {
  readonly secret: string;
  readonly csrfToken: string;
}

/**
 * Sessions of browsers. A cookie alone does nothing: whoever calls with it must also send the session's token as a
 * header, from a page of this site.
 */
export class Sessions {
  readonly #parts: SessionParts;

  constructor(parts: SessionParts) {
    this.#parts = parts;
  }

  /** Whether the caller shows a cookie of a session, be it worth something or not. */
  isShown({ cookie }: Presented): boolean {
    return readCookie(this.#parts.site, 'session', cookie) !== undefined;
  }

  /** Whether the browser has a session that is in use. */
  async isInUse(presented: Presented, now: Date): Promise<boolean> {
    const session = await this.#find(presented);
    return session !== undefined && isSessionInUse(session, now);
  }

  /** A new one, whatever the browser had: that one ends. */
  async start(principal: Principal, presented: Presented, now: Date): Promise<StartedSession> {
    const secret = createSecret('gth_ses_', randomInt);
    const { id: principalId, tenantId } = principal;
    const hash = this.#parts.hasher.hash(secret);
    const session = createSession({ id: randomUUID(), principalId, tenantId, hash }, now);
    const former = await this.#find(presented);
    const actor = { name: principal.name, authenticatedBy: 'oidc' };
    await this.#parts.storage.transaction(PLATFORM, actor, async (stores, trail) => {
      if (former !== undefined) await stores.sessions.end(former.id, now);
      await stores.sessions.insert(session);
      trail.entries.push({
        tenantId,
        action: 'session.create',
        object: `session/${session.id}`,
        changes: { principalId: [null, principalId] },
      });
    });
    return { secret, csrfToken: this.#csrfTokenOf(secret) };
  }

  /** @throws DomainError UNAUTHENTICATED, BUSY */
  async authenticate(presented: Presented, now: Date): Promise<Operation> {
    const { session, principal } = await this.#require(presented, now);
    if (isSight(session, now)) {
      const actor = { name: principal.name, authenticatedBy: 'session' };
      await this.#parts.storage.transaction(PLATFORM, actor, ({ sessions }) =>
        sessions.see(session.id, now),
      );
    }
    const rights = await this.#parts.federation.rightsOf(principal);
    return new Operation(principal, 'session', now, rights);
  }

  /** Ends the session of the caller. @throws DomainError UNAUTHENTICATED, BUSY */
  async end(presented: Presented, now: Date): Promise<void> {
    const { session, principal } = await this.#require(presented, now);
    const actor = { name: principal.name, authenticatedBy: 'session' };
    await this.#parts.storage.transaction(PLATFORM, actor, async ({ sessions }, trail) => {
      if (!(await sessions.end(session.id, now))) return;
      trail.entries.push({
        tenantId: session.tenantId,
        action: 'session.end',
        object: `session/${session.id}`,
        changes: { endedAt: [null, now.toISOString()] },
      });
    });
  }

  async #require(
    presented: Presented,
    now: Date,
  ): Promise<{ readonly session: Session; readonly principal: Principal }> {
    this.#requireOwnPage(presented);
    const session = await this.#find(presented);
    if (session === undefined || !isSessionInUse(session, now))
      throw refusal('Your session has ended; sign in again.');
    const principal = await this.#parts.federation.resume(session.principalId, now);
    return { session, principal };
  }

  /** Browsers send `Origin` with what may change something, and say of the rest whether it is from the same site. */
  #requireOwnPage({ origin, fetchSite, csrfToken, cookie }: Presented): void {
    const { site } = this.#parts;
    const isOwn = origin === undefined ? fetchSite === 'same-origin' : origin === site.origin;
    if (!isOwn) throw refusal(`Calls with a session come from pages of ${site.origin} only.`);
    const secret = readCookie(site, 'session', cookie) ?? '';
    const expected = Buffer.from(this.#csrfTokenOf(secret));
    const shown = Buffer.from(csrfToken ?? '');
    if (shown.length === expected.length && timingSafeEqual(shown, expected)) return;
    throw refusal(
      'Send the value of the cookie gatehouse-csrf as the header x-gatehouse-csrf, or as csrfToken in the first message of a subscription.',
    );
  }

  async #find({ cookie }: Presented): Promise<Session | undefined> {
    const { site, hasher, storage } = this.#parts;
    const secret = readCookie(site, 'session', cookie);
    if (secret === undefined || !isSecret('gth_ses_', secret)) return undefined;
    const hash = hasher.hash(secret);
    return storage.read(PLATFORM, ({ sessions }) => sessions.findByHash(hash));
  }

  /** Bound to the session: a page beside this one that can set cookies cannot make it. */
  #csrfTokenOf(secret: string): string {
    return this.#parts.hasher.hash(`csrf/${secret}`).toString('base64url');
  }
}

function refusal(message: string): DomainError {
  return new DomainError({ code: 'UNAUTHENTICATED' }, message);
}
