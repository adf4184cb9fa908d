import { readTokenFacts, type TokenFacts } from '../../../policy/token/token-fact.ts';
import { TOKEN_LIMITS, type TokenFactType } from '../../../policy/token/token-issuer.ts';

/** A fact of a token that nobody has: exactly one of the values is there. */
export interface SimulatedTokenFact {
  readonly name: string;
  readonly text?: string | undefined;
  readonly number?: number | undefined;
  readonly flag?: boolean | undefined;
  readonly list?: readonly string[] | undefined;
}

/** The facts as a node would read them from claims; undefined for what no token could give. */
export function readSimulatedToken(facts: readonly SimulatedTokenFact[]): TokenFacts | undefined {
  const claims = facts.map(({ name, text, number, flag, list }) => {
    const values: readonly (readonly [TokenFactType, unknown])[] = [
      ['string', text],
      ['number', number],
      ['boolean', flag],
      ['string_list', list],
    ];
    return { name, given: values.filter(([, value]) => value !== undefined) };
  });
  const isWhole = claims.every(({ given }) => given.length === 1);
  const isDistinct = new Set(claims.map(({ name }) => name)).size === claims.length;
  if (!isWhole || !isDistinct || claims.length > TOKEN_LIMITS.factsMax) return undefined;
  const mappings = claims.flatMap(({ name, given }) =>
    given.map(([type]) => ({ name, claim: name, type })),
  );
  const payload = claims.flatMap(({ name, given }) => given.map(([, value]) => [name, value]));
  return readTokenFacts(mappings, Object.fromEntries(payload));
}
