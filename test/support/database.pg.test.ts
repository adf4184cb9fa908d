import { expect, test } from '@jest/globals';
import pg from 'pg';
import { openEmptyDatabase, openTestDatabase } from './database.ts';

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

async function tablesOf(client: pg.Client): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(
    "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'",
  );
  return rows.map(({ name }) => name);
}

test('a test database is migrated, an empty one is not', async () => {
  const [migrated, empty] = await Promise.all([openTestDatabase(), openEmptyDatabase()]);
  const clients = await Promise.all([connect(migrated.url), connect(empty.url)]);
  const [tables, none] = await Promise.all(clients.map(tablesOf));
  expect(tables).toContain('tenant');
  expect(none).toEqual([]);
  await Promise.all(clients.map((client) => client.end()));
  await migrated[Symbol.asyncDispose]();
  await empty[Symbol.asyncDispose]();
});

test('databases that are opened at the same time share no rows', async () => {
  const databases = await Promise.all(Array.from({ length: 4 }, () => openTestDatabase()));
  const clients = await Promise.all(databases.map(({ url }) => connect(url)));
  await clients[0]?.query('CREATE TABLE only_here (id int)');
  const tables = await Promise.all(clients.map(tablesOf));
  expect(tables.map((names) => names.includes('only_here'))).toEqual([true, false, false, false]);
  await Promise.all(clients.map((client) => client.end()));
  await Promise.all(databases.map((database) => database[Symbol.asyncDispose]()));
});

test('disposing drops the database under whoever is connected', async () => {
  const database = await openTestDatabase();
  const client = await connect(database.url);
  await database[Symbol.asyncDispose]();
  await expect(client.query('SELECT 1')).rejects.toThrow();
  await expect(connect(database.url)).rejects.toThrow(/does not exist/);
});
