import type { KeyOperation } from '../../policy/key-part/key-operation.ts';
import type { KeyScope } from '../../policy/resource.ts';
import {
  TOKEN_LIMITS,
  type TokenAlgorithm,
  type TokenFactMapping,
  tokenAlgorithms,
} from '../../policy/token/token-issuer.ts';
import { checkDistinct, checkRoutes, checkWorkloads } from './api-key.ts';
import { type Fault, invalidInput } from './errors.ts';
import { checkIssuer } from './identity/issuer-address.ts';
import { checkSlug } from './name.ts';
import { type ArchivableRecord, newRecord, revise } from './record.ts';

/** Keys of one issuer that nodes are given. */
export const TOKEN_KEYS_MAX = TOKEN_LIMITS.keysMax;
/** Of a token issuer whose author names none. */
export const defaultTokenAlgorithms = tokenAlgorithms;
/** Token issuers in use at once that a tenant may have. */
export const TOKEN_ISSUERS_MAX = 20;

/** An issuer whose access tokens nodes take instead of keys of a tenant. */
export interface TokenIssuer extends ArchivableRecord {
  readonly tenantId: string;
  /** Unique in the tenant. */
  readonly name: string;
  /** Exactly as in the claim `iss`. Stays for good, with the audience: keys that were read are of it. */
  readonly issuer: string;
  /** What the claim `aud` must be or hold. */
  readonly audience: string;
  readonly algorithms: readonly TokenAlgorithm[];
  readonly leewaySeconds: number;
  readonly lifetimeSecondsMax: number;
  /** Either this or the claim is null. */
  readonly applicationId: string | null;
  readonly applicationClaim: string | null;
  /** At least one; the first is the default of a call that names none. */
  readonly workloads: readonly string[];
  /** Names of routes; empty means every route of the tenant. */
  readonly routes: readonly string[];
  /** What its tokens are for; empty means every operation. */
  readonly operations: readonly KeyOperation[];
  readonly scopes: readonly KeyScope[];
  readonly facts: readonly TokenFactMapping[];
  readonly enabled: boolean;
}

/** What the author of a token issuer decides. */
export type TokenIssuerDraft = Omit<TokenIssuer, keyof ArchivableRecord>;

/** What an edit may change; what is undefined stays. The application and the claim take each other's place. */
export type TokenIssuerChange = {
  readonly [Field in Exclude<keyof TokenIssuerDraft, 'tenantId' | 'issuer' | 'audience'>]?:
    | TokenIssuerDraft[Field]
    | undefined;
};

/** A public key of an issuer, as nodes get it. */
export interface TokenKey {
  readonly keyId: string;
  /** Empty when the issuer did not say. */
  readonly algorithm: string;
  /** SubjectPublicKeyInfo, DER in base64. */
  readonly spki: string;
}

/** What came of reading an issuer. */
export type TokenKeyReading =
  | { readonly keys: readonly TokenKey[] }
  /** In words for whoever registered it, and for the log. */
  | { readonly fault: string; readonly error: unknown };

/** What nodes verify tokens with, and how the last reading of the issuer went. */
export interface TokenKeySet {
  readonly keyIds: readonly string[];
  readonly readAt: Date | null;
  readonly fault: string | null;
}

const AUDIENCE = /^[\x21-\x7e]{1,255}$/;
const CLAIM = /^[\x21-\x7e]{1,200}$/;
const FACT_NAME = /^[A-Za-z][A-Za-z0-9_]{0,39}$/;

/** @throws DomainError VALIDATION_FAILED */
export function createTokenIssuer(id: string, draft: TokenIssuerDraft, now: Date): TokenIssuer {
  return checked({ ...draft, ...newRecord(id, now) });
}

/** @throws DomainError VALIDATION_FAILED */
export function reviseTokenIssuer(
  issuer: TokenIssuer,
  { applicationId, applicationClaim, ...change }: TokenIssuerChange,
  now: Date,
): TokenIssuer {
  const application =
    applicationId === undefined && applicationClaim === undefined
      ? {}
      : { applicationId: applicationId ?? null, applicationClaim: applicationClaim ?? null };
  return checked({ ...revise(issuer, change, now), ...application });
}

function checked(issuer: TokenIssuer): TokenIssuer {
  const { algorithms, leewaySeconds, lifetimeSecondsMax } = issuer;
  const { leewaySMax, lifetimeSMin, lifetimeSMax } = TOKEN_LIMITS;
  const faults = [
    ...checkSlug('name', issuer.name),
    ...checkIssuer(issuer.issuer),
    ...checkAudience(issuer.audience),
    ...(algorithms.length === 0
      ? [{ path: 'algorithms', message: 'Name at least one algorithm.' }]
      : checkDistinct('algorithms', algorithms)),
    ...checkRange('leewaySeconds', leewaySeconds, [0, leewaySMax]),
    ...checkRange('lifetimeSecondsMax', lifetimeSecondsMax, [lifetimeSMin, lifetimeSMax]),
    ...checkApplication(issuer),
    ...checkWorkloads(issuer.workloads),
    ...checkRoutes(issuer.routes),
    ...checkDistinct('operations', issuer.operations),
    ...checkDistinct('scopes', issuer.scopes),
    ...checkFacts(issuer.facts),
  ];
  if (faults.length > 0) throw invalidInput(faults);
  return issuer;
}

function checkAudience(audience: string): readonly Fault[] {
  if (AUDIENCE.test(audience)) return [];
  const message =
    'Write what `aud` must hold: 1 to 255 printable ASCII characters without blanks. Without it, tokens for others would do.';
  return [{ path: 'audience', message }];
}

function checkRange(
  path: string,
  value: number,
  [min, max]: readonly [number, number],
): readonly Fault[] {
  if (Number.isInteger(value) && value >= min && value <= max) return [];
  return [{ path, message: `Write ${min} to ${max} seconds.` }];
}

function checkApplication({ applicationId, applicationClaim }: TokenIssuer): readonly Fault[] {
  if ((applicationId === null) === (applicationClaim === null))
    return [{ path: 'applicationId', message: 'Give either applicationId or applicationClaim.' }];
  return applicationClaim === null ? [] : checkClaim('applicationClaim', applicationClaim);
}

function checkFacts(facts: readonly TokenFactMapping[]): readonly Fault[] {
  if (facts.length > TOKEN_LIMITS.factsMax)
    return [{ path: 'facts', message: `Name at most ${TOKEN_LIMITS.factsMax} facts.` }];
  const names = facts.map(({ name }) => name);
  const each = facts.flatMap(({ name, claim }, at) => [
    ...(FACT_NAME.test(name)
      ? []
      : [
          {
            path: `facts.${at}.name`,
            message: 'The name of a fact has 1 to 40 letters, digits and _, a letter first.',
          },
        ]),
    ...checkClaim(`facts.${at}.claim`, claim),
  ]);
  return [...each, ...checkDistinct('facts', names)];
}

function checkClaim(path: string, claim: string): readonly Fault[] {
  if (CLAIM.test(claim)) return [];
  return [{ path, message: 'A claim has 1 to 200 printable ASCII characters without blanks.' }];
}
