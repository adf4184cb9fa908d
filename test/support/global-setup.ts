import { createTemplate, dropDatabase } from './database.ts';
import { startTestCluster } from './postgres.ts';

declare global {
  // Jest calls setup and teardown in the same process but hands no value from one to the other.
  var gatehouseTestRun: AsyncDisposable | undefined;
}

/**
 * One Postgres and one migrated template for all projects of a run. `TEST_DATABASE_URL` names a
 * server (and a superuser) to use instead of an own one. Sets `TEST_DATABASE_URL` and
 * `TEST_DATABASE_TEMPLATE` for the workers.
 */
export default async function globalSetup(): Promise<void> {
  if (globalThis.gatehouseTestRun !== undefined) return;
  const external = process.env['TEST_DATABASE_URL'];
  const cluster = external === undefined ? await startTestCluster() : undefined;
  const url = external ?? cluster?.url ?? '';
  const run = {
    [Symbol.asyncDispose]: async () => {
      const template = process.env['TEST_DATABASE_TEMPLATE'];
      if (cluster !== undefined) await cluster[Symbol.asyncDispose]();
      else if (template !== undefined) await dropDatabase(url, template);
    },
  };
  globalThis.gatehouseTestRun = run;
  // Jest calls no teardown when it is interrupted.
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void run[Symbol.asyncDispose]().finally(() => process.exit(1)));
  try {
    const { migrate } = await import('../../control-plane/storage/migrate.ts');
    process.env['TEST_DATABASE_URL'] = url;
    process.env['TEST_DATABASE_TEMPLATE'] = await createTemplate(url, migrate);
  } catch (error) {
    await run[Symbol.asyncDispose]();
    throw error;
  }
}
