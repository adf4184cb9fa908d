import type { Found, Inspector, Match, Report, Rule } from './detector.ts';
import { type FoldedText, foldText } from './folded-text.ts';
import { hostRules } from './host/internal-host.ts';
import { findHidden, findInjection } from './injection/injection.ts';
import { type PhraseMatch, wordIndex } from './injection/phrase-pass.ts';
import { findLanguages } from './language/language.ts';
import { findNames } from './name/person-name.ts';
import { Pass } from './pass.ts';
import { personalRules } from './personal/personal.ts';
import type { DetectorName, RuleDetector } from './prompt-rule.ts';
import { secretRules } from './secret.ts';
import { ConfiguredInspector } from './settings/configured-inspector.ts';
import type { ConfiguredLook, Look } from './settings/look.ts';
import { findSourceCode } from './source/source-code.ts';

const rulesOf: Readonly<Partial<Record<DetectorName, readonly Rule[]>>> = {
  secret: secretRules,
  personal_data: personalRules,
  internal_host: hostRules,
};

/** What reads a text as a whole, in its plainest form. */
type ReadWhole = (text: string) => readonly Found[];
const readersOf: Readonly<Partial<Record<DetectorName, ReadWhole>>> = {
  source_code: findSourceCode,
  person_name: findNames,
  language: findLanguages,
};

/**
 * The inspector of these detectors. A text that has escapes of JSON, invisible characters or other
 * forms of ASCII (see {@link foldText}) is read once more without them; what is found at the same
 * place both times is one match. Form decides: values that a vendor prints in its documentation,
 * such as AKIAIOSFODNN7EXAMPLE, are found (a list of exceptions would say how to pass); masks such
 * as `xxxx` are not. A secret that is cut by spaces or written in another case is not one.
 */
export function inspectorOf(looks: readonly Look[]): Inspector {
  if (!looks.some(isConfigured)) return formedInspectorOf(looks.filter(isFormed));
  const formed = looks.filter(isFormed);
  return new ConfiguredInspector(
    formed.length === 0 ? undefined : formedInspectorOf(formed),
    looks.filter(isConfigured),
  );
}

function isConfigured(look: Look): look is ConfiguredLook {
  return typeof look !== 'string';
}

function isFormed(look: Look): look is DetectorName {
  return typeof look === 'string';
}

function formedInspectorOf(names: readonly DetectorName[]): Inspector {
  const detectors = [...new Set(names)].toSorted();
  const key = detectors.join();
  const made = inspectors.get(key) ?? createInspector(detectors);
  inspectors.set(key, made);
  return made;
}

/** Its tables are 48 KB, and policies are by the thousand: as many as there are sets of detectors, made when first asked for. */
const inspectors = new Map<string, Inspector>();

function createInspector(detectors: readonly DetectorName[]): Inspector {
  const ruled = detectors.flatMap((name) => {
    const rules = rulesOf[name];
    return rules === undefined ? [] : [{ name, rules }];
  });
  const readers = detectors.flatMap((detector) => {
    const read = readersOf[detector];
    return read === undefined ? [] : [{ detector, read }];
  });
  const weighs = detectors.includes('prompt_injection');
  const passes = weighs || ruled.length > 0;
  const pass = new Pass(ruled, weighs ? wordIndex : undefined);
  return {
    find(text, report) {
      const folded = foldText(text);
      if (passes) {
        const phrases =
          folded === undefined
            ? pass.run(text, report)
            : findInBoth(pass, { text, folded }, report);
        if (weighs) reportInjection({ text, folded, phrases }, report);
      }
      for (const reader of readers) reportWhole(reader, { text, folded }, report);
    },
  };
}

/** What reads the plainest form of the text. */
function reportWhole(
  { detector, read }: { readonly detector: DetectorName; readonly read: ReadWhole },
  { text, folded }: { readonly text: string; readonly folded: FoldedText | undefined },
  report: Report,
): void {
  for (const { kind, start, end } of read(folded?.text ?? text)) {
    const from = folded?.originOf(start) ?? start;
    report({ detector, kind, start: from, end: folded?.originOf(end) ?? end });
  }
}

/** What stands in the text as it is, and what shows only in its folded form, whose phrases it returns. */
function findInBoth(
  pass: Pass,
  { text, folded }: { readonly text: string; readonly folded: FoldedText },
  report: Report,
): readonly PhraseMatch[] {
  const plain: Match[] = [];
  pass.runRules(text, (match) => {
    plain.push(match);
    report(match);
  });
  const ends = new Map<RuleDetector, { readonly own: readonly Match[]; next: number }>();
  return pass.run(folded.text, ({ detector, kind, start, end }) => {
    const match = { detector, kind, start: folded.originOf(start), end: folded.originOf(end) };
    let seen = ends.get(detector);
    if (seen === undefined) {
      seen = { own: plain.filter((one) => one.detector === detector), next: 0 };
      ends.set(detector, seen);
    }
    // Matches of one detector come in the order of the text.
    while ((seen.own[seen.next]?.end ?? Number.POSITIVE_INFINITY) <= match.start) seen.next += 1;
    const other = seen.own[seen.next];
    if (other === undefined || other.start >= match.end) report(match);
  });
}

interface ReadText {
  readonly text: string;
  readonly folded: FoldedText | undefined;
  /** Of the plainest form. */
  readonly phrases: readonly PhraseMatch[];
}

/** Orders to a model, read in the plainest form of the text. */
function reportInjection({ text, folded, phrases }: ReadText, report: Report): void {
  const detector = 'prompt_injection';
  const found = findInjection(folded?.text ?? text, phrases);
  const hidden = findHidden(text);
  for (const match of hidden) report({ detector, ...match });
  for (const { kind, start, end } of found) {
    const from = folded?.originOf(start) ?? start;
    const to = folded?.originOf(end) ?? end;
    if (!hidden.some((one) => from < one.end && one.start < to))
      report({ detector, kind, start: from, end: to });
  }
}
