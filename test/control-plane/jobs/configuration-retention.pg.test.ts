import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { ConfigurationRetention } from '../../../control-plane/jobs/configuration-retention.ts';
import { Lease } from '../../../control-plane/jobs/lease.ts';
import { PLATFORM, type Stores } from '../../../control-plane/storage/storage.ts';
import { createLogger } from '../../../control-plane/telemetry/logger.ts';
import { createMetrics } from '../../../control-plane/telemetry/metrics.ts';
import { eventually } from '../../support/eventually.ts';
import { type FeedBench, openFeedBench, tenantIdsOf } from '../../support/feed.ts';

const LEASE = 'config_retention';

/** Goal: the past is trimmed by one replica at a time, and nobody misses a change by it. */
describe('the retention of the configuration', () => {
  let bench: FeedBench;
  beforeEach(async () => {
    bench = await openFeedBench();
  });
  afterEach(async () => {
    await bench[Symbol.asyncDispose]();
  });

  const createJob = () =>
    new ConfigurationRetention({
      storage: bench.storage,
      logger: createLogger('silent'),
      metrics: createMetrics(),
    });

  const transact = <T>(work: (stores: Stores) => Promise<T>) =>
    bench.storage
      .transaction(PLATFORM, { name: 'test', authenticatedBy: 'test' }, work)
      .then(({ value }) => value);

  async function revisions(): Promise<readonly number[]> {
    const { rows } = await bench.sql.query(
      'SELECT DISTINCT revision FROM config_change ORDER BY revision',
    );
    return rows.map(({ revision }) => Number(revision));
  }

  const age = (below: number, hours: number) =>
    bench.sql.query(
      `UPDATE config_change SET committed_at = now() - $2 * interval '1 hour' WHERE revision <= $1`,
      [below, hours],
    );

  test('changes of more than a day ago go, whole revisions, and the rest stays', async () => {
    for (let index = 0; index < 4; index += 1) await bench.insertTenants(3);
    await age(2, 25);
    await age(1, 30);
    expect(await createJob().trim()).toBe(true);
    expect(await revisions()).toEqual([3, 4]);
  });

  test('of more than 100,000 revisions the oldest go, however young', async () => {
    await bench.insertTenants(1);
    await bench.insertTenants(1);
    await bench.sql.query('UPDATE config_revision SET revision = 100001');
    await createJob().trim();
    expect(await revisions()).toEqual([2]);
  });

  test('a feed whose place was trimmed reads everything', async () => {
    const { view } = await bench.startFeed();
    await bench.insertTenants(2);
    await eventually(() => expect(view.resourceCount).toBe(2));
    // A revision of which only the number is left: its changes are gone before the feed comes.
    await bench.sql.query('BEGIN');
    await bench.sql.query('SET LOCAL session_replication_role = replica');
    const [trimmed = ''] = await bench.insertTenants(1);
    await bench.sql.query(
      'UPDATE config_revision SET revision = revision + 1, committed_at = clock_timestamp()',
    );
    await bench.sql.query('COMMIT');
    const [known = ''] = await bench.insertTenants(1);
    const both = expect.arrayContaining([trimmed, known]);
    await eventually(() => expect(tenantIdsOf(view)).toEqual(both));
  });

  test('one of two replicas trims; the other follows when it leaves', async () => {
    const [first, second] = [createJob(), createJob()];
    expect(await first.trim()).toBe(true);
    expect(await second.trim()).toBe(false);
    expect(await first.trim()).toBe(true);
    await first.start()();
    expect(await second.trim()).toBe(true);
  });

  test('whoever lost the lease trims nothing, however late it comes', async () => {
    await bench.insertTenants(1);
    await age(1, 48);
    const slow = new Lease(bench.storage, LEASE, 1);
    const old = await slow.acquire();
    const next = await eventually(async () => {
      const token = await new Lease(bench.storage, LEASE, 60_000).acquire();
      if (token === undefined) throw new Error('the lease is still held');
      return token;
    });
    expect(next).toBe((old ?? 0n) + 1n);
    const trim = (token: bigint) =>
      transact(({ configurationRetention }) => configurationRetention.trimChanges(token, 10));
    await expect(trim(old ?? 0n)).rejects.toThrow('no longer held');
    expect(await revisions()).toEqual([1]);
    expect(await trim(next)).toBe(1);
  });

  test('a holder keeps its token when it renews, and gets a new one after another had the lease', async () => {
    const [one, other] = [
      new Lease(bench.storage, 'some-work', 60_000),
      new Lease(bench.storage, 'some-work', 60_000),
    ];
    expect(await one.acquire()).toBe(1n);
    expect(await one.acquire()).toBe(1n);
    expect(await other.acquire()).toBeUndefined();
    await one.release();
    expect(await other.acquire()).toBe(2n);
    await other.release();
    expect(await one.acquire()).toBe(3n);
  });
});
