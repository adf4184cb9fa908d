import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { migrate } from '../../../../control-plane/storage/migrate.ts';
import { PLATFORM } from '../../../../control-plane/storage/storage.ts';
import { eventually } from '../../../support/eventually.ts';
import {
  type FeedBench,
  metricValue,
  openFeedBench,
  type Replica,
  tenantIdsOf,
} from '../../../support/feed.ts';
import { keepCommits, startTestCluster, type TestCluster } from '../../../support/postgres.ts';

const PAUSE_MS = 3_000;
const actor = { name: 'test', authenticatedBy: 'test' };

/**
 * Goal: while Postgres is dead or paused the view stays as it is and mutations fail whole or wait; afterwards everything goes
 * on without hands. Method: a cluster of its own, killed and paused.
 */
describe('postgres-outage', () => {
  let cluster: TestCluster;
  let bench: FeedBench;
  let replica: Replica;
  beforeAll(async () => {
    cluster = await startTestCluster();
    await migrate(cluster.url);
    await keepCommits(cluster);
    bench = await openFeedBench(cluster.url);
    replica = await bench.startFeed({ resyncMs: 200 });
    await bench.insertTenants(3);
    await eventually(() => expect(replica.view.resourceCount).toBe(3));
  }, 60_000);
  afterAll(async () => {
    await bench?.[Symbol.asyncDispose]();
    await cluster?.[Symbol.asyncDispose]();
  });

  const rename = (name: string) =>
    bench.storage.transaction(PLATFORM, actor, async ({ tenants }) => {
      const { rows } = await tenants.list({ filter: { includeArchived: false } }, {
        first: 1,
      } as never);
      const [tenant] = rows;
      if (tenant === undefined) throw new Error('there is no tenant');
      await tenants.replace({ ...tenant, name, version: tenant.version + 1 });
    });
  const names = () => [...replica.view.resources.values()].map(({ body }) => body.toString());

  test('a server that is paused holds up mutations and changes nothing else', async () => {
    const before = replica.view.digest;
    const resume = await cluster.pause();
    let isDone = false;
    const renamed = rename('after-the-pause').finally(() => {
      isDone = true;
    });
    const pausedAtMs = performance.now();
    try {
      await eventually(() => {
        expect(replica.view.digest).toEqual(before);
        expect(performance.now() - pausedAtMs).toBeGreaterThan(PAUSE_MS);
      }, PAUSE_MS * 2);
      expect(isDone).toBe(false);
      const seenAtMs = 1_000 * (await metricValue(replica.metrics, 'headSeenAt'));
      expect(Date.now() - seenAtMs).toBeGreaterThan(PAUSE_MS / 2);
    } finally {
      resume();
    }
    await renamed;
    await eventually(() => expect(names().join()).toContain('after-the-pause'));
  }, 30_000);

  test('a server that is killed loses no commit, and the feed finds its way back', async () => {
    await rename('before-the-crash');
    const before = replica.view.head;
    await cluster.crash();
    await eventually(() => rename('after-the-crash'), 20_000);
    await eventually(() => expect(names().join()).toContain('after-the-crash'), 20_000);
    // Recovery is on the same timeline: it is no other history.
    expect(replica.view.head?.epoch).toBe(before?.epoch);
  }, 60_000);

  test('a server that forgets what nodes have is followed all the same, under a new epoch', async () => {
    const before = replica.view.head;
    const client = await bench.connect();
    await client.query('SET synchronous_commit = off');
    const [seen = ''] = await bench.insertTenants(1, client);
    await eventually(() => expect(tenantIdsOf(replica.view)).toContain(seen));
    await cluster.crash();
    const judge = await bench.connect();
    const { rows } = await judge.query('SELECT id FROM tenant');
    const isLost = !rows.some(({ id }) => id === seen);
    await eventually(() => rename('after-the-loss'), 20_000);
    await eventually(() => expect(names().join()).toContain('after-the-loss'), 20_000);
    expect(tenantIdsOf(replica.view).includes(seen)).toBe(!isLost);
    expect(replica.view.head?.epoch).toBe((before?.epoch ?? 0n) + (isLost ? 1n : 0n));
  }, 60_000);
});
