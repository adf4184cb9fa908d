import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { ChangeFeed } from '../../control-plane/config-stream/change-feed.ts';
import { PoolViews } from '../../control-plane/config-stream/pool-views.ts';
import type { View } from '../../control-plane/config-stream/view.ts';
import { createDataSource } from '../../control-plane/storage/data-source.ts';
import { Storage } from '../../control-plane/storage/storage.ts';
import { createLogger } from '../../control-plane/telemetry/logger.ts';
import { createMetrics, type Metrics } from '../../control-plane/telemetry/metrics.ts';
import { openTestDatabase } from './database.ts';

/** A database with plain SQL on it, and feeds that read it. */
export interface FeedBench extends AsyncDisposable {
  /** Superuser on the database. */
  readonly url: string;
  readonly sql: pg.Client;
  readonly storage: Storage;
  /** A further superuser connection; closed with the bench. */
  connect(): Promise<pg.Client>;
  /** Starts a feed with a view of its own: one replica. Ended with the bench at the latest. */
  startFeed(change?: {
    readonly resyncMs?: number;
    readonly pollMs?: number;
    readonly databaseUrl?: string;
    readonly onMoved?: (secretsMoved: boolean) => void;
    readonly views?: PoolViews;
    /** Called before it starts. */
    readonly before?: (feed: ChangeFeed) => void;
  }): Promise<Replica>;
  /** Revision of the database. */
  head(): Promise<bigint>;
  insertTenants(count: number, into?: pg.Client): Promise<readonly string[]>;
}

/** What one replica knows. */
export interface Replica {
  readonly feed: ChangeFeed;
  readonly views: PoolViews;
  /** Of everything. */
  readonly view: View;
  readonly metrics: Metrics;
  stop(): Promise<void>;
}

/** Opens a bench over a fresh database, or over the one of `url`. */
export async function openFeedBench(url?: string): Promise<FeedBench> {
  const database = url === undefined ? await openTestDatabase() : undefined;
  const databaseUrl = url ?? database?.url ?? '';
  const source = await createDataSource(databaseUrl, 'gatehouse_app', 4).initialize();
  const storage = new Storage(source);
  const clients: pg.Client[] = [];
  const replicas: Replica[] = [];
  const connect = async (): Promise<pg.Client> => {
    const client = new pg.Client({ connectionString: databaseUrl });
    // A test may stop the server under it.
    client.on('error', () => {});
    await client.connect();
    clients.push(client);
    return client;
  };
  const sql = await connect();
  const startFeed: FeedBench['startFeed'] = async (change = {}) => {
    const { views = new PoolViews() } = change;
    const metrics = createMetrics();
    const logger = createLogger('silent');
    const onMoved = (): void => {};
    const parts = { databaseUrl, storage, logger, metrics, onMoved, ...change, views };
    const feed = new ChangeFeed(parts);
    const replica = { feed, views, view: views.whole, metrics, stop: () => feed.stop() };
    replicas.push(replica);
    change.before?.(feed);
    await feed.start();
    return replica;
  };
  return {
    url: databaseUrl,
    sql,
    storage,
    connect,
    startFeed,
    head: async () => {
      const { rows } = await sql.query('SELECT revision FROM config_revision');
      return BigInt(rows[0].revision);
    },
    insertTenants: async (count, into = sql) => {
      const ids = Array.from({ length: count }, () => randomUUID());
      await into.query(
        `INSERT INTO tenant SELECT id, 'tenant-' || id, false, 1, now(), now(), NULL
          FROM unnest($1::uuid[]) AS id`,
        [ids],
      );
      return ids;
    },
    [Symbol.asyncDispose]: async () => {
      for (const replica of replicas) await replica.stop();
      for (const client of clients) await client.end().catch(() => {});
      await source.destroy();
      await database?.[Symbol.asyncDispose]();
    },
  };
}

/** Names of the tenants of a view, sorted. */
export function tenantIdsOf(view: View): readonly string[] {
  return [...view.resources.values()]
    .filter(({ kind }) => kind === 'tenant')
    .map(({ id }) => id)
    .toSorted();
}

/** Value of a metric without labels, or the sum over its labels. */
export async function metricValue(metrics: Metrics, name: keyof Metrics): Promise<number> {
  const metric = metrics[name];
  if (!('get' in metric)) throw new Error(`${name} is no metric`);
  const { values } = await metric.get();
  return values.reduce((sum, { value }) => sum + value, 0);
}
