/** Names a detector that runs elsewhere among those that have looked at a call. */
export type OutsideName = `outside/${string}`;

/**
 * What one of them found: its name and its own word, which may be that of another detector too. With a score it is a kind of its own
 * for each hundredth, `outside/…/insult@87`: what counts, remembers and takes out kinds does so by scores too.
 */
export type OutsideKind = `outside/${string}/${string}`;

const HUNDREDTHS = 100;
/** What a decimal that has no exact form may be short of. */
const ROUNDING = 1e-9;

export function outsideName(detectorId: string): OutsideName {
  return `outside/${detectorId}`;
}

/** @param score from 0 to 1, of which parts of a hundredth are cut off; undefined for a detector that gives none */
export function outsideKind(detectorId: string, word: string, score?: number): OutsideKind {
  const kind: OutsideKind = `${outsideName(detectorId)}/${word}`;
  if (score === undefined) return kind;
  return `${kind}@${Math.floor(score * HUNDREDTHS + ROUNDING)}`;
}

/** The kind without a score; any other kind is as it is. */
export function unscored<Kind extends string>(kind: Kind): Kind {
  if (!kind.startsWith('outside/')) return kind;
  const at = kind.lastIndexOf('@');
  // It is what `outsideKind` gives without a score.
  return at === -1 ? kind : (kind.slice(0, at) as Kind);
}

/** From 0 to 1; undefined for what has none. */
export function scoreOf(kind: string): number | undefined {
  if (!kind.startsWith('outside/')) return undefined;
  const at = kind.lastIndexOf('@');
  return at === -1 ? undefined : Number(kind.slice(at + 1)) / HUNDREDTHS;
}

/** Whether what was found counts for a rule with that threshold. What has no score counts as 1. */
export function reachesScore(kind: string, minScore: number | undefined): boolean {
  return minScore === undefined || (scoreOf(kind) ?? 1) >= minScore - ROUNDING;
}
