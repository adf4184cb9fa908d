import { renderPart } from '../config/render-config.ts';
import { line, met, table } from '../report/markdown.ts';
import type { MeasuredApi } from './measure-api.ts';
import type { ChangeRow } from './measure-changes.ts';
import type { AskRow } from './measure-questions.ts';
import { crowdCount } from './size.ts';

/** Source: issue of governance. */
const listMsMax = 50;
const changeMsMax = 40;

/** The tables of the management API, in Markdown. A part that did not run has none. */
export function renderApi({ size, lists, changes, plan }: MeasuredApi): string {
  const tenants = `${size.tenantCount.toLocaleString('en')} tenants`;
  const parts = [
    ...(lists.length > 0 ? [`### Lists, ${tenants}\n\n${renderLists(lists)}`] : []),
    ...(changes.length > 0
      ? [
          `### Changes, ${tenants}\n\n${renderChanges(changes)}`,
          `### What the database does of an average change, ms\n\n${renderShares(changes)}`,
        ]
      : []),
    ...(plan.length > 0
      ? [`### A plan of a thousand resources, ${tenants}\n\n${renderPart({ figures: plan })}`]
      : []),
  ];
  return parts.join('\n\n');
}

const listHeads = [
  ...['list', 'asker', 'statements', 'database ms', 'p50 ms', 'p99 ms'],
  ...[`p99 of ${listMsMax} ms`, `${crowdCount} at once: p50 ms`, 'p99 ms'],
];

function renderLists(rows: readonly AskRow[]): string {
  const lines = rows.map((row) => {
    const { about, asker, statementCount, statementsMax, databaseMs, alone, crowd } = row;
    const bound =
      statementsMax === undefined
        ? ''
        : `, ${statementsMax}: ${met(statementCount <= statementsMax)}`;
    return line([
      ...[about, asker, `${statementCount}${bound}`, databaseMs.toFixed(1)],
      ...[alone.p50.toFixed(1), alone.p99.toFixed(1), met(alone.p99 <= listMsMax)],
      ...[crowd.p50.toFixed(1), crowd.p99.toFixed(1)],
    ]);
  });
  return table(listHeads, lines);
}

function renderChanges(rows: readonly ChangeRow[]): string {
  const heads = rows.flatMap(({ about }) => [`${about}: p50 ms`, 'p99 ms', `of ${changeMsMax}`]);
  const lines = namesOf(rows, ({ took }) => took).map((name) =>
    line([
      name,
      ...rows.flatMap(({ took }) => {
        const { p50 = 0, p99 = 0 } = took[name] ?? {};
        return [p50.toFixed(1), p99.toFixed(1), met(p99 <= changeMsMax)];
      }),
    ]),
  );
  const rates = rows.flatMap(({ perSecond }) => [`${perSecond.toFixed(0)} a second`, '', '']);
  return table(['change', ...heads], [line(['all of them', ...rates]), ...lines]);
}

function renderShares(rows: readonly ChangeRow[]): string {
  const lines = namesOf(rows, ({ shares }) => shares).map((name) =>
    line([name, ...rows.map(({ shares }) => (shares[name] ?? 0).toFixed(2))]),
  );
  return table(['part', ...rows.map(({ about }) => about)], lines);
}

function namesOf(
  rows: readonly ChangeRow[],
  valuesOf: (row: ChangeRow) => Readonly<Record<string, unknown>>,
): readonly string[] {
  return [...new Set(rows.flatMap((row) => Object.keys(valuesOf(row))))];
}
