import { BlockList, isIP } from 'node:net';
import type { DataTerm, Provider as ProviderFacts } from '../../policy/resource.ts';
import { type Fault, invalidInput } from './errors.ts';
import { checkSlug } from './name.ts';
import { type ArchivableRecord, newRecord, revise } from './record.ts';
import type { Redacted } from './redacted.ts';

/**
 * A connection to a vendor or a self-hosted server, shared by all tenants. Its credential is kept
 * apart.
 */
export interface Provider extends ArchivableRecord, ProviderFacts {}

/** What the author of a provider decides. */
export type ProviderDraft = Pick<Provider, 'name' | 'kind' | 'baseUrl' | 'region' | 'dataTerms'>;

/**
 * The credential beside a draft or an edit: a new one, null to remove what there is, undefined to
 * leave it. It is checked with them, and is no part of the row.
 */
export interface CredentialChange {
  readonly credential?: Redacted<string> | null | undefined;
}

/** What is told of a stored credential. */
export interface CredentialFacts {
  /** Grows with each replacement. */
  readonly generation: number;
  readonly createdAt: Date;
  /** The generation that it replaced, as long as nodes may fall back to it. */
  readonly previousGeneration: number | null;
  readonly previousUntil: Date | null;
  /** Why the gateway cannot open a generation that it holds; null when it can open all. */
  readonly fault: CredentialFault | null;
}

/** Sealed with a key that this control plane does not have; or changed, cut, or of another provider. */
export type CredentialFault = 'unknown_key' | 'damaged';

/**
 * How long the generation before a replacement is kept for nodes to fall back to. Source: decision
 * 12.
 */
export const PREVIOUS_CREDENTIAL_MS = 3_600_000;

/**
 * Until when an edit keeps the generation that was in force before it; null when it is to go at once:
 * an old credential must not follow a provider to another address.
 */
export function keepPreviousUntil(before: Provider, after: Provider, now: Date): Date | null {
  if (before.baseUrl !== after.baseUrl) return null;
  return new Date(now.getTime() + PREVIOUS_CREDENTIAL_MS);
}

/** What an edit may change; what is undefined stays. */
export type ProviderChange = {
  readonly [Field in Exclude<keyof ProviderDraft, 'kind'>]?: ProviderDraft[Field] | undefined;
};

const BASE_URL_MAX = 500;
/** Goes into a header: visible ASCII (RFC 9110, section 5.5), no spaces. */
const CREDENTIAL = /^[\x21-\x7e]{1,4096}$/;
const INNER_NAME = /(^|\.)(localhost|local|internal|lan)$/;

/** Loopback, private (RFC 1918) and unique local (RFC 4193) addresses. */
const innerAddresses = new BlockList();
innerAddresses.addSubnet('127.0.0.0', 8, 'ipv4');
innerAddresses.addSubnet('10.0.0.0', 8, 'ipv4');
innerAddresses.addSubnet('172.16.0.0', 12, 'ipv4');
innerAddresses.addSubnet('192.168.0.0', 16, 'ipv4');
innerAddresses.addAddress('::1', 'ipv6');
innerAddresses.addSubnet('fc00::', 7, 'ipv6');

/** @throws DomainError VALIDATION_FAILED */
export function createProvider(
  id: string,
  { credential, ...draft }: ProviderDraft & CredentialChange,
  now: Date,
): Provider {
  return checked({ ...draft, ...newRecord(id, now) }, credential?.reveal());
}

/** @throws DomainError VALIDATION_FAILED */
export function reviseProvider(
  provider: Provider,
  { credential, ...change }: ProviderChange & CredentialChange,
  now: Date,
): Provider {
  return checked(revise(provider, change, now), credential?.reveal());
}

function checked(provider: Provider, credential: string | undefined): Provider {
  const faults = [
    ...checkSlug('name', provider.name),
    ...checkBaseUrl('baseUrl', provider.baseUrl),
    ...checkSlug('region', provider.region),
    ...checkTerms('dataTerms', provider.dataTerms),
    ...(credential === undefined ? [] : checkCredential('credential', credential)),
  ];
  if (faults.length > 0) throw invalidInput(faults);
  return provider;
}

/**
 * An absolute address in its normal form: no trailing slash, no credentials, no query, no fragment.
 * Plain http reaches only hosts that are inside: loopback and private addresses, names without a
 * dot, and names under localhost, local, internal and lan; a credential must not cross the open
 * network unencrypted.
 */
function checkBaseUrl(path: string, baseUrl: string): readonly Fault[] {
  const isParsed = baseUrl.length <= BASE_URL_MAX && URL.canParse(baseUrl);
  const url = isParsed ? new URL(baseUrl) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol))
    return [{ path, message: 'Write an absolute address: https://api.example.com/v1' }];
  if (url.username !== '' || url.password !== '')
    return [{ path, message: 'An address holds no credentials; use the field credential.' }];
  const normal = `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
  if (normal !== baseUrl) return [{ path, message: `Write it as ${normal}` }];
  if (url.protocol === 'http:' && !isInside(url.hostname))
    return [
      { path, message: `Use https: ${url.hostname} is not on this machine or a private network.` },
    ];
  return [];
}

function isInside(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '');
  const family = isIP(host);
  if (family !== 0) return innerAddresses.check(host, family === 6 ? 'ipv6' : 'ipv4');
  return !host.includes('.') || INNER_NAME.test(host);
}

function checkTerms(path: string, terms: readonly DataTerm[]): readonly Fault[] {
  if (new Set(terms).size === terms.length) return [];
  return [{ path, message: 'A data term is named twice.' }];
}

/** Its faults never repeat it. */
function checkCredential(path: string, credential: string): readonly Fault[] {
  if (CREDENTIAL.test(credential)) return [];
  const message = 'A credential has 1 to 4096 visible ASCII characters and no spaces.';
  return [{ path, message }];
}
