import { setTimeout as sleep } from 'node:timers/promises';
import { type HeldJob, heldResult, resetResult } from '../load/held-job.ts';
import type { PinnedProcess } from '../process/pinned-process.ts';
import { readResidentBytes } from '../process/process-meter.ts';
import { countSocketsTo } from '../process/socket-count.ts';
import type { Way } from '../scenario.ts';
import type { Program } from './ways.ts';

/** What one way holds while many streams are open and say nothing. */
export interface HeldRow {
  readonly protocol: HeldJob['protocol'];
  readonly way: Way['name'];
  readonly streamCount: number;
  /** What the process held more than before its first stream, for each. */
  readonly bytesPerStream: number;
  readonly residentBytes: number;
}

/** Source of the full counts: docs/benchmarks.md; a process may have 20,000 files open, two for each stream over HTTP. */
const streamCounts = {
  full: { http: 8_000, grpc: 10_000 },
  quick: { http: 500, grpc: 500 },
} as const;
const answerTimeoutMs = 120_000;
/** Until buffers that opening took are given back. */
const settleMs = 3_000;
const restMs = 5_000;
/** For what streams of one protocol took to be collected: without it the next ones are charged for it. */
const collectionMs = 61_000;
/** Linux lends out 28,232 ports for connections to the mock, and those of closed ones not again for a minute. */
const portCountMax = 28_000;
const portsBackTimeoutMs = 75_000;
const portsLookMs = 500;

/** Who takes part in every measurement. */
interface Ends {
  readonly load: PinnedProcess;
  readonly mock: Program;
}

interface MeasuredProcess {
  readonly pid: number;
  /** Before its first stream: what earlier streams took is not given back at once, and would make the next ones look free. */
  readonly restingBytes: number;
}

/**
 * Opens streams over each way, and reads what its process holds more while they are open and say nothing.
 *
 * @throws Error when a stream did not begin
 */
export async function measureHeld(
  ways: readonly Way[],
  ends: Ends,
  quick: boolean,
): Promise<readonly HeldRow[]> {
  const counts = streamCounts[quick ? 'quick' : 'full'];
  const compared = ways.filter(({ name }) => name === 'bare proxy' || name === 'gateway');
  const rows: HeldRow[] = [];
  const pids = compared.flatMap(({ httpPid, grpcPid }) => [httpPid, grpcPid]);
  const resting = new Map(pids.map((pid) => [pid, readResidentBytes(pid)]));
  for (const protocol of ['http', 'grpc'] as const) {
    if (rows.length > 0 && !quick) await sleep(collectionMs);
    for (const way of compared) {
      const { httpPort, grpcPort, httpPid, grpcPid, apiKey, model } = way;
      const isHttp = protocol === 'http';
      const port = (isHttp ? httpPort : grpcPort) ?? 0;
      const job = { protocol, port, apiKey, model, streamCount: counts[protocol] };
      const pid = isHttp ? httpPid : grpcPid;
      const restingBytes = resting.get(pid) ?? 0;
      rows.push(await measureWay(way.name, job, { ...ends, pid, restingBytes }));
    }
  }
  return rows;
}

async function measureWay(
  way: Way['name'],
  job: HeldJob,
  { load, mock, pid, restingBytes }: Ends & MeasuredProcess,
): Promise<HeldRow> {
  const { protocol, streamCount } = job;
  await awaitPorts(mock.port, streamCount);
  const result = heldResult.parse(await load.ask(job, answerTimeoutMs));
  if (result.failureCount > 0)
    throw new Error(`${result.failureCount} of ${streamCount} streams did not begin`);
  await sleep(settleMs);
  const residentBytes = readResidentBytes(pid);
  await load.ask('close', answerTimeoutMs);
  await sleep(restMs);
  // A bare proxy looks at nothing, so it does not see that its callers have gone: its connections would stay for good.
  const { resetCount } = resetResult.parse(await mock.process.ask('reset', answerTimeoutMs));
  const bytesPerStream = (residentBytes - restingBytes) / streamCount;
  const shown = `${(bytesPerStream / 1_024).toFixed(1)} KiB each`;
  process.stderr.write(
    `held ${protocol} ${way.padEnd(12)} ${streamCount} streams, ${shown}; ${resetCount} left open\n`,
  );
  return { protocol, way, streamCount, bytesPerStream, residentBytes };
}

/** Waits until so many more connections to the mock can be made. @throws Error when that takes too long */
async function awaitPorts(mockPort: number, neededCount: number): Promise<void> {
  const deadlineMs = performance.now() + portsBackTimeoutMs;
  for (;;) {
    const takenCount = countSocketsTo(mockPort);
    if (takenCount + neededCount <= portCountMax) return;
    if (performance.now() > deadlineMs)
      throw new Error(`${takenCount} ports to the mock are taken: no ${neededCount} streams more`);
    await sleep(portsLookMs);
  }
}
