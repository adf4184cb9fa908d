import { afterAll, beforeAll, expect, test } from '@jest/globals';
import pg from 'pg';
import { createTenant } from '../../../control-plane/domain/tenant.ts';
import { createDataSource } from '../../../control-plane/storage/data-source.ts';
import { roleOptions } from '../../../control-plane/storage/database-role.ts';
import { migrate } from '../../../control-plane/storage/migrate.ts';
import { PLATFORM, Storage, type Stores } from '../../../control-plane/storage/storage.ts';
import { startTestCluster, type TestCluster } from '../../support/postgres.ts';

/** Instead of the twelve seconds of the product. */
const ANSWER_TIMEOUT_MS = 500;
const actor = { name: 'test', authenticatedBy: 'test' };
const draft = (id: number, name: string) =>
  createTenant(`00000000-0000-4000-8000-00000000000${id}`, name, new Date());

let cluster: TestCluster;
beforeAll(async () => {
  cluster = await startTestCluster();
  await migrate(cluster.url);
}, 60_000);
afterAll(async () => {
  await cluster?.[Symbol.asyncDispose]();
});

test('what a transaction did before the database fell silent is in no later one', async () => {
  const source = await createDataSource(cluster.url, 'gatehouse_app', 1)
    .setOptions({
      extra: { options: roleOptions('gatehouse_app'), query_timeout: ANSWER_TIMEOUT_MS },
    })
    .initialize();
  const storage = new Storage(source);
  const insert = (name: string, id: number, then = async (_: Stores): Promise<void> => {}) =>
    storage.transaction(PLATFORM, actor, async (stores) => {
      await stores.tenants.insert(draft(id, name));
      await then(stores);
    });
  let resume = () => {};
  const abandoned = insert('abandoned', 1, async ({ tenants }) => {
    resume = await cluster.pause();
    await tenants.insert(draft(2, 'unanswered'));
  });
  await expect(abandoned).rejects.toMatchObject({ failure: { code: 'BUSY' } });
  resume();
  await insert('later', 3);
  await source.destroy();
  const client = new pg.Client({ connectionString: cluster.url });
  await client.connect();
  const { rows } = await client.query('SELECT name FROM tenant');
  const { rows: open } = await client.query(
    `SELECT FROM pg_stat_activity WHERE state LIKE 'idle in transaction%'`,
  );
  await client.end();
  expect(rows).toEqual([{ name: 'later' }]);
  expect(open).toEqual([]);
});

test('changes are made in READ COMMITTED and reads change nothing, whatever the database is told elsewhere', async () => {
  const client = new pg.Client({ connectionString: cluster.url });
  await client.connect();
  const name = client.escapeIdentifier(new URL(cluster.url).pathname.slice(1));
  await client.query(
    `ALTER DATABASE ${name} SET default_transaction_isolation = 'repeatable read'`,
  );
  await client.end();
  const source = await createDataSource(cluster.url, 'gatehouse_app', 1).initialize();
  const storage = new Storage(source);
  const insert = (id: number) => (stores: Stores) => stores.tenants.insert(draft(id, `new-${id}`));
  const { revision } = await storage.transaction(PLATFORM, actor, insert(4));
  expect(revision).toBeGreaterThan(0n);
  await expect(storage.read(PLATFORM, insert(5))).rejects.toThrow('read-only transaction');
  await source.destroy();
});
