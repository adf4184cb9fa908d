import { credentials, Server, ServerCredentials } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createDataSource } from '../../../control-plane/storage/data-source.ts';
import { Storage } from '../../../control-plane/storage/storage.ts';
import { createLogger } from '../../../control-plane/telemetry/logger.ts';
import { createMetrics } from '../../../control-plane/telemetry/metrics.ts';
import { createUsageHandlers } from '../../../control-plane/usage-ingest/usage-service.ts';
import type { UsageEvent } from '../../../proto/generated/gatehouse/usage/v1/UsageEvent.ts';
import { usageContract } from '../../../proto/load.ts';
import { openTestDatabase, type TestDatabase } from '../../support/database.ts';
import { eventually } from '../../support/eventually.ts';

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

async function openService(databaseUrl: string) {
  const source = await createDataSource(databaseUrl, 'gatehouse_app', 2).initialize();
  const server = new Server();
  const parts = {
    storage: new Storage(source),
    logger: createLogger('silent'),
    metrics: createMetrics(),
    admit: () => undefined,
    vouch: () => undefined,
    poolOf: () => undefined,
  };
  server.addService(usageContract.UsageService.service, createUsageHandlers(parts));
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    ),
  );
  const client = new usageContract.UsageService(`127.0.0.1:${port}`, credentials.createInsecure());
  return {
    client,
    [Symbol.asyncDispose]: async () => {
      client.close();
      server.forceShutdown();
      await source.destroy();
    },
  };
}
