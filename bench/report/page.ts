import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkoutDirectory } from '../../deploy/local/state-directory.ts';
import type { BenchName } from '../options.ts';
import type { Environment } from './environment.ts';

/** Where raw numbers and profiles are kept. */
export const resultsDirectory: string = join(checkoutDirectory, 'bench', 'results');
const marks: Readonly<Record<BenchName, string>> = {
  gateway: 'tables',
  config: 'config tables',
  workers: 'workers tables',
  api: 'api tables',
  inspect: 'inspect tables',
  teach: 'teach tables',
};

function pagePathOf(bench: BenchName): string {
  const page = bench === 'inspect' || bench === 'teach' ? 'detectors.md' : 'benchmarks.md';
  return join(checkoutDirectory, 'docs', page);
}

/** What a run is known by. */
export interface Run {
  readonly bench: BenchName;
  readonly quick: boolean;
  readonly environment: Environment;
}

/** Writes the raw numbers of a run as JSON, and says where. */
export function keepRaw({ bench, quick, environment }: Run, measured: object): void {
  mkdirSync(resultsDirectory, { recursive: true });
  const kind = quick ? 'quick' : 'full';
  const name = [environment.date, ...(bench === 'gateway' ? [] : [bench]), kind].join('-');
  const path = join(resultsDirectory, `${name}.json`);
  writeFileSync(path, `${JSON.stringify({ ...environment, kind, ...measured }, null, 2)}\n`);
  process.stderr.write(`raw numbers: ${path}\n`);
}

/** Puts the tables of a bench into the page of figures. @throws Error when it has lost its marks */
export function writePage(bench: BenchName, text: string): void {
  const path = pagePathOf(bench);
  writeFileSync(path, replaceBetween(readFileSync(path, 'utf8'), marks[bench], text));
}

/** Replaces what stands between two marks; the rest is written by people. @throws Error when a mark is missing */
export function replaceBetween(page: string, mark: string, text: string): string {
  const begin = `<!-- ${mark}: begin -->`;
  const from = page.indexOf(begin) + begin.length;
  const to = page.indexOf(`<!-- ${mark}: end -->`);
  if (from < begin.length || to < from) throw new Error(`the page has no marks for ${mark}`);
  return `${page.slice(0, from)}\n\n${text}\n\n${page.slice(to)}`;
}

/** One sentence on when and where a run was made. */
export function describeRun({ quick, environment }: Run, windows: string): string {
  const { date, machine, pinned, versions } = environment;
  const named = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  const pinning = pinned
    ? 'the measured process alone on one core, everything else on the other'
    : 'nothing pinned';
  const kind = quick ? `quick run (${windows})` : 'full run';
  return `${date}, ${kind}; ${machine}; ${pinning}; ${named.join(', ')}.`;
}
