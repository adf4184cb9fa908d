import { expect, test } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { createDataSource } from '../../../control-plane/storage/data-source.ts';
import { migrate } from '../../../control-plane/storage/migrate.ts';
import { migrations } from '../../../migrations/index.ts';
import { openEmptyDatabase, openTestDatabase } from '../../support/database.ts';

/**
 * Everything that migrations make: relations with what guards their rows, columns, constraints,
 * indexes, functions, triggers, policies, privileges.
 */
const CATALOG = `
  SELECT format('relation %s %s %s %s %s', relname, relkind, relrowsecurity, relforcerowsecurity,
      (SELECT string_agg(acl::text, ',' ORDER BY acl::text) FROM unnest(coalesce(relacl,
        acldefault(CASE relkind WHEN 'S' THEN 's' ELSE 'r' END::"char", relowner))) AS acl)) AS what
    FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind <> 'i'
  UNION ALL SELECT format('column %s.%s %s %s %s %s %s', attrelid::regclass, attname,
      format_type(atttypid, atttypmod), attnotnull, attidentity, pg_get_expr(adbin, adrelid), attacl)
    FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
    LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v') AND attnum > 0 AND NOT attisdropped
  UNION ALL SELECT format('constraint %s on %s: %s', conname, conrelid::regclass, pg_get_constraintdef(oid))
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace
  UNION ALL SELECT 'index ' || indexdef FROM pg_indexes WHERE schemaname = 'public'
  UNION ALL SELECT format('function %s %s %s', pg_get_functiondef(oid), proowner::regrole,
      (SELECT string_agg(acl::text, ',' ORDER BY acl::text) FROM unnest(coalesce(proacl,
        acldefault('f', proowner))) AS acl))
    FROM pg_proc WHERE pronamespace = 'public'::regnamespace
  UNION ALL SELECT format('trigger %s %s', pg_get_triggerdef(oid), tgenabled)
    FROM pg_trigger WHERE NOT tgisinternal
  UNION ALL SELECT format('policy %s on %s: %s %s %s %s %s', policyname, tablename, permissive, roles, cmd,
      qual, with_check)
    FROM pg_policies WHERE schemaname = 'public'
  ORDER BY 1`;

async function describeCatalog(source: Pick<DataSource, 'query'>): Promise<readonly string[]> {
  const rows: readonly { what: string }[] = await source.query(CATALOG);
  return rows.map(({ what }) => what).filter((what) => !what.includes('migrations'));
}

test('tables and migrations agree', async () => {
  await using database = await openTestDatabase();
  const source = await createDataSource(database.url, 'gatehouse_owner', 1).initialize();
  const pending = await source.driver.createSchemaBuilder().log();
  expect(pending.upQueries.map(({ query }) => query)).toEqual([]);
  await source.destroy();
});

/** Goal: an older build finds what it knows. Method: each is undone right after it was done; so any number of them can be. */
test('each migration can be undone to what was there before, and redone to what it made', async () => {
  await using database = await openEmptyDatabase();
  await migrate(database.url);
  const source = await createDataSource(database.url, 'gatehouse_owner', 1).initialize();
  const made = await describeCatalog(source);
  expect(made.length).toBeGreaterThan(100);
  for (const _ of migrations) await source.undoLastMigration();
  let schema = await describeCatalog(source);
  expect(schema).toEqual([]);
  const runner = source.createQueryRunner();
  const differences = [];
  for (const Migration of migrations) {
    const migration = new Migration();
    await migration.up(runner);
    const after = await describeCatalog(runner);
    await migration.down(runner);
    differences.push(...compare(`${migration.name} undone`, await describeCatalog(runner), schema));
    await migration.up(runner);
    differences.push(...compare(`${migration.name} redone`, await describeCatalog(runner), after));
    schema = after;
  }
  differences.push(...compare('all redone', schema, made));
  expect(differences).toEqual([]);
  await runner.release();
  await source.destroy();
}, 120_000);

/** What there is and should not be, and the other way round. */
function compare(when: string, found: readonly string[], wanted: readonly string[]) {
  const left = found.filter((what) => !wanted.includes(what));
  const missing = wanted.filter((what) => !found.includes(what));
  return left.length + missing.length > 0 ? [{ when, left, missing }] : [];
}

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

test('a key that is confined is revoked when that is undone, a token issuer disabled; redone, the ledger tells when keys were used', async () => {
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
    INSERT INTO token_issuer (id, tenant_id, name, issuer, audience, algorithms, leeway_seconds,
        lifetime_seconds_max, application_id, workloads, routes, operations, scopes, facts, enabled, version,
        created_at, updated_at)
      SELECT md5(name)::uuid, '${id}', name, 'https://login.example.com', name, '{}', 0, 60, '${id}', '{}',
          '{}', operations::text[], '{}', '[]', true, 1, now(), now()
        FROM (VALUES ('confined', '{chat}'), ('free', '{}')) AS wanted (name, operations);
    INSERT INTO token_issuer_key_set SELECT id, tenant_id, '[]' FROM token_issuer;`);
  await insertUses(source, id, `'api_key_id', md5('free')::uuid`);
  const undoTo = async (migration: string, done = migrations.length) => {
    const from = migrations.findIndex(({ name }) => name === migration);
    for (let count = done; count > from; count -= 1) await source.undoLastMigration();
    return from;
  };
  const left = await undoTo('ConfineTokens0071');
  const enabled = `SELECT name, enabled, token_issuer_id IS NOT NULL AS "hasKeys" FROM token_issuer
    LEFT JOIN token_issuer_key_set ON token_issuer_id = id ORDER BY name`;
  expect(await source.query(enabled)).toEqual([
    { name: 'confined', enabled: false, hasKeys: false },
    { name: 'free', enabled: true, hasKeys: true },
  ]);
  await undoTo('ConfineKeys0045', left);
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

/** Two attempts of whoever `caller` says. */
async function insertUses(source: DataSource, id: string, caller: string): Promise<void> {
  await source.query(`
    INSERT INTO usage_event SELECT filled.* FROM (VALUES (1, '2030-01-01Z'), (2, '2030-01-02Z')) AS used (attempt, at),
      jsonb_populate_record(NULL::usage_event, jsonb_build_object('attempt', attempt, 'at', at,
        ${caller}, 'feature', '', 'feature_claimed', false, 'workload', '',
        'input_tokens', 0, 'output_tokens', 0, 'cached_read_tokens', 0, 'cached_write_tokens', 0,
        'reasoning_tokens', 0, 'estimated', false, 'cost_nano_usd', 0, 'unpriced', false,
        'outcome', 'succeeded') || (SELECT jsonb_object_agg(name, '${id}') FROM unnest(
        '{request_id,tenant_id,application_id,route_id,target_id,model_id}'::text[]) AS name)) AS filled`);
}

test('whoever could delete tenants keeps it and else nobody gets it; the ledger tells when tokens were used', async () => {
  await using database = await openEmptyDatabase();
  await migrate(database.url);
  const source = await createDataSource(database.url, 'gatehouse_owner', 1).initialize();
  const from = migrations.findIndex(({ name }) => name === 'DeleteTenants0060');
  const undo = async () => {
    for (let count = migrations.length; count > from; count -= 1) await source.undoLastMigration();
  };
  await undo();
  const id = '018f0000-0000-7000-8000-000000000001';
  await source.query(`
    INSERT INTO tenant (id, name, suspended, version, created_at, updated_at)
      VALUES ('${id}', 'acme', false, 1, now(), now());
    INSERT INTO principal VALUES ('${id}', NULL, 'human', 'ada', NULL, '{}', 1, now(), now());
    INSERT INTO role (id, name, permissions, version, created_at, updated_at)
      SELECT gen_random_uuid(), name, permissions::text[], 1, now(), now()
        FROM (VALUES ('reads', '{tenant:read}'), ('writes', '{tenant:read,tenant:write}')) AS said (name, permissions);
    INSERT INTO access_token (id, principal_id, name, hash, scope, created_at)
      SELECT gen_random_uuid(), '${id}', name, name::bytea, scope::text[], now()
        FROM (VALUES ('all', NULL), ('reads', '{tenant:read}'), ('writes', '{tenant:write}')) AS said (name, scope);
    INSERT INTO token_issuer (id, tenant_id, name, issuer, audience, algorithms, leeway_seconds,
        lifetime_seconds_max, application_claim, workloads, routes, scopes, facts, enabled, version,
        created_at, updated_at)
      VALUES ('${id}', '${id}', 'login', 'https://login.example.com', 'a', '{}', 0, 60, 'app', '{}', '{}', '{}',
        '[]', true, 1, now(), now());
  `);
  await insertUses(source, id, `'token_issuer_id', '${id}'`);
  const rights = async () => ({
    roles: await source.query('SELECT name, permissions AS may, version FROM role ORDER BY name'),
    tokens: await source.query('SELECT name, scope AS may FROM access_token ORDER BY name'),
  });
  const before = await rights();
  await source.runMigrations();
  expect(await rights()).toEqual({
    roles: [
      { name: 'reads', may: ['tenant:read'], version: 1 },
      { name: 'writes', may: ['tenant:read', 'tenant:write', 'tenant:delete'], version: 2 },
    ],
    tokens: [
      { name: 'all', may: null },
      { name: 'reads', may: ['tenant:read'] },
      { name: 'writes', may: ['tenant:write', 'tenant:delete'] },
    ],
  });
  const uses = 'SELECT token_issuer_id AS id, used_at FROM token_issuer_use';
  expect(await source.query(uses)).toEqual([{ id, used_at: new Date('2030-01-02') }]);
  await undo();
  const { roles, tokens } = before;
  const written = { ...roles[1], version: 3 };
  expect(await rights()).toEqual({ roles: [roles[0], written], tokens });
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
