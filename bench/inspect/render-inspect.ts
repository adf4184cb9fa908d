import { line, table } from '../report/markdown.ts';
import type { BesideFigure } from './measure-beside.ts';
import type { InspectFigures, ScoredCorpus } from './measure-inspect.ts';
import { type FamilyScore, precisionOf, recallOf, type Score, sumScores } from './score.ts';

const share = (value: number): string => value.toFixed(3);

/** The tables of what was found, of the kinds that were not always right, of the cost, and of what others feel. */
export function renderInspect({ scored, costs, streams, beside }: InspectFigures): string {
  const totals = table(
    ['detector, corpus', 'texts', 'to find', 'precision', 'recall'],
    scored.map(describeCorpus),
  );
  const faults = table(
    ['kind, corpus', 'right', 'wrong', 'missed', 'precision', 'recall'],
    scored.flatMap((one) => one.scores.filter(isFaulty).map((score) => describeKind(one, score))),
  );
  return [
    totals,
    'Kinds that were not always right; all others were:',
    faults,
    'Texts that are told as a whole, by family (attacks that were missed, harmless texts that were reported):',
    renderFamilies(scored),
    'Processor time of one look, median:',
    renderCosts(costs.map(({ text, ...cost }) => ({ ...cost, column: text }))),
    'Processor time that looking at a streamed reply adds to each of its events, nothing to find, median:',
    renderCosts(streams.map(({ events, ...cost }) => ({ ...cost, column: events }))),
    'Small calls (1 KB, 2 ms apart) while a long one is inspected all the time, from when they were due; the timer of Node.js is part of it:',
    renderBeside(beside),
  ].join('\n\n');
}

function describeCorpus({ detector, corpus, caseCount, scores }: ScoredCorpus): string {
  const total = sumScores(scores);
  return line([
    `\`${detector}\`, ${corpus}`,
    String(caseCount),
    String(total.right + total.missed),
    share(precisionOf(total)),
    share(recallOf(total)),
  ]);
}

function isFaulty({ wrong, missed }: Score): boolean {
  return wrong > 0 || missed > 0;
}

function describeKind({ corpus }: ScoredCorpus, score: Score): string {
  return line([
    `\`${score.kind}\`, ${corpus}`,
    String(score.right),
    String(score.wrong),
    String(score.missed),
    share(precisionOf(score)),
    share(recallOf(score)),
  ]);
}

/** A row for each family, with its texts in both corpora. */
function renderFamilies(scored: readonly ScoredCorpus[]): string {
  const told = scored.filter(({ families }) => families.length > 0);
  const names = new Set(told.flatMap(({ families }) => families.map(nameFamily)));
  const corpora = told.map(({ corpus }) => corpus);
  const rows = [...names].toSorted().map((name) =>
    line([
      name,
      ...told.flatMap(({ families }) => {
        const family = families.find((one) => nameFamily(one) === name);
        return [String(family?.textCount ?? 0), String(family?.wrongCount ?? 0)];
      }),
    ]),
  );
  return table(['family', ...corpora.flatMap((corpus) => [corpus, 'wrong'])], rows);
}

function nameFamily({ family, isAttack }: FamilyScore): string {
  return `${isAttack ? 'attack' : 'harmless'}: ${family}`;
}

interface Cost {
  readonly detectors: readonly string[];
  readonly column: string;
  readonly micros: number;
}

function renderCosts(costs: readonly Cost[]): string {
  const names = [...new Set(costs.map(({ column }) => column))];
  const sets = [...new Set(costs.map(({ detectors }) => detectors.join(' + ')))];
  const rows = sets.map((set) => {
    const cells = names.map((name) => {
      const cost = costs.find((one) => one.column === name && one.detectors.join(' + ') === set);
      return cost === undefined ? '' : `${cost.micros.toFixed(cost.micros < 100 ? 1 : 0)} µs`;
    });
    return line([set, ...cells]);
  });
  return table(['detectors', ...names], rows);
}

function renderBeside(figures: readonly BesideFigure[]): string {
  const alone = figures[0]?.p99Ms ?? 0;
  const rows = figures.map(({ beside, p50Ms, p99Ms, longestMs }) =>
    line([
      beside,
      ...[p50Ms, p99Ms, longestMs].map((one) => `${one.toFixed(2)} ms`),
      (p99Ms / alone).toFixed(1),
    ]),
  );
  return table(['beside', 'p50', 'p99', 'longest', 'p99, times alone'], rows);
}
