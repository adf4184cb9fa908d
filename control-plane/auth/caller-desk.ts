import type { Operation } from '../services/operation.ts';
import type { Authenticator } from './authenticator.ts';
import type { BearerTokens } from './oidc/bearer-tokens.ts';

/** Three parts of base64url: access tokens of the platform's own have no dots. */
const JWT = /^Bearer +([\w-]+\.[\w-]+\.[\w-]*) *$/i;

/** Recognises whoever calls, by what he shows. */
export class CallerDesk {
  readonly #accessTokens: Authenticator;
  readonly #bearerTokens: BearerTokens;

  constructor(accessTokens: Authenticator, bearerTokens: BearerTokens) {
    this.#accessTokens = accessTokens;
    this.#bearerTokens = bearerTokens;
  }

  /**
   * @param authorization the header `Authorization`: `Bearer gth_pat_...` or `Bearer <JWT>`
   * @throws DomainError UNAUTHENTICATED, BUSY
   */
  async authenticate(authorization: string | undefined, now: Date): Promise<Operation> {
    const token = JWT.exec(authorization ?? '')?.[1];
    if (token === undefined) return this.#accessTokens.authenticate(authorization, now);
    return this.#bearerTokens.authenticate(token, now);
  }
}
