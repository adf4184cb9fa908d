import { setTimeout as sleep } from 'node:timers/promises';
import { readCpuMicros, readFamilyCpuMicros } from './process-meter.ts';

const windowMs = 250;
/** Of one core, all processes together: heartbeats and polls stay under it. */
const quietShare = 0.08;

/**
 * Waits until processes have nothing left to do: a gateway goes on delivering usage after the last reply, which would be
 * counted against whoever is measured next.
 *
 * @returns whether they came to rest within `timeoutMs`
 */
export function awaitQuiet(pids: readonly number[], timeoutMs: number): Promise<boolean> {
  return awaitLittleCpu(() => cpuMicrosOf(pids), timeoutMs);
}

/** Waits likewise for a process with children that come and go. */
export function awaitQuietFamily(pid: number, timeoutMs: number): Promise<boolean> {
  return awaitLittleCpu(() => readFamilyCpuMicros(pid), timeoutMs);
}

async function awaitLittleCpu(readMicros: () => number, timeoutMs: number): Promise<boolean> {
  const deadlineMs = performance.now() + timeoutMs;
  while (performance.now() < deadlineMs) {
    const startedAtMs = performance.now();
    const before = readMicros();
    await sleep(windowMs);
    const elapsedMicros = (performance.now() - startedAtMs) * 1_000;
    if ((readMicros() - before) / elapsedMicros < quietShare) return true;
  }
  return false;
}

function cpuMicrosOf(pids: readonly number[]): number {
  return pids.reduce((sum, pid) => sum + readCpuMicros(pid), 0);
}
