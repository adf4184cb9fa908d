import { createHash } from 'node:crypto';
import { lstatSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { checkoutDirectory, openPrivateDirectory } from '../../deploy/local/state-directory.ts';

/** A file system in memory that Linux has; a container's may have room for very little. */
const MEMORY = '/dev/shm';
/** For the write-ahead log, and the databases of the test files that run at the same time. */
const ROOM_BYTES = 3 * 2 ** 30;

/**
 * Where the clusters of this checkout's runs live: in memory where there is room for them, else in the checkout. Each test
 * file has a database of its own, which is a thousand files: on a disk they cost up to a second of processor time.
 * @throws Error when somebody else has taken our name there
 */
export function openRunsDirectory(): string {
  const directory = hasRoom() ? inMemory() : join(checkoutDirectory, '.gatehouse', 'test');
  openPrivateDirectory(directory);
  const stat = lstatSync(directory);
  if (!stat.isDirectory() || (process.getuid !== undefined && stat.uid !== process.getuid()))
    throw new Error(`${directory} belongs to somebody else: remove it, then start again`);
  return directory;
}

function hasRoom(): boolean {
  try {
    const { bavail, bsize } = statfsSync(MEMORY);
    return bavail * bsize >= ROOM_BYTES;
  } catch {
    return false;
  }
}

function inMemory(): string {
  const hash = createHash('sha256').update(checkoutDirectory).digest('hex').slice(0, 12);
  return join(MEMORY, `gatehouse-test-${hash}`);
}
