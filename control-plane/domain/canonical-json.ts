/**
 * JSON whose bytes depend on the content only: keys sorted by code unit, no white space, undefined fields left out,
 * dates as ISO 8601, bigint as a decimal string. Equal values give equal texts, also after a way through jsonb.
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, ordered) ?? 'null';
}

/** Whether two values have the same content. */
export function isSameContent(one: unknown, other: unknown): boolean {
  return canonicalJson(one) === canonicalJson(other);
}

function ordered(_key: string, value: unknown): unknown {
  if (typeof value === 'bigint') return value.toString();
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  const entries = Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries);
}
