import { resolveJsonEscapes } from './json-escape.ts';
import { jwtTrigger } from './jwt.ts';
import { knownTokenTriggers } from './known-token.ts';
import { prefixedKeyTriggers } from './prefixed-key.ts';
import { privateKeyTrigger } from './private-key.ts';
import type { SecretKind, SecretMatch, SecretTrigger } from './secret-kind.ts';
import { urlPasswordTrigger } from './url-password.ts';

/** How many secrets of each kind; kinds without any are absent. */
export type SecretCounts = ReadonlyMap<SecretKind, number>;

const triggers: readonly SecretTrigger[] = [
  ...knownTokenTriggers,
  ...prefixedKeyTriggers,
  jwtTrigger,
  privateKeyTrigger,
  urlPasswordTrigger,
];
/** 7 bits of one character and 7 of the next. */
const pairBits = 7;
const pairMask = 0x7f;
const triggersByPair = indexByPair();
/** Whether a pair is in the index: one byte load a character. */
const isTriggerPair = Uint8Array.from({ length: 1 << (2 * pairBits) }, (_, pair) =>
  triggersByPair.has(pair) ? 1 : 0,
);
const none: SecretCounts = new Map();

/**
 * Counts the secrets of the texts, each text alone. Clean text costs one table look-up a character
 * (2 µs per KB); where a rare pair of characters stands, exact rules for its kinds decide. Time is
 * linear in the text, whatever it is. Nothing is normalised but the escapes of JSON: a text that
 * has any is scanned as it is and with them resolved, and the greater count of each kind stands.
 * Form decides: values that a vendor prints in its documentation, such as AKIAIOSFODNN7EXAMPLE, are
 * found (a list of exceptions would say how to pass); masks such as `xxxx` are not. A secret that
 * is cut by spaces or written in another case is not one.
 */
export function countSecrets(texts: Iterable<string>): SecretCounts {
  let counts: Map<SecretKind, number> | undefined;
  for (const text of texts) {
    const found = scan(text);
    const resolved = resolveJsonEscapes(text);
    const hidden = resolved === undefined ? none : scan(resolved);
    if (found.size === 0 && hidden.size === 0) continue;
    counts ??= new Map();
    for (const kind of new Set([...found.keys(), ...hidden.keys()])) {
      const count = Math.max(found.get(kind) ?? 0, hidden.get(kind) ?? 0);
      counts.set(kind, (counts.get(kind) ?? 0) + count);
    }
  }
  return counts ?? none;
}

function scan(text: string): SecretCounts {
  let counts: Map<SecretKind, number> | undefined;
  let resumeAt = 0;
  let pair = 0;
  for (let position = 0; position < text.length; position += 1) {
    pair = ((pair & pairMask) << pairBits) | (text.charCodeAt(position) & pairMask);
    if (isTriggerPair[pair] === 0) continue;
    const match = findMatch(text, position - 1, { pair, resumeAt });
    if (match === undefined) continue;
    counts ??= new Map();
    counts.set(match.kind, (counts.get(match.kind) ?? 0) + 1);
    resumeAt = match.end;
  }
  return counts ?? none;
}

/** The first rule of the pair's that accepts; a secret may not begin inside the one before it. */
function findMatch(
  text: string,
  pairStart: number,
  { pair, resumeAt }: { readonly pair: number; readonly resumeAt: number },
): SecretMatch | undefined {
  for (const { literal, pairOffset, validate } of triggersByPair.get(pair) ?? []) {
    const start = pairStart - pairOffset;
    if (start < resumeAt || !text.startsWith(literal, start)) continue;
    const match = validate(text, start);
    if (match !== undefined) return match;
  }
  return undefined;
}

function indexByPair(): ReadonlyMap<number, readonly SecretTrigger[]> {
  const index = new Map<number, SecretTrigger[]>();
  for (const trigger of triggers) {
    const first = trigger.literal.charCodeAt(trigger.pairOffset);
    const second = trigger.literal.charCodeAt(trigger.pairOffset + 1);
    const pair = (first << pairBits) | second;
    index.set(pair, [...(index.get(pair) ?? []), trigger]);
  }
  return index;
}
