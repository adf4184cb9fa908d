import {
  AuthorizationResponseError,
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  ClientSecretBasic,
  ClientSecretPost,
  Configuration,
  calculatePKCECodeChallenge,
  clockTolerance,
  customFetch,
  None,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client';
import { DomainError } from '../../domain/errors.ts';
import { CLOCK_SKEW_MS } from '../../domain/identity/federated-identity.ts';
import { readClaims, type TokenClaims } from '../../domain/identity/token-claims.ts';
import type { IdentityProvider } from '../../domain/identity-provider.ts';
import type { Envelope } from '../../secrets/envelope.ts';
import { clientSecretName } from '../../storage/identity-provider.ts';
import { PLATFORM, type Storage } from '../../storage/storage.ts';
import type { IssuerDial } from '../oidc/issuer-dial.ts';
import type { Issuers } from '../oidc/issuers.ts';
import type { IssuerMetadata } from '../oidc/read-issuer.ts';
import { verifyToken } from '../oidc/token.ts';
import type { LoginState } from './login-state.ts';

export interface CodeFlowParts {
  readonly storage: Storage;
  readonly envelope: Envelope;
  readonly issuers: Issuers;
  readonly dial: Pick<IssuerDial, 'fetch'>;
}

/** What a browser takes along to the issuer, and what it keeps until it is back. */
export interface BegunLogin {
  readonly address: URL;
  readonly kept: Pick<LoginState, 'state' | 'nonce' | 'codeVerifier'>;
}

/** The authorization code flow with PKCE (OpenID Connect Core, section 3.1; RFC 7636; RFC 9207). */
export class CodeFlow {
  readonly #parts: CodeFlowParts;

  constructor(parts: CodeFlowParts) {
    this.#parts = parts;
  }

  /** @throws DomainError BUSY when the issuer does not answer */
  async begin(provider: IdentityProvider, redirectUri: string): Promise<BegunLogin> {
    const configuration = await this.#configure(provider);
    const kept = {
      state: randomState(),
      nonce: randomNonce(),
      codeVerifier: randomPKCECodeVerifier(),
    };
    const address = buildAuthorizationUrl(configuration, {
      redirect_uri: redirectUri,
      scope: provider.scopes.join(' '),
      state: kept.state,
      nonce: kept.nonce,
      code_challenge: await calculatePKCECodeChallenge(kept.codeVerifier),
      code_challenge_method: 'S256',
    });
    return { address, kept };
  }

  /**
   * Whom the issuer has signed in. `callback` is the address at which the browser came back.
   *
   * @throws DomainError UNAUTHENTICATED, BUSY
   */
  async finish(
    provider: IdentityProvider,
    { callback, login, now }: { callback: URL; login: LoginState; now: Date },
  ): Promise<TokenClaims> {
    const configuration = await this.#configure(provider);
    const checks = {
      expectedState: login.state,
      expectedNonce: login.nonce,
      pkceCodeVerifier: login.codeVerifier,
    };
    const tokens = await authorizationCodeGrant(configuration, callback, checks).catch(
      (error: unknown) => {
        throw notConfirmed(error);
      },
    );
    const { issuer, clientId: audience } = provider;
    const expected = { issuer, audience, now };
    // The library trusts the connection that the ID token came over; keys are looked at as those of all tokens are.
    const payload = await verifyToken(
      tokens.id_token ?? '',
      this.#parts.issuers.get(issuer),
      expected,
    );
    return readClaims(provider, payload, true);
  }

  async #configure(provider: IdentityProvider): Promise<Configuration> {
    const { storage, envelope, issuers, dial } = this.#parts;
    const metadata = await issuers.get(provider.issuer).metadata();
    const sealed = await storage.read(PLATFORM, ({ identityProviderSecrets }) =>
      identityProviderSecrets.find(provider.id),
    );
    const secret = sealed && String(envelope.open(sealed, clientSecretName(provider.id)));
    const configuration = new Configuration(
      toServerMetadata(metadata),
      provider.clientId,
      { [clockTolerance]: CLOCK_SKEW_MS / 1_000 },
      authenticationOf(metadata, secret),
    );
    configuration[customFetch] = (address, { method, headers, body }) =>
      dial.fetch(address, {
        method: method === 'POST' ? 'POST' : 'GET',
        headers,
        body: String(body ?? ''),
      });
    // Which addresses may go without TLS was decided when they were read: those inside.
    allowInsecureRequests(configuration);
    return configuration;
  }
}

function toServerMetadata(metadata: IssuerMetadata) {
  const { authorization_endpoint, token_endpoint, ...rest } = metadata;
  if (authorization_endpoint === undefined || token_endpoint === undefined)
    throw new DomainError(
      { code: 'BUSY' },
      'The identity provider does not say where people sign in; its discovery document needs authorization_endpoint and token_endpoint.',
    );
  return { ...rest, authorization_endpoint, token_endpoint };
}

/** OpenID Connect Discovery: `client_secret_basic` where nothing is said. */
function authenticationOf(metadata: IssuerMetadata, secret: string | undefined) {
  if (secret === undefined) return None();
  const methods = metadata.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
  return methods.includes('client_secret_basic')
    ? ClientSecretBasic(secret)
    : ClientSecretPost(secret);
}

function notConfirmed(cause: unknown): DomainError {
  if (cause instanceof DomainError) return cause;
  const said = cause instanceof AuthorizationResponseError ? cause.error : undefined;
  const reason = /^[a-z_]{1,50}$/.test(said ?? '') ? ` (${said})` : '';
  return new DomainError(
    { code: 'UNAUTHENTICATED' },
    `The identity provider did not confirm the sign-in${reason}; begin again.`,
    cause,
  );
}
