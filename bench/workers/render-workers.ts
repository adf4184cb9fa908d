import { cpus } from 'node:os';
import { line, table } from '../report/markdown.ts';
import { median } from '../report/summary.ts';
import type { WorkersRow, WorkersRun } from './measure-workers.ts';

const mebibyte = 1_048_576;
const heads = ['door, workers', 'per second', 'to one', 'CPU µs', 'to one', 'cores of the node'];
const moreHeads = ['per core', 'busy cores', 'busiest worker', 'p50 ms', 'p99 ms', 'RSS MiB'];

/** The table of docs/benchmarks.md, in Markdown. */
export function renderWorkers({ rows }: { readonly rows: readonly WorkersRow[] }): string {
  const lines = rows.map((row) => {
    const one = rows.find((other) => other.protocol === row.protocol && other.workerCount === 1);
    const of = (figure: (run: WorkersRun) => number): number => median(row.runs.map(figure));
    const toOne = (figure: (run: WorkersRun) => number): string =>
      one === undefined ? '' : `${(of(figure) / median(one.runs.map(figure))).toFixed(2)} x`;
    return line([
      `${row.protocol}, ${row.workerCount}`,
      of((run) => run.perSecond).toFixed(0),
      toOne((run) => run.perSecond),
      of((run) => run.cpuMicros).toFixed(1),
      toOne((run) => run.cpuMicros),
      of((run) => run.nodeCores).toFixed(2),
      of((run) => run.perSecond / run.nodeCores).toFixed(0),
      `${of((run) => run.machineCores).toFixed(2)} of ${cpus().length}`,
      `${(of((run) => run.busiestShare) * 100).toFixed(0)} %`,
      of((run) => run.p50).toFixed(2),
      of((run) => run.p99).toFixed(2),
      (of((run) => run.residentBytes) / mebibyte).toFixed(0),
    ]);
  });
  return table([...heads, ...moreHeads], lines);
}
