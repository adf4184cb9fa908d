import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { buildPlanes } from '../../deploy/local/build-planes.ts';
import { openStateDirectory } from '../../deploy/local/state-directory.ts';
import { createTemplate, dropDatabase } from './database.ts';
import { startTestCluster } from './postgres.ts';

declare global {
  // Jest calls setup and teardown in the same process but hands no value from one to the other.
  var gatehouseTestRun: AsyncDisposable | undefined;
}

const buildDirectory = join(openStateDirectory({}), `test-build-${process.pid}`);

/** What jest knows of a run. */
interface JestRun {
  /** What was named on the command line. */
  readonly nonFlagArgs: readonly string[];
  readonly findRelatedTests: boolean;
}

/**
 * One Postgres and one migrated template for all projects of a run. `TEST_DATABASE_URL` names a
 * server (and a superuser) to use instead of an own one. Sets `TEST_DATABASE_URL` and
 * `TEST_DATABASE_TEMPLATE` for the workers; in a run of everything also `GATEHOUSE_TEST_BUILD`, both planes compiled.
 */
export default async function globalSetup({
  nonFlagArgs,
  findRelatedTests,
}: JestRun): Promise<void> {
  if (globalThis.gatehouseTestRun !== undefined) return;
  const external = process.env['TEST_DATABASE_URL'];
  const cluster = external === undefined ? await startTestCluster() : undefined;
  const url = external ?? cluster?.url ?? '';
  const run = {
    [Symbol.asyncDispose]: async () => {
      const template = process.env['TEST_DATABASE_TEMPLATE'];
      if (cluster !== undefined) await cluster[Symbol.asyncDispose]();
      else if (template !== undefined) await dropDatabase(url, template);
      rmSync(buildDirectory, { recursive: true, force: true });
    },
  };
  globalThis.gatehouseTestRun = run;
  // Jest calls no teardown when it is interrupted.
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void run[Symbol.asyncDispose]().finally(() => process.exit(1)));
  try {
    if (nonFlagArgs.length === 0 || findRelatedTests) build();
    const { migrate } = await import('../../control-plane/storage/migrate.ts');
    process.env['TEST_DATABASE_URL'] = url;
    process.env['TEST_DATABASE_TEMPLATE'] = await createTemplate(url, migrate);
  } catch (error) {
    await run[Symbol.asyncDispose]();
    throw error;
  }
}

/** Programs start in half the time, which a run of everything has a hundred times. */
function build(): void {
  buildPlanes(buildDirectory);
  process.env['GATEHOUSE_TEST_BUILD'] = buildDirectory;
}
