import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { eventually } from '../../../support/eventually.ts';
import { type FeedBench, openFeedBench, type Replica } from '../../../support/feed.ts';
import { sized } from '../../../support/form.ts';

/** Longer than any test: what comes nevertheless came by another way. */
const NEVER_MS = 3_600_000;
/** Far beyond a poll: only what never comes takes longer. */
const PATIENCE_MS = 15_000;

/** Goal: a commit is seen at its notification, and a notification is only a hint: without any, the poll sees every commit. */
describe('notify-loss', () => {
  let bench: FeedBench;
  beforeEach(async () => {
    bench = await openFeedBench();
  });
  afterEach(async () => {
    await bench[Symbol.asyncDispose]();
  });

  const seen = ({ view }: Replica, ids: readonly string[]) =>
    ids.every((id) => view.resources.has(`tenant/${id}`));
  async function commitAndWatch(replica: Replica, count: number): Promise<void> {
    for (let index = 0; index < count; index += 1) {
      const ids = await bench.insertTenants(1);
      await eventually(() => expect(seen(replica, ids)).toBe(true), PATIENCE_MS);
    }
  }

  test('a notification is enough: commits are seen though the head is not polled', async () => {
    await commitAndWatch(await bench.startFeed({ pollMs: NEVER_MS, resyncMs: NEVER_MS }), 5);
  }, 120_000);

  test('none is needed: what nobody was told of is seen by the poll', async () => {
    const told = await bench.startFeed({ pollMs: NEVER_MS, resyncMs: NEVER_MS });
    const polling = await bench.startFeed({ resyncMs: NEVER_MS });
    // Postgres tells nobody of a channel that the trigger does not name.
    await bench.sql.query(`
      CREATE FUNCTION public.pg_notify(text, text) RETURNS void LANGUAGE sql AS 'SELECT';
      ALTER FUNCTION stamp_config_change() SET search_path = public, pg_catalog`);
    const before = told.view.head?.revision;
    await commitAndWatch(polling, sized(3, 30));
    expect(told.view.head?.revision).toBe(before);
  }, 120_000);

  test('what was committed while the listener was dead is seen when it is back', async () => {
    const replica = await bench.startFeed();
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
      await eventually(() => expect(seen(replica, ids)).toBe(true), PATIENCE_MS);
    }
  }, 120_000);
});
