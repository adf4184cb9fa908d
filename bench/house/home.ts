import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildPlanes } from '../../deploy/local/build-planes.ts';
import { removePostgres } from '../../deploy/local/postgres.ts';
import { findProcess } from '../../deploy/local/process/identity.ts';
import { type LocalSecrets, openSecrets } from '../../deploy/local/secrets.ts';
import { checkoutDirectory, openPrivateDirectory } from '../../deploy/local/state-directory.ts';
import type { Closing } from '../process/closing.ts';

/** The directory of one run: both planes as they are deployed, Postgres' data, the nodes' state. */
export interface BenchHome {
  readonly directory: string;
  /** Both planes, compiled. */
  readonly build: string;
  readonly secrets: LocalSecrets;
}

const homesDirectory = join(checkoutDirectory, '.gatehouse', 'bench');

/** Makes it, and removes what runs left that were killed. It goes when the run closes, with its Postgres. */
export async function openHome(closing: Closing): Promise<BenchHome> {
  openPrivateDirectory(homesDirectory);
  await removeOrphans();
  const directory = join(homesDirectory, String(process.pid));
  openPrivateDirectory(directory);
  closing.add(() => remove(directory));
  const build = join(directory, 'build');
  buildPlanes(build);
  return { directory, build, secrets: openSecrets(directory, {}, false) };
}

/** A directory is named after the process of its run. */
async function removeOrphans(): Promise<void> {
  for (const name of readdirSync(homesDirectory))
    if (findProcess(Number(name)) === undefined) await remove(join(homesDirectory, name));
}

async function remove(directory: string): Promise<void> {
  await removePostgres(directory);
  rmSync(directory, { recursive: true, force: true });
}
