import { expect } from '@jest/globals';
import pg from 'pg';
import { eventually } from './eventually.ts';

/**
 * Locks rows, begins the work of several at once, waits until each of them waits for a lock, and lets go: a race that
 * is there every time.
 * @param lock a SELECT ... FOR UPDATE
 */
export async function raceBehind<Result>(
  url: string,
  lock: { readonly sql: string; readonly values: unknown[] },
  works: readonly (() => Promise<Result>)[],
): Promise<readonly PromiseSettledResult<Result>[]> {
  const holder = new pg.Client({ connectionString: url });
  await holder.connect();
  try {
    await holder.query('BEGIN');
    await holder.query(lock.sql, lock.values);
    const results = Promise.allSettled(works.map((work) => work()));
    await eventually(async () => {
      // A transaction sees the same picture of all sessions until it asks for a new one.
      await holder.query('SELECT pg_stat_clear_snapshot()');
      const { rows } = await holder.query(
        `SELECT FROM pg_stat_activity
          WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      );
      expect(rows).toHaveLength(works.length);
    });
    await holder.query('COMMIT');
    return await results;
  } finally {
    await holder.end();
  }
}
