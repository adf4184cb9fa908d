/** Paths that are told of one resource. */
const PATHS_MAX = 50;

/** Dotted paths at which two contents of plain data differ, the deepest that tell it; at most 50. */
export function listChangedPaths(before: unknown, after: unknown): readonly string[] {
  return [...walk(before, after, '')].slice(0, PATHS_MAX);
}

function* walk(before: unknown, after: unknown, path: string): Generator<string> {
  const [from, to] = [fieldsOf(before), fieldsOf(after)];
  if (from === undefined || to === undefined) {
    if (before !== after) yield path;
    return;
  }
  for (const name of new Set([...from.keys(), ...to.keys()]))
    yield* walk(from.get(name), to.get(name), path === '' ? name : `${path}.${name}`);
}

/** Of a list its positions; undefined for what holds nothing. */
function fieldsOf(value: unknown): ReadonlyMap<string, unknown> | undefined {
  return typeof value === 'object' && value !== null ? new Map(Object.entries(value)) : undefined;
}
