import { expect, test } from '@jest/globals';
import pg from 'pg';
import { migrate } from '../../../control-plane/storage/migrate.ts';
import { migrations } from '../../../migrations/index.ts';
import { openEmptyDatabase } from '../../support/database.ts';
import { eventually } from '../../support/eventually.ts';

/** The lock of migrations, as Postgres shows it in `pg_locks`. */
const LOCK = 7_163_421;

/**
 * Goal: of replicas that start at once one migrates, and those that wait hold nothing for which CREATE INDEX CONCURRENTLY would wait.
 * Method: the test holds the lock in place of the first.
 */
test('who waits for another to migrate holds no snapshot and no place in the queue, and goes on after it', async () => {
  await using database = await openEmptyDatabase();
  const first = new pg.Client({ connectionString: database.url });
  await first.connect();
  await first.query('SELECT pg_advisory_lock($1)', [LOCK]);
  let isDone = false;
  const second = migrate(database.url).then(() => {
    isDone = true;
  });
  const { rows: self } = await first.query('SELECT pg_backend_pid() AS pid');
  const seen = async () =>
    (
      await first.query(
        `SELECT state, wait_event_type, xact_start, backend_xmin, query,
            EXISTS (SELECT FROM pg_locks WHERE pg_locks.pid = activity.pid AND locktype = 'advisory') AS queues
          FROM pg_stat_activity activity WHERE datname = current_database() AND pid <> $1`,
        [self[0]?.pid],
      )
    ).rows;
  await eventually(async () => {
    const rows = await seen();
    expect(rows).toEqual([
      {
        state: 'idle',
        wait_event_type: 'Client',
        xact_start: null,
        backend_xmin: null,
        query: expect.stringContaining('pg_try_advisory_lock'),
        queues: false,
      },
    ]);
  });
  expect(isDone).toBe(false);
  // Would wait for ever if the second held a snapshot.
  await first.query('CREATE TABLE before_all (id integer)');
  await first.query(`SET statement_timeout = '5s'`);
  await first.query('CREATE INDEX CONCURRENTLY before_all_idx ON before_all (id)');
  await first.query('DROP TABLE before_all');
  await first.end();
  await second;
  expect(isDone).toBe(true);
}, 60_000);

test('two that migrate at once both find everything made, once', async () => {
  await using database = await openEmptyDatabase();
  await Promise.all([migrate(database.url), migrate(database.url)]);
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const { rows } = await client.query(
    'SELECT count(*)::integer AS count, count(DISTINCT name)::integer AS names FROM migrations',
  );
  await client.end();
  expect(rows).toEqual([{ count: migrations.length, names: migrations.length }]);
}, 60_000);
