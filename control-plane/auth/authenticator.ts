import { isInUse } from '../domain/access-token.ts';
import { DomainError } from '../domain/errors.ts';
import { isSecret } from '../secrets/secret-format.ts';
import type { SecretHasher } from '../secrets/secret-hash.ts';
import { Operation } from '../services/operation.ts';
import { PLATFORM, type Storage } from '../storage/storage.ts';
import type { TokenUse } from '../storage/telemetry/access-token-use.ts';

const BEARER = /^Bearer +([!-~]+) *$/i;

/**
 * Recognises principals by their access tokens. Nothing is remembered between calls: a token that
 * is revoked, and a principal that is archived or loses a role, is so from the next call on.
 */
export class Authenticator {
  readonly #storage: Storage;
  readonly #hasher: SecretHasher;
  readonly #onUse: (use: TokenUse) => void;

  /** @param onUse told of each token that was accepted */
  constructor(storage: Storage, hasher: SecretHasher, onUse: (use: TokenUse) => void = () => {}) {
    this.#storage = storage;
    this.#hasher = hasher;
    this.#onUse = onUse;
  }

  /**
   * @param authorization the header `Authorization`: `Bearer gth_pat_...`
   * @throws DomainError UNAUTHENTICATED, in the same words for whatever is wrong with the token;
   * BUSY
   */
  async authenticate(authorization: string | undefined, now: Date): Promise<Operation> {
    if (authorization === undefined || authorization === '')
      throw refusal('Sign in: send the header Authorization: Bearer <access token>.');
    const token = BEARER.exec(authorization)?.[1];
    if (token === undefined || !isSecret('gth_pat_', token)) throw invalidToken();
    const hash = this.#hasher.hash(token);
    return this.#storage.read(PLATFORM, async ({ accessTokens, principals, roles }) => {
      const found = await accessTokens.findByHash(hash);
      if (found === undefined || !isInUse(found, now)) throw invalidToken();
      const principal = await principals.find(found.principalId);
      if (principal === undefined || principal.archivedAt !== null) throw invalidToken();
      this.#onUse({ accessTokenId: found.id, usedAt: now });
      const owned = await roles.permissionsHeldBy(principal);
      return new Operation(principal, 'access_token', now, { owned, token: found });
    });
  }
}

function invalidToken(): DomainError {
  return refusal('This access token is not valid; it may be mistyped, expired or revoked.');
}

function refusal(message: string): DomainError {
  return new DomainError({ code: 'UNAUTHENTICATED' }, message);
}
