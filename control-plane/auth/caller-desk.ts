import type { Presented } from '../domain/identity/presented.ts';
import type { Operation } from '../services/operation.ts';
import type { Authenticator } from './authenticator.ts';
import type { BearerTokens } from './oidc/bearer-tokens.ts';
import type { Sessions } from './session/sessions.ts';

/** Three parts of base64url: access tokens of the platform's own have no dots. */
const JWT = /^Bearer +([\w-]+\.[\w-]+\.[\w-]*) *$/i;

/** What recognises callers, each by another thing. */
export interface CallerDeskParts {
  readonly accessTokens: Authenticator;
  readonly bearerTokens: BearerTokens;
  readonly sessions: Sessions;
}

/** Recognises whoever calls, by what he shows. */
export class CallerDesk {
  readonly #parts: CallerDeskParts;

  constructor(parts: CallerDeskParts) {
    this.#parts = parts;
  }

  /**
   * By the header `Authorization` (`Bearer gth_pat_...` or `Bearer <JWT>`), and without one by the cookie of a session.
   *
   * @throws DomainError UNAUTHENTICATED, BUSY
   */
  async authenticate(presented: Presented, now: Date): Promise<Operation> {
    const { accessTokens, bearerTokens, sessions } = this.#parts;
    const { authorization } = presented;
    const token = JWT.exec(authorization ?? '')?.[1];
    if (token !== undefined) return bearerTokens.authenticate(token, now);
    if (authorization === undefined && sessions.isShown(presented))
      return sessions.authenticate(presented, now);
    return accessTokens.authenticate(authorization, now);
  }
}
