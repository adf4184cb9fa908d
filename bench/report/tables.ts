import type { HeldRow } from '../gateway/measure-held.ts';
import type { Row } from '../run-scenarios.ts';
import type { Scenario, Way } from '../scenario.ts';
import { line, met, table } from './markdown.ts';
import { type Summary, summarise } from './summary.ts';

/** Most processor time that a governed call may take, relative to the bare proxy of the same run. */
const budgets: Readonly<Partial<Record<Scenario['name'], number>>> = {
  'http-unary': 1.65,
  'grpc-unary': 1.35,
  'http-stream': 1.35,
  'grpc-stream': 1.35,
};
/** Most that a governed call may add to the bare proxy at 1,000 requests a second, in milliseconds. */
const addedBudget = { p50: 0.15, p99: 1 } as const;
const mebibyte = 1_048_576;

const titles: Readonly<Record<Scenario['name'], string>> = {
  'http-unary': 'HTTP to HTTP, unary, saturated',
  'grpc-unary': 'gRPC to HTTP, unary, saturated',
  'http-latency': 'HTTP to HTTP, unary, 1,000 requests a second',
  'grpc-latency': 'gRPC to HTTP, unary, 1,000 requests a second',
  'http-stream': 'HTTP to HTTP, 200 streams a second of 100 events 5 ms apart',
  'grpc-stream': 'gRPC to HTTP, 200 streams a second of 100 events 5 ms apart',
};

/** The tables of docs/benchmarks.md, one for each scenario, in Markdown. */
export function renderTables(rows: readonly Row[], held: readonly HeldRow[]): string {
  const names = [...new Set(rows.map(({ scenario }) => scenario))];
  const tables = names.map((name) => renderTable(name, rows));
  if (held.length > 0)
    tables.push(`### Streams that are open and say nothing\n\n${renderHeld(held)}`);
  return tables.join('\n\n');
}

/** Most that a stream of the gateway may hold; source: performance budget. */
const heldKibibytesMax = 30;

function renderHeld(held: readonly HeldRow[]): string {
  const lines = held.map(({ protocol, way, streamCount, bytesPerStream, residentBytes }) => {
    const kibibytes = bytesPerStream / 1_024;
    return line([
      `${protocol}, ${way}`,
      String(streamCount),
      kibibytes.toFixed(1),
      way === 'gateway' ? `${heldKibibytesMax}: ${met(kibibytes <= heldKibibytesMax)}` : '',
      (residentBytes / mebibyte).toFixed(0),
    ]);
  });
  return table(['way', 'streams', 'KiB for each', 'budget', 'RSS MiB'], lines);
}

function renderTable(name: Scenario['name'], rows: readonly Row[]): string {
  const own = rows.filter(({ scenario }) => scenario === name);
  const entries = own
    .filter(({ failure }) => failure === undefined)
    .map((row) => ({ way: row.way, summary: summarise(row) }));
  const failed = own.flatMap(({ way, failure = '' }) => (failure ? [line([way, failure])] : []));
  const bare = entries.find(({ way }) => way === 'bare proxy')?.summary;
  const body = name.endsWith('latency')
    ? renderLatency(entries, bare)
    : renderCost(entries, bare, budgets[name]);
  return `### ${titles[name]}\n\n${[body, ...failed].join('\n')}`;
}

interface Entry {
  readonly way: Way['name'];
  readonly summary: Summary;
}

function renderCost(
  entries: readonly Entry[],
  bare: Summary | undefined,
  budget: number | undefined,
): string {
  const lines = entries.map(({ way, summary }) => {
    const ratio = bare === undefined ? undefined : summary.cpuMicros / bare.cpuMicros;
    return line([
      way,
      way === 'direct' ? `(${summary.cpuMicros.toFixed(1)})` : summary.cpuMicros.toFixed(1),
      way === 'direct' || ratio === undefined ? '' : `${ratio.toFixed(2)} x`,
      verdict(way, ratio, budget),
      summary.perSecond.toFixed(0),
      `${(summary.cpuShare * 100).toFixed(0)} %`,
      summary.p50.toFixed(2),
      summary.p99.toFixed(2),
      (summary.residentBytes / mebibyte).toFixed(0),
    ]);
  });
  return table(
    ['way', 'CPU µs', 'to bare', 'budget', 'per second', 'core', 'p50 ms', 'p99 ms', 'RSS MiB'],
    lines,
  );
}

function renderLatency(entries: readonly Entry[], bare: Summary | undefined): string {
  const lines = entries.map(({ way, summary }) =>
    line([
      way,
      summary.firstByteP50.toFixed(3),
      summary.p50.toFixed(3),
      summary.p99.toFixed(3),
      summary.p999.toFixed(3),
      ...renderAdded(way, summary, bare),
    ]),
  );
  const heads = ['way', 'first byte p50', 'p50 ms', 'p99 ms', 'p99.9 ms'];
  return table([...heads, 'added p50', 'added p99', 'budget'], lines);
}

/** What a way adds to the bare proxy of the same run; the budget is that of everything on. */
function renderAdded(
  way: Way['name'],
  summary: Summary,
  bare: Summary | undefined,
): readonly string[] {
  if (bare === undefined || way === 'direct' || way === 'bare proxy') return ['', '', ''];
  const p50 = summary.p50 - bare.p50;
  const p99 = summary.p99 - bare.p99;
  if (way !== 'gateway') return [p50.toFixed(3), p99.toFixed(3), ''];
  return [
    `${p50.toFixed(3)} of ${addedBudget.p50}`,
    `${p99.toFixed(3)} of ${addedBudget.p99}`,
    met(p50 <= addedBudget.p50 && p99 <= addedBudget.p99),
  ];
}

function verdict(way: Way['name'], ratio: number | undefined, budget: number | undefined): string {
  if (way !== 'gateway' || ratio === undefined || budget === undefined) return '';
  return `${budget} x: ${met(ratio <= budget)}`;
}
