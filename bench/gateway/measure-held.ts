import { setTimeout as sleep } from 'node:timers/promises';
import { type HeldJob, heldResult } from '../load/held-job.ts';
import type { PinnedProcess } from '../process/pinned-process.ts';
import { readResidentBytes } from '../process/process-meter.ts';
import type { Way } from '../scenario.ts';

/** What one way holds while many streams are open and say nothing. */
export interface HeldRow {
  readonly protocol: HeldJob['protocol'];
  readonly way: Way['name'];
  readonly streamCount: number;
  /** What the process held more than before, for each stream. */
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
/** Ports of closed connections are not given out again for a minute, and each stream took two of 28,000. */
const portRestMs = 61_000;

/**
 * Opens streams over each way, and reads what its process holds more while they are open and say nothing.
 *
 * @throws Error when a stream did not begin
 */
export async function measureHeld(
  ways: readonly Way[],
  load: PinnedProcess,
  quick: boolean,
): Promise<readonly HeldRow[]> {
  const counts = streamCounts[quick ? 'quick' : 'full'];
  const compared = ways.filter(({ name }) => name === 'bare proxy' || name === 'gateway');
  const rows: HeldRow[] = [];
  for (const protocol of ['http', 'grpc'] as const) {
    if (rows.length > 0 && !quick) await sleep(portRestMs);
    for (const way of compared) {
      const { httpPort, grpcPort, httpPid, grpcPid, apiKey, model } = way;
      const isHttp = protocol === 'http';
      const port = (isHttp ? httpPort : grpcPort) ?? 0;
      const job = { protocol, port, apiKey, model, streamCount: counts[protocol] };
      const pid = isHttp ? httpPid : grpcPid;
      rows.push(await measureWay(way.name, job, { load, pid }));
    }
  }
  return rows;
}

async function measureWay(
  way: Way['name'],
  job: HeldJob,
  { load, pid }: { readonly load: PinnedProcess; readonly pid: number },
): Promise<HeldRow> {
  const { protocol, streamCount } = job;
  const before = readResidentBytes(pid);
  const result = heldResult.parse(await load.ask(job, answerTimeoutMs));
  if (result.failureCount > 0)
    throw new Error(`${result.failureCount} of ${streamCount} streams did not begin`);
  await sleep(settleMs);
  const residentBytes = readResidentBytes(pid);
  await load.ask('close', answerTimeoutMs);
  await sleep(restMs);
  const bytesPerStream = (residentBytes - before) / streamCount;
  const shown = `${(bytesPerStream / 1_024).toFixed(1)} KiB each`;
  process.stderr.write(`held ${protocol} ${way.padEnd(12)} ${streamCount} streams, ${shown}\n`);
  return { protocol, way, streamCount, bytesPerStream, residentBytes };
}
