import type { Inspector, Match, Report } from '../../policy/inspect/detector.ts';

/** Tells again what was found in texts elsewhere; of any other text it knows nothing. */
export class KnownMatches implements Inspector {
  readonly #byText = new Map<string, Match[]>();

  note(text: string, match: Match): void {
    const known = this.#byText.get(text);
    if (known === undefined) this.#byText.set(text, [match]);
    else known.push(match);
  }

  find(text: string, report: Report): void {
    for (const match of this.#byText.get(text) ?? []) report(match);
  }
}
