import type { FindingKind, Inspector, Match } from '../inspect/detector.ts';

/** What is taken out, and what takes its place. */
export interface Redaction {
  readonly kinds: ReadonlySet<FindingKind>;
  readonly placeholderOf: (kind: FindingKind, value: string) => string;
}

/** The text with a placeholder for each match of these kinds; the text itself when there is none. Of two that overlap both go. */
export function redactText(
  inspector: Inspector,
  text: string,
  { kinds, placeholderOf }: Redaction,
): string {
  const matches: Match[] = [];
  inspector.find(text, (match) => {
    if (kinds.has(match.kind)) matches.push(match);
  });
  if (matches.length === 0) return text;
  let redacted = '';
  let at = 0;
  for (const { kind, start, end } of joinOverlapping(matches)) {
    redacted += text.slice(at, start) + placeholderOf(kind, text.slice(start, end));
    at = end;
  }
  return redacted + text.slice(at);
}

/** In the order of the text; what overlaps is one stretch of the kind that begins first. */
function joinOverlapping(matches: readonly Match[]): readonly Match[] {
  const joined: Match[] = [];
  for (const match of matches.toSorted((one, other) => one.start - other.start)) {
    const last = joined.at(-1);
    if (last === undefined || match.start >= last.end) joined.push(match);
    else joined[joined.length - 1] = { ...last, end: Math.max(last.end, match.end) };
  }
  return joined;
}
