import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { eventually } from '../../../support/eventually.ts';
import { type FeedBench, metricValue, openFeedBench, tenantIdsOf } from '../../../support/feed.ts';

/** Goal: a view that is not what the database holds is found, told of, and mended, while changes go on. */
describe('the resync', () => {
  let bench: FeedBench;
  beforeEach(async () => {
    bench = await openFeedBench();
  });
  afterEach(async () => {
    await bench[Symbol.asyncDispose]();
  });

  test('finds no difference while writers commit all the time', async () => {
    const { view, metrics } = await bench.startFeed({ resyncMs: 20 });
    for (let index = 0; index < 60; index += 1) await bench.insertTenants(1);
    await eventually(async () => expect(view.head?.revision).toBe(await bench.head()));
    await eventually(async () => expect(await metricValue(metrics, 'resyncs')).toBeGreaterThan(5));
    expect(await metricValue(metrics, 'resyncDifferences')).toBe(0);
  });

  test('mends a view that missed a change, and says so', async () => {
    const { view, metrics } = await bench.startFeed({ resyncMs: 50 });
    const before = view.mark;
    // A change that no trigger saw: as if a revision had been missed.
    await bench.sql.query(`SET session_replication_role = replica`);
    const ids = await bench.insertTenants(3);
    await bench.sql.query(`SET session_replication_role = origin`);
    await eventually(() => expect(tenantIdsOf(view)).toEqual([...ids].toSorted()));
    expect(await metricValue(metrics, 'resyncDifferences')).toBe(3);
    // Nodes that hold the same revision get it as a step: the mark has moved.
    expect(view.mark).toBe(before + 1);
  });
});
