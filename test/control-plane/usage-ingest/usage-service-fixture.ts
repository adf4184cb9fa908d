import { credentials, Server, ServerCredentials } from '@grpc/grpc-js';
import { createDataSource } from '../../../control-plane/storage/data-source.ts';
import { Storage } from '../../../control-plane/storage/storage.ts';
import { createLogger } from '../../../control-plane/telemetry/logger.ts';
import { createMetrics } from '../../../control-plane/telemetry/metrics.ts';
import { createUsageHandlers } from '../../../control-plane/usage-ingest/usage-service.ts';
import { usageContract } from '../../../proto/contract/usage.ts';

/** The door for reports of nodes over a database, and a client of it; every caller is a node. */
export async function openService(databaseUrl: string) {
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
