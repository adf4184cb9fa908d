import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { eventually } from '../../../support/eventually.ts';
import { type FeedBench, openFeedBench, type Replica } from '../../../support/feed.ts';
import { sized } from '../../../support/form.ts';

/** Goal: a notification is only a hint: without any, every commit is in the view within about a second. */
describe('notify-loss', () => {
  let bench: FeedBench;
  let replica: Replica;
  beforeEach(async () => {
    bench = await openFeedBench();
    replica = await bench.startFeed();
  });
  afterEach(async () => {
    await bench[Symbol.asyncDispose]();
  });

  /** Commits `count` times; gives the longest time that a commit took to be in the view, in milliseconds. */
  async function commitAndWatch(count: number): Promise<number> {
    let longestMs = 0;
    for (let index = 0; index < count; index += 1) {
      const startedMs = performance.now();
      const [id = ''] = await bench.insertTenants(1);
      await eventually(() => expect(replica.view.resources.has(`tenant/${id}`)).toBe(true), 3_000);
      longestMs = Math.max(longestMs, performance.now() - startedMs);
    }
    return longestMs;
  }

  test('with notifications commits are seen at once, without any by the poll', async () => {
    expect(await commitAndWatch(5)).toBeLessThan(800);
    // Postgres tells nobody of a channel that the trigger does not name.
    await bench.sql.query(`
      CREATE FUNCTION public.pg_notify(text, text) RETURNS void LANGUAGE sql AS 'SELECT';
      ALTER FUNCTION stamp_config_change() SET search_path = public, pg_catalog`);
    expect(await commitAndWatch(sized(3, 30))).toBeLessThan(2_500);
  }, 120_000);

  test('what was committed while the listener was dead is seen when it is back', async () => {
    for (let round = 0; round < sized(1, 20); round += 1) {
      // A feed that connects anew after the last round has a backend of its own by then.
      const kill = async () => {
        const killed = await bench.sql.query(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
            WHERE datname = current_database() AND application_name = 'gatehouse_feed'`,
        );
        expect(killed.rowCount).toBe(1);
      };
      const killing = eventually(kill);
      const ids = await bench.insertTenants(3);
      await killing;
      await eventually(() =>
        expect(ids.every((id) => replica.view.resources.has(`tenant/${id}`))).toBe(true),
      );
    }
  }, 120_000);
});
