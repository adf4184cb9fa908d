import type { FindingKind, Inspector, Match } from '../inspect/detector.ts';

/** What is taken out, and what takes its place. */
export interface Redaction {
  readonly kinds: ReadonlySet<FindingKind>;
  readonly placeholderOf: (stretch: Stretch, value: string) => string;
}

/** What is taken out in one piece: a match, or several that overlap, of the kind of the first. */
export interface Stretch {
  readonly kind: FindingKind;
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
  readonly kinds: ReadonlySet<FindingKind>;
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
  for (const stretch of joinOverlapping(matches)) {
    const { start, end } = stretch;
    redacted += text.slice(at, start) + placeholderOf(stretch, text.slice(start, end));
    at = end;
  }
  return redacted + text.slice(at);
}

/** In the order of the text. */
export function joinOverlapping(matches: readonly Match[]): readonly Stretch[] {
  const joined: Stretch[] = [];
  for (const { kind, start, end } of matches.toSorted((one, other) => one.start - other.start)) {
    const last = joined.at(-1);
    if (last === undefined || start >= last.end) {
      joined.push({ kind, start, end, kinds: new Set([kind]) });
    } else {
      const kinds = new Set(last.kinds).add(kind);
      joined[joined.length - 1] = { ...last, end: Math.max(last.end, end), kinds };
    }
  }
  return joined;
}
