import type { Inspector, Match, Report } from '../../policy/inspect/detector.ts';

/** Tells again what was found in texts elsewhere; of any other text it knows nothing. */
export class KnownMatches implements Inspector {
  readonly #matchesByText: ReadonlyMap<string, readonly Match[]>;

  constructor(matchesByText: ReadonlyMap<string, readonly Match[]>) {
    this.#matchesByText = matchesByText;
  }

  find(text: string, report: Report): void {
    for (const match of this.#matchesByText.get(text) ?? []) report(match);
  }
}
