import { isSameContent } from '../../canonical-json.ts';

/** Three contents of one row, brought together by top-level fields. */
export interface Merge<Content> {
  /** Fields that only one side changed are as that side has them; those of `collisions` as they are now. */
  readonly merged: Content;
  /** Fields that both sides changed, each to something else. */
  readonly collisions: readonly string[];
}

/** Brings what somebody makes of `base` together with what the row has become since. Absent is a value like any other. */
export function mergeContents<Content extends object>({
  base,
  current,
  proposed,
}: {
  readonly base: Content;
  readonly current: Content;
  readonly proposed: Content;
}): Merge<Content> {
  const [from, now, to] = [base, current, proposed].map((one) => new Map(Object.entries(one)));
  const fields = new Set([base, current, proposed].flatMap((one) => Object.keys(one)));
  const merged: [string, unknown][] = [];
  const collisions: string[] = [];
  for (const field of fields) {
    const [was, is, becomes] = [from, now, to].map((one) => one?.get(field));
    const isMoved = !isSameContent(was, is);
    const isProposed = !isSameContent(was, becomes);
    if (isMoved && isProposed && !isSameContent(is, becomes)) collisions.push(field);
    const value = isProposed && !isMoved ? becomes : is;
    if (value !== undefined) merged.push([field, value]);
  }
  return { merged: Object.fromEntries(merged) as Content, collisions };
}
