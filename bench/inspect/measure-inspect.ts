import type { Inspector } from '../../policy/inspect/detector.ts';
import { inspectorOf } from '../../policy/inspect/inspector.ts';
import { type DetectorName, detectorNames } from '../../policy/inspect/prompt-rule.ts';
import type { BenchOptions } from '../options.ts';
import { makeCleanText } from './clean-text.ts';
import { type CorpusName, corpora } from './corpora.ts';
import { looksFor } from './corpus/company/company-look.ts';
import { type BesideFigure, common, measureBeside } from './measure-beside.ts';
import { measureStreams, type StreamCost } from './measure-stream.ts';
import { type FamilyScore, type Score, scoreCases, scoreFamilies } from './score.ts';

/** What a detector made of a set of cases. */
export interface ScoredCorpus {
  readonly detector: DetectorName;
  readonly corpus: CorpusName;
  readonly caseCount: number;
  readonly scores: readonly Score[];
  /** Empty where values are found, not texts told. */
  readonly families: readonly FamilyScore[];
}

/** Processor time of one look at a text. */
export interface InspectCost {
  readonly detectors: readonly DetectorName[];
  readonly text: string;
  /** Median of the rounds. */
  readonly micros: number;
}

export interface InspectFigures {
  readonly scored: readonly ScoredCorpus[];
  readonly costs: readonly InspectCost[];
  readonly streams: readonly StreamCost[];
  readonly beside: readonly BesideFigure[];
}

/** A text, and how often it is looked at in a round. */
const texts: readonly (readonly [name: string, text: string, looks: number])[] = [
  ['1 KB, nothing to find', makeCleanText(1_024), 2_000],
  ['10 KB, nothing to find', makeCleanText(10_240), 200],
  ['1 MB, nothing to find', makeCleanText(1_048_576), 2],
  ['200,000 times one letter', 'a'.repeat(200_000), 5],
  ['200,000 digits', '1234567890'.repeat(20_000), 5],
];

/** Measures what the detectors find, what looking costs, and what others feel of it. */
export async function measureInspect({ quick }: BenchOptions): Promise<InspectFigures> {
  const scored = detectorNames.flatMap((detector) => {
    const inspector = inspectorOf(looksFor(detector));
    return Object.entries(corpora[detector]).map(([corpus, list]) => {
      const cases = list();
      const scores = scoreCases(inspector, cases);
      const families = scoreFamilies(inspector, cases);
      return { detector, corpus: corpus as CorpusName, caseCount: cases.length, scores, families };
    });
  });
  const sets: (readonly DetectorName[])[] = [...detectorNames.map((name) => [name]), common];
  const rounds = quick ? 5 : 25;
  const costs = sets.flatMap((detectors) => {
    const inspector = inspectorOf(detectors.flatMap(looksFor));
    return texts.map(([name, text, looks]) => ({
      detectors,
      text: name,
      micros: measureLook(inspector, text, { looks, rounds }),
    }));
  });
  const beside = await measureBeside(quick ? 1 : 5);
  return { scored, costs, streams: measureStreams(rounds), beside };
}

function measureLook(
  inspector: Inspector,
  text: string,
  { looks, rounds }: { readonly looks: number; readonly rounds: number },
): number {
  const micros: number[] = [];
  // The first rounds compile.
  for (let round = -3; round < rounds; round += 1) {
    const before = process.cpuUsage();
    for (let count = 0; count < looks; count += 1) look(inspector, text);
    const { user, system } = process.cpuUsage(before);
    if (round >= 0) micros.push((user + system) / looks);
  }
  return micros.toSorted((one, other) => one - other)[Math.floor(rounds / 2)] ?? 0;
}

/** As one message of a call. */
function look(inspector: Inspector, text: string): void {
  inspector.find(text, ignore);
  if (inspector.findInCall === undefined) return;
  const place = { list: 'messages', position: 0 } as const;
  inspector.findInCall([{ text, part: 'user', place }], ignore);
}

function ignore(): void {}
