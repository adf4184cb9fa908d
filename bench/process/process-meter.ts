import { readFileSync } from 'node:fs';

/** Of every Linux that Node supports: `getconf CLK_TCK`. */
const ticksPerSecond = 100;
/** `stat` counts from 1 and the fields after the name in parentheses begin with the third. */
const userTicksIndex = 14 - 3;
const systemTicksIndex = 15 - 3;
const childrenTicksIndex = 16 - 3;
const childrenSystemTicksIndex = 17 - 3;

/**
 * Processor time that a process has used, all threads, user and system, in microseconds; good to 10 ms (proc(5),
 * `/proc/pid/stat`).
 *
 * @throws Error when there is no such process, or no /proc
 */
export function readCpuMicros(pid: number): number {
  return readMicros(pid, [userTicksIndex, systemTicksIndex]);
}

/** Processor time of a process and its children, those that have ended included, as {@link readCpuMicros}. */
export function readFamilyCpuMicros(pid: number): number {
  const own = [userTicksIndex, systemTicksIndex, childrenTicksIndex, childrenSystemTicksIndex];
  return listChildren(pid).reduce(
    (sum, child) => sum + readMicrosOrNone(child),
    readMicros(pid, own),
  );
}

/** Children that live (proc(5), `/proc/pid/task/tid/children`). @throws Error as {@link readCpuMicros} */
export function listChildren(pid: number): readonly number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8');
  return children.split(' ').filter(Boolean).map(Number);
}

/** A child may end between the list and the look. */
function readMicrosOrNone(pid: number): number {
  try {
    return readCpuMicros(pid);
  } catch {
    return 0;
  }
}

function readMicros(pid: number, fields: readonly number[]): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const values = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const ticks = fields.reduce((sum, field) => sum + Number(values[field]), 0);
  return (ticks * 1_000_000) / ticksPerSecond;
}

/**
 * Processor time that the whole machine has used since it started, in microseconds (proc(5), `/proc/stat`): what was neither
 * idle nor waited for a disk, nor was taken by another guest.
 */
export function readBusyMicros(): number {
  const [, user = 0, nice = 0, system = 0, , , interrupt = 0, softInterrupt = 0] = readFileSync(
    '/proc/stat',
    'utf8',
  )
    .split('\n', 1)
    .join('')
    .split(/ +/)
    .map(Number);
  const ticks = user + nice + system + interrupt + softInterrupt;
  return (ticks * 1_000_000) / ticksPerSecond;
}

/** Memory that a process holds resident, in bytes (proc(5), `VmRSS`). @throws Error as {@link readCpuMicros} */
export function readResidentBytes(pid: number): number {
  return readMemory(pid, 'VmRSS');
}

/** The most that it ever held, in bytes (proc(5), `VmHWM`). @throws Error as {@link readCpuMicros} */
export function readPeakResidentBytes(pid: number): number {
  return readMemory(pid, 'VmHWM');
}

function readMemory(pid: number, field: 'VmRSS' | 'VmHWM'): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const kibibytes = new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1];
  return Number(kibibytes) * 1024;
}
