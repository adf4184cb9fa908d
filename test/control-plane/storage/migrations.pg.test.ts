import { expect, test } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { createDataSource } from '../../../control-plane/storage/data-source.ts';
import { migrate } from '../../../control-plane/storage/migrate.ts';
import { migrations } from '../../../migrations/index.ts';
import { openEmptyDatabase, openTestDatabase } from '../../support/database.ts';

/**
 * Everything that migrations make: columns, constraints, indexes, functions, triggers, policies,
 * privileges.
 */
const CATALOG = `
  SELECT 'column' AS kind, format('%s.%s %s %s %s', table_name, column_name, data_type, is_nullable,
      column_default) AS what
    FROM information_schema.columns WHERE table_schema = 'public'
  UNION ALL SELECT 'constraint',
      format('%s on %s: %s', conname, conrelid::regclass, pg_get_constraintdef(oid))
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace
  UNION ALL SELECT 'index', indexdef FROM pg_indexes WHERE schemaname = 'public'
  UNION ALL SELECT 'function', pg_get_functiondef(oid) || coalesce(proacl::text, '')
    FROM pg_proc WHERE pronamespace = 'public'::regnamespace
  UNION ALL SELECT 'trigger', pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
  UNION ALL SELECT 'policy',
      format('%s on %s: %s %s %s %s', policyname, tablename, roles, cmd, qual, with_check)
    FROM pg_policies WHERE schemaname = 'public'
  UNION ALL SELECT 'privilege', format('%s %s to %s', privilege_type, table_name, grantee)
    FROM information_schema.role_table_grants WHERE table_schema = 'public'
  ORDER BY 1, 2`;

async function describeCatalog(source: DataSource): Promise<readonly unknown[]> {
  const rows: readonly { what: string }[] = await source.query(CATALOG);
  return rows.filter(({ what }) => !what.includes('migrations'));
}

test('tables and migrations agree', async () => {
  await using database = await openTestDatabase();
  const source = await createDataSource(database.url, 'gatehouse_owner', 1).initialize();
  const pending = await source.driver.createSchemaBuilder().log();
  expect(pending.upQueries.map(({ query }) => query)).toEqual([]);
  await source.destroy();
});

test('each migration can be undone, and redone to the same schema', async () => {
  await using database = await openEmptyDatabase();
  await migrate(database.url);
  const source = await createDataSource(database.url, 'gatehouse_owner', 1).initialize();
  const whole = await describeCatalog(source);
  expect(whole.length).toBeGreaterThan(100);
  for (const [undoneCount] of migrations.entries()) {
    for (let count = 0; count <= undoneCount; count += 1) await source.undoLastMigration();
    await source.runMigrations();
    expect(await describeCatalog(source)).toEqual(whole);
  }
  for (const _ of migrations) await source.undoLastMigration();
  expect(await describeCatalog(source)).toEqual([]);
  await source.destroy();
}, 60_000);

test('what is undone allows nothing more: routes have the usual timers, grants with conditions are revoked', async () => {
  await using database = await openEmptyDatabase();
  await migrate(database.url);
  const source = await createDataSource(database.url, 'gatehouse_owner', 1).initialize();
  const id = '018f0000-0000-7000-8000-000000000001';
  await source.query(
    `INSERT INTO tenant (id, name, suspended, version, created_at, updated_at)
      VALUES ($1, 'acme', false, 1, now(), now())`,
    [id],
  );
  await source.query(
    `INSERT INTO route (id, tenant_id, name, operation, rules, first_token_timeout_ms, version, created_at, updated_at)
      VALUES ($1, $1, 'slow', 'chat', '[]', 400000, 1, now(), now()),
        (gen_random_uuid(), $1, 'usual', 'chat', '[]', NULL, 1, now(), now())`,
    [id],
  );
  await source.query(
    `WITH asker AS (INSERT INTO principal VALUES ('${id}', NULL, 'human', 'ada', NULL, '{}', 1, now(), now())),
      model AS (INSERT INTO model (id, name, capabilities, version, created_at, updated_at)
        VALUES ('${id}', 'large', '{chat}', 1, now(), now())),
      request AS (INSERT INTO change_request
        VALUES ('${id}', '${id}', 'grant', 'applied', '${id}', 0, '{}', '', '', '${id}', 1, now(), now(),
          NULL, '{}', 1, '{}', now()))
      INSERT INTO model_grant (id, tenant_id, model_id, workloads, regions, change_request_id, version, created_at, updated_at)
        SELECT gen_random_uuid(), '${id}', '${id}', '{}', regions::text[], '${id}', 1, now(), now()
          FROM (VALUES ('{eu}'), ('{}')) AS wanted (regions)`,
  );
  const from = migrations.findIndex(({ name }) => name === 'TimeRoutes0024');
  for (let count = migrations.length; count > from; count -= 1) await source.undoLastMigration();
  const timers = 'first_token_timeout_ms AS first, total_timeout_ms AS total';
  expect(await source.query(`SELECT name, ${timers} FROM route ORDER BY name`)).toEqual([
    { name: 'slow', first: 400_000, total: 400_000 },
    { name: 'usual', first: 30_000, total: 300_000 },
  ]);
  const states = 'revoked_at IS NULL AS held, version FROM model_grant ORDER BY version';
  expect(await source.query(`SELECT ${states}`)).toEqual([
    { held: true, version: 1 },
    { held: false, version: 2 },
  ]);
  await source.destroy();
});

test('migrating twice, and two at once, changes nothing more', async () => {
  await using database = await openEmptyDatabase();
  await Promise.all([migrate(database.url), migrate(database.url)]);
  await migrate(database.url);
  const source = await createDataSource(database.url, 'gatehouse_owner', 1).initialize();
  const [row]: { count: number }[] = await source.query(
    'SELECT count(*)::integer AS count FROM migrations',
  );
  expect(row?.count).toBe(migrations.length);
  await source.destroy();
});
