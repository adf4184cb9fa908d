import type { RequestFacts } from '../fact.ts';
import type { Arm, Strategy } from './arm.ts';
import { type HashPair, hashText, unitOf } from './hash.ts';
import { rank } from './rank.ts';
import { weighted } from './weighted.ts';

/** The text by which calls stay together; undefined when a call has none. */
export type StickyKey = (facts: RequestFacts) => string | undefined;

const mapPrefixes = ['key.attributes.', 'claimed.'] as const;
const mapNameCharsMax = 64;

/** Reads `key.id`, `application.id`, `key.attributes.<name>` or `claimed.<name>`; undefined when it is none of them. */
export function parseStickyKey(source: string): StickyKey | undefined {
  if (source === 'key.id') return ({ key }) => key.id;
  if (source === 'application.id') return ({ application }) => application.id;
  const prefix = mapPrefixes.find((one) => source.startsWith(one));
  if (prefix === undefined) return undefined;
  const name = source.slice(prefix.length);
  if (name === '' || name.length > mapNameCharsMax) return undefined;
  if (prefix === 'claimed.') return ({ claimed }) => own(claimed, name);
  return ({ key }) => own(key.attributes, name);
}

/**
 * Calls of the same key go to the same target, however many nodes there are; the shares of the keys are those of the
 * weights. A change of weights, or of who may be tried, moves only the keys that must move. A call without the key is drawn.
 */
export function createSticky(keyOf: StickyKey): Strategy {
  return (arms, input, order) => {
    const key = keyOf(input.facts);
    if (key === undefined || key === '') return weighted(arms, input, order);
    order.push(...rankByHash(arms, hashText(key)));
    return 'sticky';
  };
}

/**
 * Weighted rendezvous: each arm waits for a time that is exponential with its weight as the rate, and the first to come
 * leads. Its time depends on nothing but the key, itself and its weight (Schindelhauer and Schomaker, 2005).
 */
export function rankByHash<One extends Arm>(arms: readonly One[], key: HashPair): One[] {
  const waits = arms.map(({ hash, weight }) => -Math.log(unitOf(key, hash)) / weight);
  return rank(arms, waits);
}

function own(entries: Readonly<Record<string, string>>, name: string): string | undefined {
  return Object.hasOwn(entries, name) ? entries[name] : undefined;
}
