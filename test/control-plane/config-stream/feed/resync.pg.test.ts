import { randomUUID } from 'node:crypto';
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

  /** A provider with a credential; `seal` stores another one in its place. */
  async function insertCredential() {
    const id = randomUUID();
    await bench.sql.query(
      `INSERT INTO provider VALUES
        ($1::uuid, $1::text, 'openai', 'https://a.example', 'us', '{}', 1, now(), now())`,
      [id],
    );
    await bench.sql.query(`INSERT INTO provider_credential VALUES ($1, 1, '\\x01', now())`, [id]);
    const seal = (sealed: string) =>
      bench.sql.query('UPDATE provider_credential SET sealed = $2 WHERE provider_id = $1', [
        id,
        Buffer.from(sealed, 'hex'),
      ]);
    return { name: `provider_credential/${id}`, seal };
  }

  test('finds no difference while credentials are replaced all the time', async () => {
    const { seal } = await insertCredential();
    const { view, metrics } = await bench.startFeed({ resyncMs: 20 });
    for (let index = 10; index < 70; index += 1) await seal(`${index}`);
    await eventually(async () => expect(view.head?.revision).toBe(await bench.head()));
    await eventually(async () => expect(await metricValue(metrics, 'resyncs')).toBeGreaterThan(5));
    expect(await metricValue(metrics, 'resyncDifferences')).toBe(0);
  });

  test('mends secrets of which it missed a change, and hands them out', async () => {
    const { name, seal } = await insertCredential();
    const handedOut: boolean[] = [];
    const { feed, metrics } = await bench.startFeed({
      resyncMs: 50,
      onMoved: (secretsMoved) => handedOut.push(secretsMoved),
    });
    const found = () => feed.secrets.map((one) => [one.name, one.sealed.toString('hex')]);
    expect(found()).toEqual([[name, '01']]);
    expect(handedOut).toEqual([true]);
    await bench.sql.query(`SET session_replication_role = replica`);
    await seal('02');
    await bench.sql.query(`SET session_replication_role = origin`);
    await eventually(() => expect(found()).toEqual([[name, '02']]));
    expect(handedOut).toEqual([true, true]);
    expect(await metricValue(metrics, 'resyncDifferences')).toBe(1);
    await bench.sql.query(`SET session_replication_role = replica`);
    await bench.sql.query('DELETE FROM provider_credential');
    await bench.sql.query(`SET session_replication_role = origin`);
    await eventually(() => expect(found()).toEqual([]));
    expect(await metricValue(metrics, 'resyncDifferences')).toBe(2);
  });
});
