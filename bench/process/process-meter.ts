import { readFileSync } from 'node:fs';

/** Of every Linux that Node supports: `getconf CLK_TCK`. */
const ticksPerSecond = 100;
/** `stat` counts from 1 and the fields after the name in parentheses begin with the third. */
const userTicksIndex = 14 - 3;
const systemTicksIndex = 15 - 3;

/**
 * Processor time that a process has used, all threads, user and system, in microseconds; good to 10 ms (proc(5),
 * `/proc/pid/stat`).
 *
 * @throws Error when there is no such process, or no /proc
 */
export function readCpuMicros(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = Number(fields[userTicksIndex]) + Number(fields[systemTicksIndex]);
  return (ticks * 1_000_000) / ticksPerSecond;
}

/** Memory that a process holds resident, in bytes (proc(5), `VmRSS`). @throws Error as {@link readCpuMicros} */
export function readResidentBytes(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const kibibytes = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1];
  return Number(kibibytes) * 1024;
}
