import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import {
  findProcess,
  type ProcessIdentity,
  readCommandLine,
  signalProcess,
  waitUntilGone,
} from '../process/identity.ts';

/** SIGINT is Postgres' fast shutdown, SIGQUIT its immediate one (recovery at the next start). */
const STOP_STEPS = [
  ['SIGINT', 3_000],
  ['SIGQUIT', 1_000],
  ['SIGKILL', 1_000],
] as const satisfies readonly (readonly [NodeJS.Signals, number])[];

/** Line 8 of postmaster.pid, as pg_ctl reads it (src/include/utils/pidfile.h). */
const STATUS_LINE = 7;

/**
 * The living server of this data directory: the pid file names it, and its command line proves that
 * the id was not given to another process since.
 */
function findPostmaster(data: string): ProcessIdentity | undefined {
  const pid = Number(readPidFile(data)[0] ?? 0);
  if (!Number.isSafeInteger(pid) || pid <= 1) return undefined;
  const identity = findProcess(pid);
  const words = readCommandLine(pid);
  return words[0]?.endsWith('postgres') && words.includes(data) ? identity : undefined;
}

/** Whether `pid` serves this data directory and accepts connections. */
export function isPostmasterReady(data: string, pid: number | undefined): boolean {
  const lines = readPidFile(data);
  return Number(lines[0]) === pid && lines[STATUS_LINE]?.trim() === 'ready';
}

/**
 * Stops the server of this data directory, gently first, for certain in the end (5 s). The pid file
 * of a dead server stays, because Postgres checks with it that no backend outlived its parent; one
 * whose id was given to a stranger since is removed, because Postgres would take that one for its
 * own kind.
 */
export async function stopPostmaster(data: string): Promise<void> {
  const identity = findPostmaster(data);
  if (identity === undefined) {
    const pid = Number(readPidFile(data)[0] ?? 0);
    if (pid > 1 && findProcess(pid) !== undefined)
      rmSync(join(data, 'postmaster.pid'), { force: true });
    return;
  }
  for (const [signal, waitMs] of STOP_STEPS) {
    signalProcess(identity, signal);
    if (await waitUntilGone(identity, waitMs)) return;
  }
}

function readPidFile(data: string): readonly string[] {
  try {
    return readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n');
  } catch {
    return [];
  }
}
