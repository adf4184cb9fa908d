import type { Match } from '../../../policy/inspect/detector.ts';
import type { RuleReason } from '../../../policy/prompt-part/rule-outcome.ts';
import { KnownMatches } from '../../inspect/known-matches.ts';

/** What outside detectors have found in the texts that they were asked about. */
export class OutsideLook {
  /** Each thing once, in the text in which it was found. */
  readonly found = new KnownMatches();
  /** The same, and of what was found across pieces the part of it that stands in each: for taking it out. */
  readonly everywhere = new KnownMatches();

  note(text: string, match: Match): void {
    this.found.note(text, match);
    this.everywhere.note(text, match);
  }

  /** Notes for the pieces of a text what was found in the whole of it. */
  spread(text: string, pieces: readonly string[]): void {
    this.found.find(text, (match) => {
      let from = 0;
      for (const piece of pieces) {
        const start = Math.max(0, match.start - from);
        const end = Math.min(piece.length, match.end - from);
        if (start < end) this.everywhere.note(piece, { ...match, start, end });
        from += piece.length;
      }
    });
  }
}

/** Who has not looked at a call, by the name of the look or of the outside detector, and why. */
export type Unseen = ReadonlyMap<string, RuleReason>;

/** The same with some more. */
export function addUnseen(
  unseen: Unseen | undefined,
  names: readonly string[],
  reason: RuleReason,
): Unseen {
  const more = new Map(unseen);
  for (const name of names) more.set(name, reason);
  return more;
}
