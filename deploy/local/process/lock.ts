import { randomUUID } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { hasErrorCode } from './error-code.ts';
import { findProcess, isAlive, type ProcessIdentity } from './identity.ts';

const ATTEMPTS_MAX = 10;
const holderFile = z.object({ pid: z.number(), startedAt: z.string() });

/** Held until released, or until the process that holds it is gone. */
export interface Lock {
  release(): void;
}

/**
 * Takes the lock file `path` for this process. A lock whose holder is dead is taken over.
 * @returns the living holder when somebody else has it
 */
export function takeLock(path: string): Lock | { readonly holder: ProcessIdentity } {
  const own = `${path}.${randomUUID()}`;
  writeFileSync(own, JSON.stringify(findProcess(process.pid)), { mode: 0o600, flag: 'wx' });
  try {
    for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt += 1) {
      // link(2) fails when the name exists, and the file has its words before it has the name.
      if (tryFile(() => linkSync(own, path), 'EEXIST'))
        return { release: () => rmSync(path, { force: true }) };
      const holder = readHolder(path);
      if (holder !== undefined && isAlive(holder)) return { holder };
      setAside(path, holder);
    }
    throw new Error(`${path} cannot be taken: remove it when no npm start runs here`);
  } finally {
    rmSync(own, { force: true });
  }
}

/**
 * Two may find the same stale lock; the one that moves the other's fresh lock away puts it back.
 */
function setAside(path: string, stale: ProcessIdentity | undefined): void {
  const aside = `${path}.${randomUUID()}`;
  if (!tryFile(() => renameSync(path, aside), 'ENOENT')) return;
  if (JSON.stringify(readHolder(aside)) !== JSON.stringify(stale))
    tryFile(() => linkSync(aside, path), 'EEXIST');
  rmSync(aside, { force: true });
}

function readHolder(path: string): ProcessIdentity | undefined {
  try {
    return holderFile.safeParse(JSON.parse(readFileSync(path, 'utf8'))).data;
  } catch {
    return undefined;
  }
}

/** @returns false when it failed with `expected` */
function tryFile(action: () => void, expected: string): boolean {
  try {
    action();
    return true;
  } catch (error) {
    if (hasErrorCode(error, expected)) return false;
    throw error;
  }
}
