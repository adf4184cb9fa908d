import { expect } from '@jest/globals';
import pg from 'pg';
import { eventually } from './eventually.ts';

/**
 * A race that is there every time: locks rows, begins each work and waits until it waits for a
 * lock, the first work first, and lets all of them go.
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
    const results = [];
    for (const work of works) {
      results.push(Promise.allSettled([work()]));
      await eventually(() => expectWaiting(holder, results.length));
    }
    await holder.query('COMMIT');
    return (await Promise.all(results)).flat();
  } finally {
    await holder.end();
  }
}

async function expectWaiting(holder: pg.Client, count: number): Promise<void> {
  // A transaction sees the same picture of all sessions until it asks for a new one.
  await holder.query('SELECT pg_stat_clear_snapshot()');
  const { rows } = await holder.query(
    `SELECT FROM pg_stat_activity
      WHERE datname = current_database() AND wait_event_type = 'Lock'`,
  );
  expect(rows).toHaveLength(count);
}
