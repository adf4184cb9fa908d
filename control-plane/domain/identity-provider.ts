import { type Fault, invalidInput } from './errors.ts';
import { checkIssuer } from './identity/issuer-address.ts';
import { checkEveryone, checkRoleMappings, type RoleMapping } from './identity/role-mapping.ts';
import { checkSlug } from './name.ts';
import { type ArchivableRecord, newRecord, revise } from './record.ts';
import type { Redacted } from './redacted.ts';

/** Providers in use at once that the platform, or one tenant, may have. */
export const IDENTITY_PROVIDERS_MAX = 20;

/** An issuer of OpenID Connect whose people and machines may call, with what is taken from its tokens. */
export interface IdentityProvider extends ArchivableRecord {
  /** Tenant to which everybody that it signs in is confined; null for the platform. */
  readonly tenantId: string | null;
  readonly name: string;
  /** Exactly as in the claim `iss`. Stays for good: subjects are the issuer's. */
  readonly issuer: string;
  readonly clientId: string;
  /** What the claim `aud` of an access token must hold. */
  readonly audience: string;
  /** Claim with the groups; dots lead into objects. */
  readonly groupClaim: string;
  readonly roleMappings: readonly RoleMapping[];
  /** Domains of verified e-mail addresses that may come in; empty for all. */
  readonly emailDomains: readonly string[];
  /** What a sign-in asks for. */
  readonly scopes: readonly string[];
}

/** What the author of an identity provider decides. */
export type IdentityProviderDraft = Pick<
  IdentityProvider,
  | 'tenantId'
  | 'name'
  | 'issuer'
  | 'clientId'
  | 'audience'
  | 'groupClaim'
  | 'roleMappings'
  | 'emailDomains'
  | 'scopes'
>;

/** What an edit may change; what is undefined stays. */
export type IdentityProviderChange = {
  readonly [Field in Exclude<keyof IdentityProviderDraft, 'tenantId' | 'issuer'>]?:
    | IdentityProviderDraft[Field]
    | undefined;
};

/** Undefined leaves the client secret, null removes it. */
export interface ClientSecretChange {
  readonly clientSecret?: Redacted<string> | null | undefined;
}

const IDENTIFIER = /^[\x21-\x7e]{1,255}$/;
const CLAIM = /^[\x21-\x7e]{1,200}$/;
const DOMAIN =
  /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+$/;
const DOMAINS_MAX = 50;
/** RFC 6749, section 3.3. */
const SCOPE = /^[\x21\x23-\x5b\x5d-\x7e]{1,100}$/;
const SCOPES_MAX = 20;
const CLIENT_SECRET = /^[\x20-\x7e]{1,1000}$/;

/** @throws DomainError VALIDATION_FAILED */
export function createIdentityProvider(
  id: string,
  { clientSecret, ...draft }: IdentityProviderDraft & ClientSecretChange,
  now: Date,
): IdentityProvider {
  return checked({ ...draft, ...newRecord(id, now) }, clientSecret);
}

/** @throws DomainError VALIDATION_FAILED */
export function reviseIdentityProvider(
  provider: IdentityProvider,
  { clientSecret, ...change }: IdentityProviderChange & ClientSecretChange,
  now: Date,
): IdentityProvider {
  return checked(revise(provider, change, now), clientSecret);
}

function checked(
  provider: IdentityProvider,
  clientSecret: ClientSecretChange['clientSecret'],
): IdentityProvider {
  const { clientId, audience, groupClaim } = provider;
  const faults = [
    ...checkSlug('name', provider.name),
    ...checkIssuer(provider.issuer),
    ...checkShape('clientId', clientId, IDENTIFIER),
    ...checkShape('audience', audience, IDENTIFIER),
    ...checkShape('groupClaim', groupClaim, CLAIM),
    ...checkRoleMappings(provider.roleMappings),
    ...checkEveryone(provider),
    ...checkDomains(provider.emailDomains),
    ...checkScopes(provider.scopes),
    ...checkSecret(clientSecret),
  ];
  if (faults.length > 0) throw invalidInput(faults);
  return provider;
}

function checkShape(path: string, value: string, shape: RegExp): readonly Fault[] {
  if (shape.test(value)) return [];
  return [{ path, message: 'Write 1 to 255 printable ASCII characters without blanks.' }];
}

function checkDomains(domains: readonly string[]): readonly Fault[] {
  if (domains.length > DOMAINS_MAX)
    return [{ path: 'emailDomains', message: `Name at most ${DOMAINS_MAX} domains.` }];
  return domains.flatMap((domain, position) =>
    DOMAIN.test(domain)
      ? []
      : [
          {
            path: `emailDomains.${position}`,
            message: 'Write a domain in lower case: example.com',
          },
        ],
  );
}

function checkScopes(scopes: readonly string[]): readonly Fault[] {
  const isRight =
    scopes.includes('openid') &&
    scopes.length <= SCOPES_MAX &&
    scopes.every((scope) => SCOPE.test(scope));
  if (isRight) return [];
  const message = `Name 1 to ${SCOPES_MAX} scopes without blanks, openid among them.`;
  return [{ path: 'scopes', message }];
}

function checkSecret(clientSecret: ClientSecretChange['clientSecret']): readonly Fault[] {
  if (clientSecret == null || CLIENT_SECRET.test(clientSecret.reveal())) return [];
  return [{ path: 'clientSecret', message: 'A secret has 1 to 1,000 printable ASCII characters.' }];
}
