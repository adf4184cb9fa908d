import type { FindingCounts, FindingKind, Inspector } from '../../policy/inspect/detector.ts';

/** Counts what the inspector finds in the texts, each text alone. */
export function countFindings(inspector: Inspector, texts: Iterable<string>): FindingCounts {
  const counts = new Map<FindingKind, number>();
  for (const text of texts)
    inspector.find(text, ({ kind }) => counts.set(kind, (counts.get(kind) ?? 0) + 1));
  return counts;
}
