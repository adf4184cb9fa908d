import { type Job, type JobResult, jobResult } from './load/job.ts';
import { awaitQuiet } from './process/await-quiet.ts';
import type { PinnedProcess } from './process/pinned-process.ts';
import type { Scenario, Way } from './scenario.ts';

/** All runs of one way in one scenario. */
export interface Row {
  readonly scenario: Scenario['name'];
  readonly way: Way['name'];
  /** Empty when there is a failure. */
  readonly runs: readonly JobResult[];
  /** Why a peer has no figures. */
  readonly failure?: string;
}

/** Before its first measurement a process compiles what is hot: so many requests, or so long at most. */
const heatRequestCount = 10_000;
const heatMs = 1_000;
const heatJobsMax = 5;
/** For usage to be delivered after a run. */
const restMs = 10_000;
/** Beyond the windows of the job themselves. */
const jobSlackMs = 15_000;

/**
 * Measures every way in every scenario. The ways take turns, so that a machine that slows down slows all of them.
 *
 * @throws Error when requests of a way of ours failed: its figures would be of something else
 */
export async function runScenarios(
  scenarios: readonly Scenario[],
  ways: readonly Way[],
  load: PinnedProcess,
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const scenario of scenarios) rows.push(...(await runScenario(scenario, ways, load)));
  return rows;
}

async function runScenario(
  scenario: Scenario,
  ways: readonly Way[],
  load: PinnedProcess,
): Promise<readonly Row[]> {
  const taking = new Set(ways.filter((way) => portOf(scenario, way) !== undefined));
  const rows = new Map<Way, Row>();
  for (const way of taking) {
    rows.set(way, { scenario: scenario.name, way: way.name, runs: [] });
    await heat(scenario, way, load);
    await comeToRest(way);
  }
  for (let run = 0; run < scenario.runCount; run += 1)
    for (const way of taking) {
      const before = rows.get(way);
      if (before === undefined) continue;
      const row = await runOnce(scenario, way, { load, before });
      rows.set(way, row);
      if (row.failure !== undefined) taking.delete(way);
      await comeToRest(way);
    }
  return [...rows.values()];
}

async function runOnce(
  scenario: Scenario,
  way: Way,
  { load, before }: { readonly load: PinnedProcess; readonly before: Row },
): Promise<Row> {
  const result = await measure(jobOf(scenario, way), load);
  const { failureCount, requestCount } = result;
  if (failureCount === 0 && requestCount > 0) {
    process.stderr.write(describe(scenario, way, result));
    return { ...before, runs: [...before.runs, result] };
  }
  const failure = `${failureCount} requests failed, ${requestCount} did not`;
  if (!way.isPeer) throw new Error(`${scenario.name} over ${way.name}: ${failure}`);
  process.stderr.write(`${scenario.name.padEnd(13)} ${way.name.padEnd(21)} ${failure}\n`);
  return { ...before, runs: [], failure };
}

async function heat(scenario: Scenario, way: Way, load: PinnedProcess): Promise<void> {
  const job = { ...jobOf(scenario, way), warmUpMs: 0, measureMs: heatMs };
  if (job.mode === 'pace') {
    await measure(job, load);
    return;
  }
  let requestCount = 0;
  for (let jobs = 0; jobs < heatJobsMax && requestCount < heatRequestCount; jobs += 1)
    requestCount += (await measure(job, load)).requestCount;
}

async function comeToRest(way: Way): Promise<void> {
  if (way.lingeringPids.length === 0) return;
  const isQuiet = await awaitQuiet(way.lingeringPids, restMs);
  if (!isQuiet) process.stderr.write(`(${way.name} still delivers usage after ${restMs} ms)\n`);
}

async function measure(job: Job, load: PinnedProcess): Promise<JobResult> {
  return jobResult.parse(await load.ask(job, job.warmUpMs + job.measureMs + jobSlackMs));
}

function jobOf(scenario: Scenario, way: Way): Job {
  const { apiKey, model, headers, httpPid, grpcPid } = way;
  const meteredPid = scenario.job.protocol === 'http' ? httpPid : grpcPid;
  return { ...scenario.job, port: portOf(scenario, way) ?? 0, apiKey, model, headers, meteredPid };
}

function portOf(scenario: Scenario, way: Way): number | undefined {
  return scenario.job.protocol === 'http' ? way.httpPort : way.grpcPort;
}

function describe(scenario: Scenario, way: Way, result: JobResult): string {
  const cpu = result.cpuMicrosPerRequest.toFixed(1);
  const rate = result.perSecond.toFixed(0);
  const { p50, p99 } = result.total;
  return (
    `${scenario.name.padEnd(13)} ${way.name.padEnd(21)} ${cpu.padStart(8)} µs/request ` +
    `${rate.padStart(7)}/s  p50 ${p50.toFixed(3)} ms  p99 ${p99.toFixed(3)} ms\n`
  );
}
