import { readClaims } from '../../domain/identity/token-claims.ts';
import type { IdentityProvider } from '../../domain/identity-provider.ts';
import { Operation } from '../../services/operation.ts';
import { PLATFORM, type Storage } from '../../storage/storage.ts';
import type { Federation } from './federation.ts';
import type { Issuers } from './issuers.ts';
import { type Addressee, invalidToken, readAddressee, verifyToken } from './token.ts';

/**
 * Recognises principals by access tokens (JWT) of identity providers. Keys of issuers are remembered, and nothing else:
 * a provider that is archived, and a mapping or principal that was changed, are so from the next call on.
 */
export class BearerTokens {
  readonly #storage: Storage;
  readonly #issuers: Issuers;
  readonly #federation: Federation;

  constructor(storage: Storage, issuers: Issuers, federation: Federation) {
    this.#storage = storage;
    this.#issuers = issuers;
    this.#federation = federation;
  }

  /** @throws DomainError UNAUTHENTICATED; BUSY when the keys of the issuer cannot be had */
  async authenticate(token: string, now: Date): Promise<Operation> {
    const addressee = readAddressee(token, now);
    const provider = await this.#findProvider(addressee);
    const { issuer, audience } = provider;
    const expected = { issuer, audience, now };
    const payload = await verifyToken(token, this.#issuers.get(issuer), expected);
    const claims = readClaims(provider, payload, false);
    const principal = await this.#federation.enter({ provider, claims, now });
    return new Operation(principal, 'oidc_token', now, await this.#federation.rightsOf(principal));
  }

  /** A token for two of them is for neither: which one confines its owner would be chance. */
  async #findProvider({ issuer, audiences }: Addressee): Promise<IdentityProvider> {
    const found = await this.#storage.read(PLATFORM, ({ identityProviders }) =>
      identityProviders.listByIssuer(issuer),
    );
    const [provider, ...others] = found.filter(({ audience }) => audiences.includes(audience));
    if (provider === undefined || others.length > 0) throw invalidToken();
    return provider;
  }
}
