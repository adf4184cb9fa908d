import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import type { CallerDesk } from '../../control-plane/auth/caller-desk.ts';
import { createFront, type Front } from '../../control-plane/auth/front.ts';
import { DomainError } from '../../control-plane/domain/errors.ts';
import { type Presented, readPresented } from '../../control-plane/domain/identity/presented.ts';
import type { IdentityProvider } from '../../control-plane/domain/identity-provider.ts';
import type { Operation } from '../../control-plane/services/operation.ts';
import { createInnerNetworks } from '../../policy/network/inner-network.ts';
import { identityProviderDraft } from './identity-provider.ts';
import { call, type Management, managementNow, openManagement } from './management.ts';
import { OidcIssuer } from './oidc-issuer.ts';

const AUDIENCE = 'gatehouse-api';
const nothing: Presented = readPresented({});

/** The services, an issuer of its own, and a desk that takes its tokens. */
export class OidcHouse implements AsyncDisposable {
  readonly management: Management;
  readonly issuer: OidcIssuer;
  provider: IdentityProvider;
  desk: CallerDesk;
  /** Milliseconds that the desk believes to have passed. */
  clockMs = 0;
  /** Why readings of the issuer failed. */
  readonly faults: string[] = [];
  readonly #fronts: Front[] = [];

  private constructor(management: Management, issuer: OidcIssuer, provider: IdentityProvider) {
    this.management = management;
    this.issuer = issuer;
    this.provider = provider;
    this.desk = this.openDesk();
  }

  static async open(): Promise<OidcHouse> {
    const [management, issuer] = await Promise.all([openManagement(), OidcIssuer.start()]);
    const draft = { ...identityProviderDraft(issuer.url), name: 'okta', audience: AUDIENCE };
    const { services, admin } = management;
    const { value } = await services.identityProviders.create(
      admin,
      call('createIdentityProvider'),
      draft,
    );
    return new OidcHouse(management, issuer, value);
  }

  /** A desk of a replica that has read nothing yet. */
  openDesk(networks: readonly string[] = ['127.0.0.0/8']): CallerDesk {
    return this.openFront(networks).callers;
  }

  /** All that stands before GraphQL in a replica. */
  openFront(networks: readonly string[] = ['127.0.0.0/8'], publicUrl?: string): Front {
    const { storage, secrets } = this.management;
    const front = createFront({
      storage,
      envelope: secrets.envelope,
      hasher: secrets.tokenHasher,
      logger: pino({ level: 'silent' }),
      innerNetworks: createInnerNetworks(networks),
      publicUrl,
      clock: () => this.clockMs,
      onTokenUse: () => {},
      onRead: (_issuer, error) => {
        if (error !== undefined) this.faults.push(String(error));
      },
    });
    this.#fronts.push(front);
    return front;
  }

  /** A fresh subject in the group `staff`. */
  subject(): { readonly sub: string; readonly groups: readonly string[] } {
    return { sub: randomUUID(), groups: ['staff'] };
  }

  /** A token for this API, issued now. */
  sign(claims: object, options: Parameters<OidcIssuer['sign']>[1] = {}): Promise<string> {
    return this.issuer.sign({ aud: AUDIENCE, ...claims }, { now: managementNow, ...options });
  }

  authenticate(token: string, now = managementNow): Promise<Operation> {
    return this.desk.authenticate({ ...nothing, authorization: `Bearer ${token}` }, now);
  }

  /** Name of the caller, else code and message of the refusal. */
  async outcome(token: string, now = managementNow): Promise<string> {
    try {
      return (await this.authenticate(token, now)).principal.name;
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      return `${error.failure.code}: ${error.message}`;
    }
  }

  /** Changes the provider of the house. */
  async reviseProvider(change: Partial<IdentityProvider>): Promise<void> {
    const { services, admin } = this.management;
    const { id, version: expectedVersion } = this.provider;
    const edit = { id, expectedVersion, ...change };
    const { identityProviders } = services;
    const { value } = await identityProviders.update(admin, call('updateIdentityProvider'), edit);
    this.provider = value;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const front of this.#fronts) await front.close();
    await this.issuer[Symbol.asyncDispose]();
    await this.management[Symbol.asyncDispose]();
  }
}
