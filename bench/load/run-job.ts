import { setTimeout as sleep } from 'node:timers/promises';
import { readCpuMicros, readResidentBytes } from '../process/process-meter.ts';
import { type Job, type JobResult, percentilesOf } from './job.ts';
import type { Ended, LoadClient } from './load-client.ts';

const tickMs = 1;

/** Ends of the window that is measured. */
class Window {
  readonly #firstByteMs: number[] = [];
  readonly #totalMs: number[] = [];
  #failureCount = 0;
  #open = false;

  set open(open: boolean) {
    this.#open = open;
  }

  take({ startedAtMs, firstByteAtMs, ok }: Ended): void {
    if (!this.#open) return;
    if (!ok) {
      this.#failureCount += 1;
      return;
    }
    this.#firstByteMs.push(firstByteAtMs - startedAtMs);
    this.#totalMs.push(performance.now() - startedAtMs);
  }

  get samples() {
    return {
      firstByteMs: this.#firstByteMs,
      totalMs: this.#totalMs,
      failureCount: this.#failureCount,
    };
  }
}

/** Runs a job to its end. @throws Error when the metered process has gone */
export async function runJob(job: Job, client: LoadClient): Promise<JobResult> {
  const window = new Window();
  const stop = job.mode === 'saturate' ? saturate(job, client, window) : pace(job, client, window);
  await sleep(job.warmUpMs);
  const startedAtMs = performance.now();
  const cpuBefore = readCpuMicros(job.meteredPid);
  window.open = true;
  await sleep(job.measureMs);
  window.open = false;
  const cpuMicros = readCpuMicros(job.meteredPid) - cpuBefore;
  const elapsedMs = performance.now() - startedAtMs;
  const residentBytes = readResidentBytes(job.meteredPid);
  stop();
  client.close();
  const { firstByteMs, totalMs, failureCount } = window.samples;
  return {
    requestCount: totalMs.length,
    failureCount,
    perSecond: (totalMs.length * 1_000) / elapsedMs,
    cpuMicrosPerRequest: cpuMicros / Math.max(1, totalMs.length + failureCount),
    cpuShare: cpuMicros / (elapsedMs * 1_000),
    residentBytes,
    firstByte: percentilesOf(firstByteMs),
    total: percentilesOf(totalMs),
  };
}

function saturate(job: Job, client: LoadClient, window: Window): () => void {
  let running = true;
  client.onEnded = (ended) => {
    window.take(ended);
    if (running) client.issue();
  };
  for (let count = 0; count < job.concurrency; count += 1) client.issue();
  return () => {
    running = false;
  };
}

/** What is due by the clock is sent at each tick, so a late tick sends more and the rate holds. */
function pace(job: Job, client: LoadClient, window: Window): () => void {
  client.onEnded = (ended) => window.take(ended);
  const startedAtMs = performance.now();
  let sentCount = 0;
  const timer = setInterval(() => {
    const dueCount = ((performance.now() - startedAtMs) * job.perSecond) / 1_000;
    for (; sentCount < dueCount; sentCount += 1) client.issue();
  }, tickMs);
  return () => clearInterval(timer);
}
