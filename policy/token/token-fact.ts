import { findClaim, type Payload } from './claim.ts';
import type { TokenFactMapping, TokenFactType } from './token-issuer.ts';

/** A claim as conditions see it: whole numbers are CEL's int, others its double. */
export type TokenFactValue = string | boolean | bigint | number | readonly string[];
/** By name. */
export type TokenFacts = Readonly<Record<string, TokenFactValue>>;

/** Of callers who came with a key. */
export const noTokenFacts: TokenFacts = Object.freeze({});

const TEXT_UNITS_MAX = 256;
/** Conditions look at no more elements of a list: `CONDITION_LIMITS.listElementsMax`. */
const LIST_LENGTH_MAX = 64;
/** Of all facts of a token together: it is remembered as long as it is valid. */
const ALL_UNITS_MAX = 4_096;

/**
 * The facts of a token. A claim that is not there, or is null, is no fact; one of another type than is wanted, or beyond the
 * bounds, spoils the token, so that no condition takes it for one that is not there: undefined then.
 */
export function readTokenFacts(
  mappings: readonly TokenFactMapping[],
  payload: Payload,
): TokenFacts | undefined {
  if (mappings.length === 0) return noTokenFacts;
  const facts: Record<string, TokenFactValue> = {};
  let units = 0;
  for (const { name, claim, type } of mappings) {
    const found = findClaim(payload, claim);
    if (found === undefined || found === null) continue;
    const value = readFact(type, found);
    if (value === undefined) return undefined;
    units += unitsOf(value);
    if (units > ALL_UNITS_MAX) return undefined;
    facts[name] = value;
  }
  return Object.freeze(facts);
}

function readFact(type: TokenFactType, claim: unknown): TokenFactValue | undefined {
  switch (type) {
    case 'string':
      return isText(claim) ? claim : undefined;
    case 'boolean':
      return typeof claim === 'boolean' ? claim : undefined;
    case 'number':
      return typeof claim === 'number' ? readNumber(claim) : undefined;
    default: {
      const isList = Array.isArray(claim) && claim.length <= LIST_LENGTH_MAX && claim.every(isText);
      return isList ? Object.freeze([...claim]) : undefined;
    }
  }
}

/** A whole number that JSON cannot carry exactly would be another one. */
function readNumber(claim: number): bigint | number | undefined {
  if (Number.isSafeInteger(claim)) return BigInt(claim);
  return Number.isFinite(claim) && !Number.isInteger(claim) ? claim : undefined;
}

function isText(claim: unknown): claim is string {
  return typeof claim === 'string' && claim.length <= TEXT_UNITS_MAX;
}

function unitsOf(value: TokenFactValue): number {
  if (typeof value === 'string') return value.length;
  if (typeof value !== 'object') return 0;
  let sum = 0;
  for (const text of value) sum += text.length;
  return sum;
}
