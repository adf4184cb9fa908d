import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { eventually } from '../../../support/eventually.ts';
import { type FeedBench, metricValue, openFeedBench, tenantIdsOf } from '../../../support/feed.ts';
import { dumpTenants, restoreTenants } from '../../../support/restore.ts';

/** Goal: when history was replaced, every replica goes over to what the database holds, under an epoch of its own. */
describe('the epoch', () => {
  let bench: FeedBench;
  beforeEach(async () => {
    bench = await openFeedBench();
  });
  afterEach(async () => {
    await bench[Symbol.asyncDispose]();
  });

  async function epoch(): Promise<string> {
    const { rows } = await bench.sql.query('SELECT epoch FROM config_revision');
    return rows[0].epoch;
  }

  async function storedTenantIds(): Promise<readonly string[]> {
    const { rows } = await bench.sql.query('SELECT id FROM tenant');
    return rows.map(({ id }) => id).toSorted();
  }

  test('is remembered with the cluster and its timeline, and stays while they stay', async () => {
    await bench.startFeed();
    await bench.startFeed();
    const { rows } = await bench.sql.query(
      'SELECT epoch, system_identifier, timeline FROM config_revision',
    );
    const { rows: control } = await bench.sql.query(
      `SELECT system_identifier::text, timeline_id::text AS timeline
        FROM pg_control_system(), pg_control_checkpoint()`,
    );
    expect(rows).toEqual([{ epoch: '1', ...control[0] }]);
  });

  test.each([
    ['another cluster', `system_identifier = '1'`],
    ['another timeline', 'timeline = timeline + 1'],
  ])('is raised once by replicas that find %s, and audited', async (_what, change) => {
    await (await bench.startFeed()).stop();
    await bench.sql.query(`UPDATE config_revision SET ${change}`);
    const replicas = await Promise.all([bench.startFeed(), bench.startFeed()]);
    expect(await epoch()).toBe('2');
    expect(replicas.map(({ view }) => view.head?.epoch)).toEqual([2n, 2n]);
    const { rows } = await bench.sql.query(
      `SELECT actor, changes FROM audit_event WHERE action = 'configuration.raise-epoch'`,
    );
    expect(rows).toEqual([{ actor: 'system', changes: { epoch: [null, '2'] } }]);
  });

  test('is raised above what a node holds that is ahead of the database, not of a late replica', async () => {
    const { feed, view, metrics } = await bench.startFeed();
    await bench.insertTenants(1);
    await eventually(() => expect(view.head?.revision).toBe(1n));
    feed.noteHeld({ epoch: 1n, revision: 1n });
    feed.noteHeld({ epoch: 1n, revision: 9n });
    await eventually(() => expect(view.head).toMatchObject({ epoch: 2n, revision: 1n }));
    feed.noteHeld({ epoch: 7n, revision: 0n });
    feed.noteHeld({ epoch: 6n, revision: 9n });
    await eventually(() => expect(view.head).toMatchObject({ epoch: 8n, revision: 1n }));
    feed.noteHeld({ epoch: 2n ** 63n, revision: 1n });
    await bench.insertTenants(1);
    await eventually(() => expect(view.head).toMatchObject({ epoch: 8n, revision: 2n }));
    expect(await metricValue(metrics, 'epochRaises')).toBe(2);
  });

  test('is raised above what a node holds that says so before the replica has read anything', async () => {
    await bench.insertTenants(1);
    const { view } = await bench.startFeed({
      before: (feed) => feed.noteHeld({ epoch: 1n, revision: 9n }),
    });
    await eventually(() => expect(view.head).toMatchObject({ epoch: 2n, revision: 1n }));
    const { view: calm } = await bench.startFeed({
      before: (feed) => feed.noteHeld({ epoch: 2n, revision: 1n }),
    });
    await bench.insertTenants(1);
    await eventually(() => expect(calm.head).toMatchObject({ epoch: 2n, revision: 2n }));
  });

  test.each([
    ['fewer commits than were lost', 4],
    ['exactly as many commits', 10],
    ['more commits', 13],
  ])(
    'is raised when a restore is followed by %s, and no number is used twice unnoticed',
    async (_what, commitCount) => {
      await bench.insertTenants(3);
      const { view } = await bench.startFeed();
      const dump = await dumpTenants(bench.sql);
      for (let index = 0; index < 10; index += 1) await bench.insertTenants(1);
      await eventually(() => expect(view.head?.revision).toBe(dump.revision + 10n));
      await restoreTenants(bench.sql, dump, commitCount);
      await eventually(async () => expect(tenantIdsOf(view)).toEqual(await storedTenantIds()));
      expect(view.head).toMatchObject({
        epoch: 2n,
        revision: dump.revision + BigInt(commitCount),
      });
      expect(await epoch()).toBe('2');
      await bench.insertTenants(1);
      await eventually(async () => expect(tenantIdsOf(view)).toEqual(await storedTenantIds()));
    },
  );

  test('a transaction number of a restored cluster that comes again still gets a revision of its own', async () => {
    await (await bench.startFeed()).stop();
    await bench.insertTenants(1);
    await bench.sql.query('BEGIN');
    await bench.sql.query(
      `UPDATE config_revision SET system_identifier = '1', stamped_by = pg_current_xact_id()`,
    );
    const { rows } = await bench.sql.query('SELECT * FROM settle_config_epoch()');
    expect(rows).toEqual([{ before: '1', after: '2' }]);
    await bench.insertTenants(1);
    await bench.sql.query('COMMIT');
    expect(await bench.head()).toBe(2n);
  });

  test('a table that was truncated is read whole, by a replica that runs and by one that starts', async () => {
    await bench.insertTenants(5);
    const { view } = await bench.startFeed();
    expect(view.resourceCount).toBe(5);
    await bench.sql.query('TRUNCATE tenant CASCADE');
    await eventually(() => expect(view.resourceCount).toBe(0));
    expect((await bench.startFeed()).view.resourceCount).toBe(0);
  });
});
