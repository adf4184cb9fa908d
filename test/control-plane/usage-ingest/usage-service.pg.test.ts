import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createDataSource } from '../../../control-plane/storage/data-source.ts';
import type { UsageEvent } from '../../../proto/generated/gatehouse/usage/v1/UsageEvent.ts';
import { openTestDatabase, type TestDatabase } from '../../support/database.ts';
import { eventually } from '../../support/eventually.ts';
import { openService } from './usage-service-fixture.ts';

/**
 * Goal: a node that reports faster than the database writes is slowed down, and loses nothing.
 * Method: a lock on the ledger, and a client that writes as fast as it is let.
 */
describe('reports of a node', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await openTestDatabase();
  });
  afterAll(async () => {
    await database[Symbol.asyncDispose]();
  });

  test('wait at the node while the database does not take them, and are acknowledged later', async () => {
    await using service = await openService(database.url);
    const locker = await createDataSource(database.url, 'gatehouse_owner', 1).initialize();
    const lock = locker.createQueryRunner();
    await lock.startTransaction();
    await lock.query('LOCK TABLE usage_event, api_key IN ACCESS EXCLUSIVE MODE');
    const call = service.client.Report();
    const acknowledged: string[] = [];
    call.on('data', ({ batch }: { batch: string }) => acknowledged.push(batch));
    call.on('error', () => {});
    let sentCount = 0;
    const batchCount = 60;
    for (let batch = 1; batch <= batchCount; batch += 1)
      call.write({ nodeId: 'node-1', batch, usageEvents: largeBatch }, () => {
        sentCount += 1;
      });
    let quiet = { sentCount: 0, checkCount: 0 };
    await eventually(() => {
      const isQuiet = sentCount > 0 && sentCount === quiet.sentCount;
      quiet = { sentCount, checkCount: isQuiet ? quiet.checkCount + 1 : 0 };
      expect(quiet.checkCount).toBe(30);
    });
    expect(sentCount).toBeLessThan(batchCount / 2);
    expect(acknowledged).toEqual([]);
    await lock.rollbackTransaction();
    await locker.destroy();
    await eventually(() => expect(acknowledged).toHaveLength(batchCount), 20_000);
    call.end();
  });
});

/** Nothing of it is valid, so that nothing is written; 200 KB, more than HTTP/2 sends unasked. */
const largeBatch: UsageEvent[] = [{ feature: 'f'.repeat(200_000) }];
