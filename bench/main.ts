import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { checkoutDirectory } from '../deploy/local/state-directory.ts';
import { type BenchHouse, startBenchHouse } from './gateway/bench-house.ts';
import { type BenchOptions, readOptions } from './options.ts';
import { cores, type PinnedProcess, startProcess } from './process/pinned-process.ts';
import { readResidentBytes } from './process/process-meter.ts';
import { describeEnvironment, type Environment } from './report/environment.ts';
import { renderTables } from './report/tables.ts';
import { type Row, runScenarios } from './run-scenarios.ts';
import { listScenarios, type Way } from './scenario.ts';

const startTimeoutMs = 30_000;
const mebibyte = 1_048_576;
const resultsDirectory = join(checkoutDirectory, 'bench', 'results');
const pagePath = join(checkoutDirectory, 'docs', 'benchmarks.md');
const tablesBegin = '<!-- tables: begin -->';
const tablesEnd = '<!-- tables: end -->';
const ready = z.object({ port: z.number() });

interface Program {
  readonly process: PinnedProcess;
  readonly port: number;
}

/** Everything that was started, last first. */
const closers: (() => Promise<void>)[] = [];

async function open(
  file: string,
  args: readonly string[],
  core: number | undefined,
): Promise<Program> {
  const started = startProcess({
    args: ['--import', 'tsx', `bench/program/${file}`, ...args],
    core,
  });
  closers.push(() => started.stop());
  const { port } = ready.parse(await started.next(startTimeoutMs));
  return { process: started, port };
}

async function openHouse(providerUrl: string, profile: boolean): Promise<BenchHouse> {
  const profiling = ['--cpu-prof', `--cpu-prof-dir=${resultsDirectory}`, '--no-warnings'];
  const house = await startBenchHouse(`${providerUrl}/v1`, profile ? profiling : []);
  closers.push(house.stop);
  return house;
}

function waysOf(
  mock: Program,
  bare: { readonly http: Program; readonly grpc: Program },
  house: BenchHouse | undefined,
): readonly Way[] {
  const anyone = { apiKey: 'any', model: 'bench', lingeringPids: [] };
  const ways: Way[] = [
    {
      ...anyone,
      name: 'direct',
      httpPort: mock.port,
      grpcPort: undefined,
      httpPid: mock.process.pid,
      grpcPid: mock.process.pid,
    },
    {
      ...anyone,
      name: 'bare proxy',
      httpPort: bare.http.port,
      grpcPort: bare.grpc.port,
      httpPid: bare.http.process.pid,
      grpcPid: bare.grpc.process.pid,
    },
  ];
  if (house === undefined) return ways;
  const { apiKey, httpPort, grpcPort, nodePid, controlPlanePid } = house;
  const lingeringPids = [nodePid, controlPlanePid];
  const pids = { httpPid: nodePid, grpcPid: nodePid, lingeringPids };
  const gateway = { apiKey, httpPort, grpcPort, ...pids };
  return [
    ...ways,
    { ...gateway, name: 'gateway', model: house.governedRoute },
    { ...gateway, name: 'gateway, plain route', model: house.plainRoute },
  ];
}

/** What was measured. */
interface Measured {
  readonly rows: readonly Row[];
  /** Of the node before its first call; undefined without a gateway. */
  readonly idleResidentBytes: number | undefined;
}

async function measure(options: BenchOptions): Promise<Measured> {
  const mock = await open('mock-provider.ts', [], cores.others);
  const providerUrl = `http://127.0.0.1:${mock.port}`;
  const http = await open('http-proxy.ts', [providerUrl], cores.proxy);
  const grpc = await open('grpc-proxy.ts', [providerUrl], cores.proxy);
  const load = await open('load-generator.ts', [], cores.others);
  const house = options.gateway ? await openHouse(providerUrl, options.profile) : undefined;
  const idleResidentBytes = house === undefined ? undefined : readResidentBytes(house.nodePid);
  const ways = waysOf(mock, { http, grpc }, house);
  const chosen = options.quick ? ways.filter(({ name }) => !name.endsWith('plain route')) : ways;
  const scenarios = listScenarios(options.quick).filter(
    ({ name }) => options.only.length === 0 || options.only.includes(name),
  );
  return { rows: await runScenarios(scenarios, chosen, load.process), idleResidentBytes };
}

function keep(environment: Environment, measured: Measured, options: BenchOptions): void {
  mkdirSync(resultsDirectory, { recursive: true });
  const kind = options.quick ? 'quick' : 'full';
  const path = join(resultsDirectory, `${environment.date}-${kind}.json`);
  writeFileSync(path, `${JSON.stringify({ ...environment, kind, ...measured }, null, 2)}\n`);
  process.stderr.write(`raw numbers: ${path}\n`);
}

/** Replaces what stands between the marks of the page; the rest is written by people. */
function writePage(text: string): void {
  const page = readFileSync(pagePath, 'utf8');
  const begin = page.indexOf(tablesBegin) + tablesBegin.length;
  const end = page.indexOf(tablesEnd);
  if (begin < tablesBegin.length || end < begin) throw new Error(`${pagePath} has lost its marks`);
  writeFileSync(pagePath, `${page.slice(0, begin)}\n\n${text}\n\n${page.slice(end)}`);
}

function describeRun(
  { date, machine, pinned, versions }: Environment,
  { quick }: BenchOptions,
): string {
  const named = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  const pinning = pinned
    ? 'the measured process alone on one core, everything else on the other'
    : 'nothing pinned';
  const windows = quick ? 'quick run (windows of 1 to 1.5 s)' : 'full run';
  return `${date}, ${windows}; ${machine}; ${pinning}; ${named.join(', ')}.`;
}

function describeIdle({ idleResidentBytes }: Measured): string {
  if (idleResidentBytes === undefined) return '';
  const held = (idleResidentBytes / mebibyte).toFixed(0);
  return `A node before its first call holds ${held} MiB.`;
}

async function closeAll(): Promise<void> {
  for (const close of closers.splice(0).toReversed()) await close();
}

const options = readOptions(process.argv.slice(2));
let interrupted = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => {
    interrupted = true;
    void closeAll().finally(() => process.exit(130));
  });
try {
  const measured = await measure(options);
  const environment = describeEnvironment(new Date());
  const about = [describeRun(environment, options), describeIdle(measured)].join(' ').trim();
  const text = `${about}\n\n${renderTables(measured.rows)}`;
  keep(environment, measured, options);
  if (options.write) writePage(text);
  process.stdout.write(`${text}\n`);
} catch (error) {
  // What was being measured fails when it is ended; nobody needs to be told.
  if (!interrupted) throw error;
} finally {
  await closeAll();
}
