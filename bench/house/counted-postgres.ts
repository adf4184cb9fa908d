import pg from 'pg';
import {
  type PostgresOptions,
  type RunningPostgres,
  startPostgres,
} from '../../deploy/local/postgres.ts';

/**
 * Postgres that counts statements, those inside of functions too (pg_stat_statements). What it costs is a few microseconds a
 * statement. @throws Error as startPostgres does
 */
export async function startCountedPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const plain = await startPostgres(options);
  await run(plain.url, [`ALTER SYSTEM SET shared_preload_libraries = 'pg_stat_statements'`]);
  await plain.stop();
  const counting = await startPostgres(options);
  await run(counting.url, [
    `ALTER SYSTEM SET pg_stat_statements.track = 'all'`,
    'SELECT pg_reload_conf()',
    'CREATE SCHEMA bench',
    'CREATE EXTENSION pg_stat_statements SCHEMA bench',
  ]);
  return counting;
}

async function run(url: string, statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}
