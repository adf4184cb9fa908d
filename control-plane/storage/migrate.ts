import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { createDataSource } from './data-source.ts';

/** Any number that nothing else locks; the same in every replica. */
const MIGRATION_LOCK = 7_163_421;
const LOCK_POLL_MS = 200;
const LOCK_TIMEOUT_MS = 120_000;

/**
 * Brings the database to the newest schema. Any number of replicas may call it at once: one works, the others wait.
 * The login of `databaseUrl` must be allowed to create the three roles the first time.
 *
 * @throws Error when the database cannot be reached, or the lock is held for two minutes
 */
export async function migrate(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 5_000 });
  await client.connect();
  try {
    await acquireLock(client);
    await ensureRoles(client);
    await runMigrations(databaseUrl);
  } finally {
    await client.end();
  }
}

/** Polls: the blocking form deadlocks with CREATE INDEX CONCURRENTLY. The lock ends with the connection. */
async function acquireLock(client: pg.Client): Promise<void> {
  const deadlineMs = Date.now() + LOCK_TIMEOUT_MS;
  for (;;) {
    const { rows } = await client.query<{ locked: boolean }>(
      'SELECT pg_try_advisory_lock($1) AS locked',
      [MIGRATION_LOCK],
    );
    if (rows[0]?.locked) return;
    if (Date.now() > deadlineMs)
      throw new Error('another process has been migrating this database for two minutes');
    await delay(LOCK_POLL_MS);
  }
}

/** Roles belong to the cluster, not to a database: they are made outside of migrations and never dropped. */
async function ensureRoles(client: pg.Client): Promise<void> {
  for (const [role, attributes] of [
    ['gatehouse_owner', 'NOLOGIN'],
    ['gatehouse_app', 'NOLOGIN'],
    ['gatehouse_feed', 'NOLOGIN BYPASSRLS'],
  ] as const) {
    await client.query(`
      DO $$ BEGIN
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${role}') THEN
          CREATE ROLE ${role} ${attributes};
        END IF;
        IF NOT pg_has_role(session_user, '${role}', 'SET') THEN
          EXECUTE format('GRANT ${role} TO %I', session_user);
        END IF;
      EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
      END $$`);
  }
  const { rows } = await client.query<{ name: string }>('SELECT current_database() AS name');
  const database = pg.escapeIdentifier(rows[0]?.name ?? '');
  await client.query(`
    GRANT CREATE, CONNECT ON DATABASE ${database} TO gatehouse_owner;
    GRANT USAGE, CREATE ON SCHEMA public TO gatehouse_owner;
    GRANT USAGE ON SCHEMA public TO gatehouse_app, gatehouse_feed`);
}

async function runMigrations(databaseUrl: string): Promise<void> {
  const source = await createDataSource(databaseUrl, 'gatehouse_owner', 1).initialize();
  try {
    await source.runMigrations();
  } finally {
    await source.destroy();
  }
}
