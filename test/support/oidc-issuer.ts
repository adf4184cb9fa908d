import { createHash, randomBytes, randomUUID, type webcrypto } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWK, type JWTHeaderParameters, SignJWT } from 'jose';

/** A key pair of an issuer. */
export interface IssuerKey {
  readonly kid: string;
  readonly alg: string;
  readonly privateKey: webcrypto.CryptoKey;
  readonly publicJwk: JWK;
}

/** Who signs in at the issuer, and what its tokens say of him beyond `sub`. */
export interface IssuerUser {
  readonly sub: string;
  readonly [claim: string]: unknown;
}

interface PendingCode {
  readonly user: IssuerUser;
  readonly query: URLSearchParams;
}

export async function createIssuerKey(alg = 'RS256'): Promise<IssuerKey> {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
  const kid = randomUUID();
  return {
    kid,
    alg,
    privateKey,
    publicJwk: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' },
  };
}

/**
 * An issuer of OpenID Connect on loopback: discovery, keys, and the code flow with PKCE for one confidential client,
 * whose user agrees at once. Tests change what it answers and count what it was asked.
 */
export class OidcIssuer implements AsyncDisposable {
  readonly clientId = 'gatehouse';
  readonly clientSecret = 'client secret';
  /** Requests so far, by path. */
  readonly asked = new Map<string, number>();
  /** Keys that it publishes. */
  keys: readonly IssuerKey[];
  /** Whether sockets are cut instead of answered. */
  isDown = false;
  /** What the discovery document says differently. */
  discovery: Readonly<Record<string, unknown>> = {};
  /** Who is signed in at the issuer. */
  user: IssuerUser = { sub: 'ada' };
  /** What its next ID token says differently. */
  idToken: Readonly<Record<string, unknown>> = {};
  readonly #server = createServer((request, response) => this.#answer(request, response));
  readonly #codes = new Map<string, PendingCode>();

  private constructor(keys: readonly IssuerKey[]) {
    this.keys = keys;
  }

  static async start(): Promise<OidcIssuer> {
    const issuer = new OidcIssuer([await createIssuerKey()]);
    await new Promise<void>((resolve) => issuer.#server.listen(0, '127.0.0.1', resolve));
    return issuer;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get key(): IssuerKey {
    const [key] = this.keys;
    if (key === undefined) throw new Error('the issuer has no key');
    return key;
  }

  count(path: string): number {
    return this.asked.get(path) ?? 0;
  }

  /** A token as the issuer makes it: of this moment, for ten minutes, unless the claims say otherwise; undefined leaves a claim out. */
  async sign(
    claims: Readonly<Record<string, unknown>>,
    { key = this.key, now = new Date(), header = {} as Partial<JWTHeaderParameters> } = {},
  ): Promise<string> {
    const iat = Math.floor(now.getTime() / 1_000);
    return new SignJWT({ iss: this.url, iat, exp: iat + 600, ...claims })
      .setProtectedHeader({ alg: key.alg, kid: key.kid, typ: 'at+jwt', ...header })
      .sign(key.privateKey);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '/', this.url);
    this.asked.set(url.pathname, this.count(url.pathname) + 1);
    if (this.isDown) return void request.socket.destroy();
    const send = (status: number, body: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    switch (url.pathname) {
      case '/.well-known/openid-configuration':
        return void send(200, { ...this.#describe(), ...this.discovery });
      case '/keys':
        return void send(200, { keys: this.keys.map(({ publicJwk }) => publicJwk) });
      case '/authorize':
        this.#authorize(url, response);
        return;
      case '/token':
        return void this.#redeem(request, send).catch((error: unknown) =>
          send(500, { error: String(error) }),
        );
      default:
        return void send(404, {});
    }
  }

  #describe() {
    return {
      issuer: this.url,
      jwks_uri: `${this.url}/keys`,
      authorization_endpoint: `${this.url}/authorize`,
      token_endpoint: `${this.url}/token`,
      token_endpoint_auth_methods_supported: ['client_secret_basic'],
      authorization_response_iss_parameter_supported: true,
      response_types_supported: ['code'],
    };
  }

  #authorize({ searchParams: query }: URL, response: ServerResponse): void {
    const code = randomBytes(16).toString('hex');
    this.#codes.set(code, { user: this.user, query });
    const back = new URL(query.get('redirect_uri') ?? '');
    back.searchParams.set('code', code);
    back.searchParams.set('state', query.get('state') ?? '');
    back.searchParams.set('iss', this.url);
    response.writeHead(302, { location: back.href }).end();
  }

  async #redeem(
    request: IncomingMessage,
    send: (status: number, body: unknown) => void,
  ): Promise<void> {
    let text = '';
    for await (const chunk of request) text += String(chunk);
    const form = new URLSearchParams(text);
    const code = form.get('code') ?? '';
    const pending = this.#codes.get(code);
    // A code is good for one attempt.
    this.#codes.delete(code);
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    const secret = `${this.clientId}:${encodeURIComponent(this.clientSecret).replaceAll('%20', '+')}`;
    const isRight =
      request.headers.authorization === `Basic ${Buffer.from(secret).toString('base64')}` &&
      pending?.query.get('code_challenge') === challenge &&
      pending.query.get('redirect_uri') === form.get('redirect_uri');
    if (!isRight) return send(400, { error: 'invalid_grant' });
    const { user, query } = pending;
    const claims = { aud: this.clientId, nonce: query.get('nonce'), ...user, ...this.idToken };
    send(200, {
      access_token: 'opaque',
      token_type: 'Bearer',
      id_token: await this.sign(claims, { header: { typ: 'JWT' } }),
    });
  }
}
