import { keyScopes } from '../../../policy/resource.ts';
import {
  TOKEN_LIMITS,
  type TokenAlgorithm,
  type TokenFactMapping,
  type TokenIssuer,
  tokenAlgorithms,
  tokenFactTypes,
} from '../../../policy/token/token-issuer.ts';
import type { TokenFact__Output } from '../../../proto/generated/gatehouse/config/v1/TokenFact.ts';
import { decodeResource } from '../../../proto/resource.ts';
import type { RawResource } from '../packed/packed-resource.ts';
import type { TokenVerificationKey } from '../snapshot.ts';
import { InvalidResource } from './fault.ts';
import { optionalText, requireText, requireTexts, requireWord, requireWords } from './field.ts';
import { readOperations } from './read-resource.ts';
import { readVerificationKey } from './verification-key.ts';

const ADDRESS_CHARS_MAX = 500;
const FACT_NAME = /^[A-Za-z][A-Za-z0-9_]{0,39}$/;

/** A token issuer with what its tokens are verified with. */
export interface TokenIssuerWithKeys {
  readonly issuer: TokenIssuer;
  readonly keys: readonly TokenVerificationKey[];
}

/** @throws InvalidResource; Error when the body is no message of the kind, or a key of it is none */
export function readTokenIssuer({ id, tenantId, body }: RawResource): TokenIssuerWithKeys {
  const wire = decodeResource('token_issuer', body);
  if (wire.tenantId !== tenantId)
    throw new InvalidResource('its tenant is not the one that it was sent for');
  const applicationId = optionalText(wire.applicationId, 'application_id');
  const applicationClaim = optionalText(wire.applicationClaim, 'application_claim');
  if ((applicationId === undefined) === (applicationClaim === undefined))
    throw new InvalidResource('it names not exactly one of application_id and application_claim');
  if (wire.workloads.length === 0) throw new InvalidResource('workloads is empty');
  requireBound(wire.keys.length, TOKEN_LIMITS.keysMax, 'keys');
  return {
    issuer: {
      id,
      tenantId,
      name: requireText(wire.name, 'name'),
      issuer: requireAddress(wire.issuer),
      audience: requireAudience(wire.audience),
      algorithms: readAlgorithms(wire.algorithms),
      leewayS: requireBound(wire.leewayS, TOKEN_LIMITS.leewaySMax, 'leeway_s'),
      lifetimeSMax: requireBound(wire.lifetimeSMax, TOKEN_LIMITS.lifetimeSMax, 'lifetime_s_max'),
      applicationId,
      applicationClaim,
      workloads: requireTexts(wire.workloads, 'workloads'),
      routes: requireTexts((wire.bounds ?? wire).routes, 'routes'),
      operations: readOperations(wire.bounds),
      scopes: keyScopes.filter((scope) => wire.scopes.includes(scope)),
      facts: readFacts(wire.facts),
    },
    keys: wire.keys.map(readVerificationKey),
  };
}

function readAlgorithms(words: readonly string[]): readonly TokenAlgorithm[] {
  if (words.length === 0) throw new InvalidResource('algorithms is empty');
  return requireWords(tokenAlgorithms, words, 'algorithms');
}

function readFacts(facts: readonly TokenFact__Output[]): readonly TokenFactMapping[] {
  requireBound(facts.length, TOKEN_LIMITS.factsMax, 'facts');
  return facts.map(({ name, claim, type }) => {
    if (!FACT_NAME.test(name)) throw new InvalidResource('facts has a name that is none');
    return {
      name,
      claim: requireText(claim, 'claim'),
      type: requireWord(tokenFactTypes, type, 'type'),
    };
  });
}

function requireBound(value: number, max: number, field: string): number {
  if (value > max) throw new InvalidResource(`${field} is more than ${max}`);
  return value;
}

/** Any address; a blank in it would make another place of issuer and audience. */
function requireAddress(value: string): string {
  if (value === '' || value.length > ADDRESS_CHARS_MAX || /\s/.test(value))
    throw new InvalidResource('issuer is no address');
  return value;
}

/** Without one, every token of the issuer would do, whoever it was made for. */
function requireAudience(value: string): string {
  if (value === '' || value.length > ADDRESS_CHARS_MAX || /\s/.test(value))
    throw new InvalidResource('audience is empty, too long, or has a blank');
  return value;
}
