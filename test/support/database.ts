import { randomUUID } from 'node:crypto';
import pg from 'pg';

/** A database of its own for one test file; disposing of it drops it, whoever is connected. */
export interface TestDatabase extends AsyncDisposable {
  /** Superuser on the fresh database. */
  readonly url: string;
}

/**
 * Makes the template that `openTestDatabase` clones, once a run: `migrate` runs in it, then it is
 * closed to connections, because Postgres does not copy a database that somebody uses.
 * @returns the template's name
 */
export async function createTemplate(
  serverUrl: string,
  migrate: (databaseUrl: string) => Promise<void>,
): Promise<string> {
  const name = `gatehouse_template_${randomUUID().replaceAll('-', '')}`;
  await administer(serverUrl, `CREATE DATABASE ${name}`);
  await migrate(withDatabase(serverUrl, name));
  await administer(serverUrl, `ALTER DATABASE ${name} WITH ALLOW_CONNECTIONS false`);
  return name;
}

/** Drops a database of the server, whoever is connected to it. */
export async function dropDatabase(serverUrl: string, name: string): Promise<void> {
  await administer(serverUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
}

/**
 * A fresh, migrated database: no test file sees the rows of another.
 * @throws Error outside the jest projects that have a Postgres
 */
export async function openTestDatabase(): Promise<TestDatabase> {
  return openDatabase(`TEMPLATE ${requireVariable('TEST_DATABASE_TEMPLATE')} STRATEGY wal_log`);
}

/** A fresh, empty database, for tests of the migrations themselves. */
export async function openEmptyDatabase(): Promise<TestDatabase> {
  return openDatabase('');
}

async function openDatabase(clause: string): Promise<TestDatabase> {
  const serverUrl = requireVariable('TEST_DATABASE_URL');
  const name = `gatehouse_test_${randomUUID().replaceAll('-', '')}`;
  await administer(serverUrl, `CREATE DATABASE ${name} ${clause}`);
  return {
    url: withDatabase(serverUrl, name),
    [Symbol.asyncDispose]: () => dropDatabase(serverUrl, name),
  };
}

function requireVariable(name: string): string {
  const value = process.env[name];
  if (value === undefined)
    throw new Error(`${name} is not set: name the test *.pg.test.ts or *.e2e.test.ts`);
  return value;
}

function withDatabase(serverUrl: string, name: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}

async function administer(serverUrl: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
