import type { FindingKind, Found, Inspector, Match, Report } from '../detector.ts';
import type { FoldedText } from '../folded-text.ts';
import { foldText } from '../folded-text.ts';
import type { InspectedText } from '../inspected-text.ts';
import { findLargeCall } from '../size/large-call.ts';
import { ConfiguredFinders } from './configured-finder.ts';
import type { ConfiguredLook } from './look.ts';

const finders = new ConfiguredFinders();

/** Looks by the settings of rules beside what looks by form. A text that has a plainer form is read in both, see `foldText`. */
export class ConfiguredInspector implements Inspector {
  readonly #formed: Inspector | undefined;
  readonly #ofTexts: readonly ConfiguredLook[];
  readonly #ofCalls: readonly ConfiguredLook[];

  constructor(formed: Inspector | undefined, looks: readonly ConfiguredLook[]) {
    this.#formed = formed;
    this.#ofTexts = looks.filter(({ detector }) => detector !== 'size');
    this.#ofCalls = looks.filter(({ detector }) => detector === 'size');
  }

  find(text: string, report: Report): void {
    this.#formed?.find(text, report);
    if (this.#ofTexts.length === 0) return;
    const folded = foldText(text);
    for (const look of this.#ofTexts) {
      const find = finders.of(look);
      const note = ({ kind, start, end }: Found<string>): void =>
        report({ detector: look.detector, kind: kindOf(look, kind), start, end });
      if (folded === undefined) find(text, note);
      else {
        const plain: Found<string>[] = [];
        find(text, (one) => plain.push(one));
        for (const one of plain) note(one);
        find(folded.text, (one) => noteHidden(plain, placeIn(folded, one), note));
      }
    }
  }

  findInCall(
    texts: readonly InspectedText[],
    report: (text: InspectedText, match: Match) => void,
  ): void {
    for (const look of this.#ofCalls) {
      const { limits } = look.settings;
      if (limits === undefined) continue;
      findLargeCall(limits, texts, (text, { kind, start, end }) =>
        report(text, { detector: look.detector, kind: kindOf(look, kind), start, end }),
      );
    }
  }
}

function kindOf({ tag }: ConfiguredLook, kind: string): FindingKind {
  return `${kind}${tag as `#${string}`}`;
}

function placeIn(folded: FoldedText, { kind, start, end }: Found<string>): Found<string> {
  return { kind, start: folded.originOf(start), end: folded.originOf(end) };
}

/** What shows only in the plainer form. */
function noteHidden(
  plain: readonly Found<string>[],
  one: Found<string>,
  note: (found: Found<string>) => void,
): void {
  if (!plain.some(({ start, end }) => start < one.end && one.start < end)) note(one);
}
