import { z } from 'zod';
import { type Job, type JobResult, jobResult } from '../load/job.ts';
import type { BenchOptions } from '../options.ts';
import { awaitQuiet } from '../process/await-quiet.ts';
import type { Closing } from '../process/closing.ts';
import { type PinnedProcess, startProcess } from '../process/pinned-process.ts';
import {
  listChildren,
  readBusyMicros,
  readCpuMicros,
  readFamilyCpuMicros,
  readResidentBytes,
} from '../process/process-meter.ts';
import { type ComparedNode, startWorkersHouse, type WorkersHouse } from './workers-house.ts';

const workerCounts = [1, 2] as const;
const protocols = ['http', 'grpc'] as const;
/** Enough to keep two workers busy. */
const concurrency = 64;
const startTimeoutMs = 30_000;
const jobSlackMs = 15_000;
const restMs = 10_000;
/** Before it is measured each worker has compiled what is hot: after so many calls, or so long at most. */
const heatCallCount = 10_000;
const heatMsMax = 40_000;
const ready = z.object({ port: z.number() });

/** One run of one node at one door. */
export interface WorkersRun {
  readonly callCount: number;
  readonly perSecond: number;
  /** Processor time of all processes of the node, for each call. */
  readonly cpuMicros: number;
  /** Cores that the node used, and that the whole machine did: load, mock, control plane and Postgres are in it. */
  readonly nodeCores: number;
  readonly machineCores: number;
  /** Of the processor time of all workers, what the busiest one had. */
  readonly busiestShare: number;
  readonly p50: number;
  readonly p99: number;
  readonly residentBytes: number;
}

/** All runs of a node at a door. */
export interface WorkersRow {
  readonly protocol: Job['protocol'];
  readonly workerCount: number;
  readonly runs: readonly WorkersRun[];
}

/** Measures what a second worker gives at saturation. @throws Error when a part fails, or calls did */
export async function measureWorkers(
  { quick, only }: BenchOptions,
  closing: Closing,
): Promise<{ readonly rows: readonly WorkersRow[] }> {
  const mock = await open(closing, 'mock-provider.ts');
  const load = await open(closing, 'load-generator.ts');
  const providerUrl = `http://127.0.0.1:${mock.port}/v1`;
  const house = await startWorkersHouse(closing, providerUrl, workerCounts);
  const windows = { warmUpMs: 0, measureMs: quick ? 1_500 : 8_000 };
  const rows: WorkersRow[] = [];
  for (const protocol of protocols) {
    if (only.length > 0 && !only.includes(protocol)) continue;
    const work = { house, load: load.process, job: jobAt(protocol, windows) };
    const runs = await takeTurns(work, quick ? 3 : 5);
    for (const { workerCount } of house.nodes)
      rows.push({ protocol, workerCount, runs: runs.get(workerCount) ?? [] });
  }
  return { rows };
}

interface Work {
  readonly house: WorkersHouse;
  readonly load: PinnedProcess;
  readonly job: Omit<Job, 'port' | 'apiKey' | 'model' | 'meteredPid'>;
}

/** The nodes take turns, so that a machine that slows down slows both. */
async function takeTurns(work: Work, runCount: number): Promise<Map<number, WorkersRun[]>> {
  const runs = new Map<number, WorkersRun[]>();
  for (const node of work.house.nodes) await heat(work, node);
  for (let turn = 0; turn < runCount; turn += 1)
    for (const node of work.house.nodes) {
      const measured = await run(work, node);
      runs.set(node.workerCount, [...(runs.get(node.workerCount) ?? []), measured]);
      process.stderr.write(describe(work.job.protocol, node, measured));
    }
  return runs;
}

async function heat(work: Work, node: ComparedNode): Promise<void> {
  const deadlineMs = performance.now() + heatMsMax;
  let missingCount = heatCallCount * node.workerCount;
  while (missingCount > 0 && performance.now() < deadlineMs)
    missingCount -= (await run(work, node)).callCount;
  if (missingCount > 0)
    process.stderr.write(`(${node.workerCount} workers are not warm after ${heatMsMax} ms)\n`);
}

async function run({ house, load, job }: Work, node: ComparedNode): Promise<WorkersRun> {
  const { pid } = node.process;
  const workers = node.workerCount === 1 ? [pid] : listChildren(pid);
  await awaitQuiet([pid, ...workers, house.controlPlanePid], restMs);
  const before = { cpu: readFamilyCpuMicros(pid), workers: workers.map(readCpuMicros) };
  const busyBefore = readBusyMicros();
  const startedAtMs = performance.now();
  const { apiKey, route: model } = house;
  const port = job.protocol === 'http' ? node.httpPort : node.grpcPort;
  const told = await load.ask(
    { ...job, port, apiKey, model, meteredPid: pid },
    job.measureMs + jobSlackMs,
  );
  const result = requireWhole(jobResult.parse(told));
  const elapsedMicros = (performance.now() - startedAtMs) * 1_000;
  const cpu = readFamilyCpuMicros(pid) - before.cpu;
  const busy = readBusyMicros() - busyBefore;
  const shares = workers.map((one, index) => readCpuMicros(one) - (before.workers[index] ?? 0));
  return {
    callCount: result.requestCount,
    perSecond: result.perSecond,
    cpuMicros: cpu / result.requestCount,
    nodeCores: cpu / elapsedMicros,
    machineCores: busy / elapsedMicros,
    busiestShare: Math.max(...shares) / shares.reduce((sum, share) => sum + share, 0),
    p50: result.total.p50,
    p99: result.total.p99,
    residentBytes: [...new Set([pid, ...workers])].reduce(
      (sum, one) => sum + readResidentBytes(one),
      0,
    ),
  };
}

function requireWhole(result: JobResult): JobResult {
  if (result.failureCount > 0 || result.requestCount === 0)
    throw new Error(`${result.failureCount} calls failed, ${result.requestCount} did not`);
  return result;
}

function jobAt(
  protocol: Job['protocol'],
  windows: { readonly warmUpMs: number; readonly measureMs: number },
): Work['job'] {
  return {
    protocol,
    stream: false,
    mode: 'saturate',
    concurrency,
    perSecond: 0,
    headers: {},
    ...windows,
  };
}

async function open(
  closing: Closing,
  file: string,
): Promise<{ readonly process: PinnedProcess; readonly port: number }> {
  const args = ['--import', 'tsx', `bench/program/${file}`];
  const started = startProcess({ args, core: undefined });
  closing.add(() => started.stop());
  const { port } = ready.parse(await started.next(startTimeoutMs));
  return { process: started, port };
}

function describe(protocol: string, { workerCount }: ComparedNode, measured: WorkersRun): string {
  const { perSecond, cpuMicros, nodeCores, machineCores, busiestShare } = measured;
  return (
    `${protocol} ${workerCount} workers ${perSecond.toFixed(0).padStart(7)}/s ` +
    `${cpuMicros.toFixed(1)} µs/call, node ${nodeCores.toFixed(2)} of ${machineCores.toFixed(2)} ` +
    `busy cores, busiest worker ${(busiestShare * 100).toFixed(0)} %\n`
  );
}
