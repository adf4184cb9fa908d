import type { KeyOperation } from '../key-part/key-operation.ts';
import type { KeyScope } from '../resource.ts';

/** Signatures of tokens that are taken (RFC 7518, RFC 8037): with none of `none` and HS a public key never serves as a secret. */
export type TokenAlgorithm = 'RS256' | 'PS256' | 'ES256' | 'EdDSA';
/** What a claim must be to become a fact. */
export type TokenFactType = 'string' | 'number' | 'boolean' | 'string_list';

export const tokenAlgorithms: readonly TokenAlgorithm[] = ['RS256', 'PS256', 'ES256', 'EdDSA'];
export const tokenFactTypes: readonly TokenFactType[] = [
  'string',
  'number',
  'boolean',
  'string_list',
];

/** What an issuer may ask of a node. */
export const TOKEN_LIMITS = {
  tokenCharactersMax: 8_192,
  leewaySMax: 300,
  lifetimeSMin: 60,
  lifetimeSMax: 86_400,
  factsMax: 16,
  keysMax: 50,
} as const;

/**
 * Where the token issuer of an issuer and an audience is found. Neither of them has a blank there, so that a place has one, and what a
 * token says leads to it only when both are the same.
 */
export function tokenPlace(issuer: string, audience: string): string {
  return `${issuer} ${audience}`;
}

/** A claim that conditions see as `token.<name>`. */
export interface TokenFactMapping {
  readonly name: string;
  readonly claim: string;
  readonly type: TokenFactType;
}

/** Whose tokens callers of a tenant may present instead of a key, and what such a call may do. */
export interface TokenIssuer {
  readonly id: string;
  readonly tenantId: string;
  readonly name: string;
  /** Exactly as in the claim `iss`. */
  readonly issuer: string;
  /** What the claim `aud` must be or hold. */
  readonly audience: string;
  readonly algorithms: readonly TokenAlgorithm[];
  readonly leewayS: number;
  readonly lifetimeSMax: number;
  /** Who calls; undefined when the claim says it. */
  readonly applicationId: string | undefined;
  /** Claim with the name of the application; undefined when it is fixed. */
  readonly applicationClaim: string | undefined;
  /** At least one; the first is the default of a call that names none. */
  readonly workloads: readonly string[];
  /** Names of routes; empty means every route of the tenant. */
  readonly routes: readonly string[];
  /** What its tokens are for; undefined means every operation. */
  readonly operations?: readonly KeyOperation[] | undefined;
  readonly scopes: readonly KeyScope[];
  readonly facts: readonly TokenFactMapping[];
}
