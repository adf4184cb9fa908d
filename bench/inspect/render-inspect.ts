import { line, table } from '../report/markdown.ts';
import type { InspectCost, InspectFigures, ScoredCorpus } from './measure-inspect.ts';
import { precisionOf, recallOf, type Score, sumScores } from './score.ts';

const share = (value: number): string => value.toFixed(3);

/** The tables of what was found, of the kinds that were not always right, and of the cost. */
export function renderInspect({ scored, costs }: InspectFigures): string {
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
    'Processor time of one look, median:',
    renderCosts(costs),
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

function renderCosts(costs: readonly InspectCost[]): string {
  const names = [...new Set(costs.map(({ text }) => text))];
  const sets = [...new Set(costs.map(({ detectors }) => detectors.join(' + ')))];
  const rows = sets.map((set) => {
    const cells = names.map((name) => {
      const cost = costs.find((one) => one.text === name && one.detectors.join(' + ') === set);
      return cost === undefined ? '' : `${cost.micros.toFixed(cost.micros < 100 ? 1 : 0)} µs`;
    });
    return line([set, ...cells]);
  });
  return table(['detectors', ...names], rows);
}
