import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { removePostgres, startPostgres } from '../../deploy/local/postgres.ts';
import { findProcess, isAlive } from '../../deploy/local/process/identity.ts';
import { checkoutDirectory, openPrivateDirectory } from '../../deploy/local/state-directory.ts';

/** A cluster of one test run: nothing is synced to disk, and nothing of it outlives the run. */
export interface TestCluster extends AsyncDisposable {
  readonly url: string;
}

const runsDirectory = join(checkoutDirectory, '.gatehouse', 'test');
const owner = z.object({ pid: z.number(), startedAt: z.string() });

/**
 * Starts a cluster that belongs to this process, after it ended and deleted those whose process was
 * killed before it could do so itself. Runs at the same time do not meet: each has its own
 * directory and port.
 */
export async function startTestCluster(): Promise<TestCluster> {
  const self = findProcess(process.pid);
  openPrivateDirectory(runsDirectory);
  await removeOrphans();
  const home = join(runsDirectory, `${process.pid}-${randomUUID().slice(0, 8)}`);
  openPrivateDirectory(home);
  writeFileSync(join(home, 'owner.json'), JSON.stringify(self));
  const postgres = await startPostgres({ home, durable: false });
  return { url: postgres.url, [Symbol.asyncDispose]: () => removePostgres(home) };
}

async function removeOrphans(): Promise<void> {
  for (const name of readdirSync(runsDirectory)) {
    const home = join(runsDirectory, name);
    if (!hasLivingOwner(home)) await removePostgres(home);
  }
}

/**
 * A directory without an owner is being made right now by the process that its name begins with.
 */
function hasLivingOwner(home: string): boolean {
  const file = join(home, 'owner.json');
  if (!existsSync(file))
    return findProcess(Number.parseInt(home.split('/').at(-1) ?? '', 10)) !== undefined;
  return isAlive(owner.parse(JSON.parse(readFileSync(file, 'utf8'))));
}
