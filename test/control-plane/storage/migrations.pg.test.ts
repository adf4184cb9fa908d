import { expect, test } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { createDataSource } from '../../../control-plane/storage/data-source.ts';
import { migrate } from '../../../control-plane/storage/migrate.ts';
import { migrations } from '../../../migrations/index.ts';
import { createSeededDraw } from '../../policy/sample.ts';
import { openEmptyDatabase, openTestDatabase } from '../../support/database.ts';
import { sized } from '../../support/form.ts';
import { announceSeed } from '../../support/seed.ts';

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

/** How many are undone at once: all counts in the long form; else the newest, which change, and some, another time others. */
function undoneCounts(): readonly number[] {
  const all = migrations.map((_, index) => index + 1);
  const draw = createSeededDraw(announceSeed('migrations'));
  const some = all.slice(3).filter(() => draw() < 5 / migrations.length);
  return sized([...all.slice(0, 3), ...some], all);
}

test('each migration can be undone, and redone to the same schema', async () => {
  await using database = await openEmptyDatabase();
  await migrate(database.url);
  const source = await createDataSource(database.url, 'gatehouse_owner', 1).initialize();
  const whole = await describeCatalog(source);
  expect(whole.length).toBeGreaterThan(100);
  for (const undoneCount of undoneCounts()) {
    for (let count = 0; count < undoneCount; count += 1) await source.undoLastMigration();
    await source.runMigrations();
    expect({ undoneCount, schema: await describeCatalog(source) }).toEqual({
      undoneCount,
      schema: whole,
    });
  }
  for (const _ of migrations) await source.undoLastMigration();
  expect(await describeCatalog(source)).toEqual([]);
  await source.destroy();
}, 120_000);

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

test('a key that is confined is revoked when that is undone; redone, the ledger tells when keys were used', async () => {
  await using database = await openEmptyDatabase();
  await migrate(database.url);
  const source = await createDataSource(database.url, 'gatehouse_owner', 1).initialize();
  const id = '018f0000-0000-7000-8000-000000000001';
  await source.query(`
    INSERT INTO tenant (id, name, suspended, version, created_at, updated_at)
      VALUES ('${id}', 'acme', false, 1, now(), now());
    INSERT INTO application (id, tenant_id, name, team, environment, data_class, rollout_stage, version,
        created_at, updated_at)
      VALUES ('${id}', '${id}', 'app', 't', 'staging', 'public', 'pilot', 1, now(), now());
    INSERT INTO api_key_pepper (id, sealed, created_at) VALUES ('pepper', '', now());
    INSERT INTO api_key (id, tenant_id, application_id, name, prefix, hash, pepper_id, workloads, routes,
        attributes, operations, version, created_at, updated_at)
      SELECT md5(name)::uuid, '${id}', '${id}', name, '', name::bytea, 'pepper', '{}', '{}', '{}',
          operations::text[], 1, now(), now()
        FROM (VALUES ('confined', '{chat}'), ('free', '{}')) AS wanted (name, operations);
    INSERT INTO usage_event SELECT filled.* FROM (VALUES (1, '2030-01-01Z'), (2, '2030-01-02Z')) AS used (attempt, at),
      jsonb_populate_record(NULL::usage_event, jsonb_build_object('attempt', attempt, 'at', at,
        'api_key_id', md5('free')::uuid, 'feature', '', 'feature_claimed', false, 'workload', '',
        'input_tokens', 0, 'output_tokens', 0, 'cached_read_tokens', 0, 'cached_write_tokens', 0,
        'reasoning_tokens', 0, 'estimated', false, 'cost_nano_usd', 0, 'unpriced', false,
        'outcome', 'succeeded') || (SELECT jsonb_object_agg(name, '${id}') FROM unnest(
        '{request_id,tenant_id,application_id,route_id,target_id,model_id}'::text[]) AS name)) AS filled`);
  const from = migrations.findIndex(({ name }) => name === 'ConfineKeys0045');
  for (let count = migrations.length; count > from; count -= 1) await source.undoLastMigration();
  const held = 'SELECT name, revoked_at IS NULL AS held FROM api_key ORDER BY name';
  expect(await source.query(held)).toEqual([
    { name: 'confined', held: false },
    { name: 'free', held: true },
  ]);
  await source.runMigrations();
  const uses = 'SELECT name, used_at FROM api_key_use JOIN api_key ON id = api_key_id';
  expect(await source.query(uses)).toEqual([{ name: 'free', used_at: new Date('2030-01-02') }]);
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
