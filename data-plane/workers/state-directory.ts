import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

const WORKER_DIRECTORY = /^worker-[1-9]\d?$/;
/** What a process keeps below its state directory. */
const CONFIGURATION = 'config';
const OUTBOX = 'outbox';
const UNFINISHED = 'config.unfinished';

/** Where a worker keeps what it keeps, below the state directory of its node. */
export function stateDirectoryOf(worker: number): string {
  return `worker-${worker}`;
}

/**
 * Makes what the node enforced last that of every process which has none: the number of workers may have changed since. What
 * no process uses any more is removed, or a later change of the number would bring an old configuration back, with keys
 * that were revoked meanwhile. For the start of a node, before any of its processes.
 *
 * @throws Error with the code of the system
 */
export function inheritConfiguration(stateDir: string, workerCount: number): void {
  if (!existsSync(stateDir)) return;
  const { used, left } = sortDirectories(stateDir, workerCount);
  const newest = [...used, ...left]
    .map((directory) => join(directory, CONFIGURATION))
    .filter((directory) => existsSync(directory))
    .toSorted((one, other) => writtenAtMs(other) - writtenAtMs(one))[0];
  if (newest === undefined) return;
  for (const directory of used)
    if (!existsSync(join(directory, CONFIGURATION))) copyWhole(newest, directory);
  for (const directory of left)
    rmSync(join(directory, CONFIGURATION), { recursive: true, force: true });
}

/** Outboxes that no process of a node with so many workers writes. */
export function listLeftOutboxes(stateDir: string, workerCount: number): readonly string[] {
  if (!existsSync(stateDir)) return [];
  return sortDirectories(stateDir, workerCount)
    .left.map((directory) => join(directory, OUTBOX))
    .filter((directory) => existsSync(directory));
}

function sortDirectories(stateDir: string, workerCount: number) {
  const found = readdirSync(stateDir).filter((name) => WORKER_DIRECTORY.test(name));
  const numbers = Array.from({ length: workerCount }, (_, index) => index + 1);
  const used = workerCount === 1 ? [] : numbers.map(stateDirectoryOf);
  const left = found.filter((name) => !used.includes(name)).map((name) => join(stateDir, name));
  return workerCount === 1
    ? { used: [stateDir], left }
    : { used: used.map((name) => join(stateDir, name)), left: [stateDir, ...left] };
}

/** Of the newest copy in it; 0 when there is none. */
function writtenAtMs(directory: string): number {
  const times = readdirSync(directory).map((name) => statSync(join(directory, name)).mtimeMs);
  return Math.max(0, ...times);
}

/** A process that is killed meanwhile leaves nothing that passes for a kept configuration. */
function copyWhole(from: string, directory: string): void {
  const unfinished = join(directory, UNFINISHED);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  rmSync(unfinished, { recursive: true, force: true });
  cpSync(from, unfinished, { recursive: true });
  renameSync(unfinished, join(directory, CONFIGURATION));
}
