import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { CredentialRetention } from '../../../control-plane/jobs/credential-retention.ts';
import { Lease } from '../../../control-plane/jobs/lease.ts';
import { PLATFORM } from '../../../control-plane/storage/storage.ts';
import { createLogger } from '../../../control-plane/telemetry/logger.ts';
import { eventually } from '../../support/eventually.ts';
import { type FeedBench, openFeedBench } from '../../support/feed.ts';

/** Goal: a previous generation is gone from nodes soon after its time, by one replica, and never before. */
describe('the retention of previous credentials', () => {
  let bench: FeedBench;
  beforeEach(async () => {
    bench = await openFeedBench();
  });
  afterEach(async () => {
    await bench[Symbol.asyncDispose]();
  });

  const createJob = () =>
    new CredentialRetention({ storage: bench.storage, logger: createLogger('silent') });

  /** A provider with generations 2 and 1, of which the older is kept for so many seconds more. */
  async function insertProvider(keptForS: number): Promise<string> {
    const id = randomUUID();
    await bench.sql.query(
      `INSERT INTO provider VALUES ($1::uuid, $1::text, 'openai', 'https://a.example', 'us', '{}', 1, now(), now())`,
      [id],
    );
    await bench.sql.query(
      `INSERT INTO provider_credential VALUES
        ($1::uuid, 2, '\\x02', now(), 1, '\\x01', now() + $2 * interval '1 second')`,
      [id, keptForS],
    );
    return id;
  }

  test('drops what is past its time and nothing else, as a revision that the feed sees', async () => {
    const past = await insertProvider(-1);
    const kept = await insertProvider(3_600);
    const { feed } = await bench.startFeed();
    const generationsOf = (id: string) =>
      feed.secrets
        .filter(({ name }) => name === `provider_credential/${id}`)
        .map(({ generation, sealed }) => [generation, sealed.toString('hex')]);
    const both = [
      [2n, '02'],
      [1n, '01'],
    ];
    expect([generationsOf(past), generationsOf(kept)]).toEqual([both, both]);
    const before = await bench.head();
    expect(await createJob().drop()).toBe(true);
    expect(await bench.head()).toBe(before + 1n);
    await eventually(() => expect(generationsOf(past)).toEqual([[2n, '02']]));
    expect(generationsOf(kept)).toEqual(both);
    const { rows } = await bench.sql.query(
      `SELECT object, actor, revision FROM audit_event WHERE action LIKE 'provider.expire%'`,
    );
    const revision = String(before + 1n);
    expect(rows).toEqual([{ object: `provider/${past}`, actor: 'system', revision }]);
  });

  test('makes no revision when there is nothing to drop', async () => {
    await insertProvider(3_600);
    const before = await bench.head();
    expect(await createJob().drop()).toBe(true);
    expect(await bench.head()).toBe(before);
  });

  test('is the work of one replica; the other follows when it leaves', async () => {
    await insertProvider(-1);
    const [first, second] = [createJob(), createJob()];
    expect([await first.drop(), await second.drop()]).toEqual([true, false]);
    await first.start()();
    expect(await second.drop()).toBe(true);
  });

  test('whoever lost the lease drops nothing', async () => {
    await insertProvider(-1);
    const lease = new Lease(bench.storage, 'credential_retention', 60_000);
    const token = (await lease.acquire()) ?? 0n;
    const drop = (claimed: bigint) =>
      bench.storage.transaction(
        PLATFORM,
        { name: 'test', authenticatedBy: 'test' },
        ({ providerCredentials }) => providerCredentials.dropExpired(claimed),
      );
    await expect(drop(token + 1n)).rejects.toThrow('no longer held');
    expect((await drop(token)).value).toHaveLength(1);
  });
});
