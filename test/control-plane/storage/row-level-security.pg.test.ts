import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { DataSource } from 'typeorm';
import { Redacted } from '../../../control-plane/domain/redacted.ts';
import { createSession } from '../../../control-plane/domain/session.ts';
import { createDataSource } from '../../../control-plane/storage/data-source.ts';
import { PLATFORM, type Scope, Storage } from '../../../control-plane/storage/storage.ts';
import { identityProviderDraft } from '../../support/identity-provider.ts';
import { call, type Management, openManagement } from '../../support/management.ts';

/*
 * Goal: no connection of the services shows a row of a tenant to whoever is not in its scope,
 * whatever the connection was used for before. Method: one pooled connection, as the role of the
 * services, is reused with no tenant, tenant A, no tenant, tenant B; after each step the rows of
 * both are counted in every table that has an owner.
 */

let management: Management;
let source: DataSource;
let storage: Storage;
let tenantA: string;
let tenantB: string;
beforeAll(async () => {
  management = await openManagement();
  source = await createDataSource(management.url, 'gatehouse_app', 1).initialize();
  storage = new Storage(source);
  tenantA = await fillTenant('a');
  tenantB = await fillTenant('b');
});
afterAll(async () => {
  await source.destroy();
  await management[Symbol.asyncDispose]();
});

/** A tenant with a row in every table of people and policy that the services write. */
async function fillTenant(name: string): Promise<string> {
  const { services, admin } = management;
  const { value } = await services.tenants.create(admin, call('createTenant'), name);
  const tenantId = value.id;
  const { value: application } = await services.applications.create(
    admin,
    call('createApplication'),
    {
      tenantId,
      name: 'app',
      team: 'team',
      environment: 'production',
      dataClass: 'internal',
      rolloutStage: 'governed',
    },
  );
  await services.apiKeys.create(admin, call('createApiKey'), {
    applicationId: application.id,
    name: 'key',
    workloads: ['default'],
    routes: [],
    feature: null,
    attributes: [],
    operations: [],
    scopes: [],
    notAfter: null,
  });
  const member = await management.operation(['platform-admin'], { tenantId });
  await services.roles.create(admin, call('createRole'), {
    tenantId,
    name: 'role',
    permissions: ['route:read'],
  });
  await services.accessTokens.create(member, call('createAccessToken', {}, 'key'), {
    principalId: member.principal.id,
    name: 'token',
    notAfter: undefined,
  });
  const { value: provider } = await services.identityProviders.create(
    member,
    call('createIdentityProvider'),
    {
      ...identityProviderDraft(`https://${name}.example.com`),
      tenantId,
      clientSecret: new Redacted('secret'),
    },
  );
  await storage.transaction(PLATFORM, member.actor, async ({ federatedIdentities, sessions }) => {
    const owner = { principalId: member.principal.id, tenantId };
    const session = { id: randomUUID(), hash: randomBytes(32), ...owner };
    await sessions.insert(createSession(session, member.now));
    const known = { subject: name, groups: [], groupsAt: member.now, signedOutAt: null };
    await federatedIdentities.insert({ identityProviderId: provider.id, ...known, ...owner });
  });
  return tenantId;
}

const OWNED = [
  'tenant',
  'principal',
  'access_token',
  'role',
  'idempotency_key',
  'application',
  'api_key',
  'audit_event',
  'identity_provider',
  'identity_provider_secret',
  'federated_identity',
  'session',
] as const;

interface Query {
  query(sql: string, values?: unknown[]): Promise<readonly { count: number }[]>;
}

/** Rows of the tenant that this connection sees, by table. */
async function countRows(connection: Query, tenantId: string): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const table of OWNED) {
    const column = table === 'tenant' ? 'id' : 'tenant_id';
    const sql = `SELECT count(*)::integer AS count FROM ${table} WHERE ${column} = $1`;
    counts[table] = (await connection.query(sql, [tenantId]))[0]?.count ?? -1;
  }
  return counts;
}

const none = Object.fromEntries(OWNED.map((table) => [table, 0]));
const some = Object.fromEntries(OWNED.map((table) => [table, expect.any(Number)]));

/** Counts as `Storage` does, on the only connection of the pool. */
async function countInScope(tenantId: string | undefined, counted: string) {
  return source.transaction(async (manager) => {
    if (tenantId !== undefined)
      await manager.query(`SELECT set_config('gatehouse.tenant', $1, true)`, [tenantId]);
    return countRows(manager, counted);
  });
}

test('one pooled connection: no tenant, A, none, B, and never a row of the other', async () => {
  const [before]: { pid: number }[] = await source.query('SELECT pg_backend_pid() AS pid');
  expect(await countInScope(undefined, tenantB)).toEqual(none);
  const own = await countInScope(tenantA, tenantA);
  expect(own).toEqual(some);
  expect(Object.values(own).every((count) => count > 0)).toBe(true);
  expect(await countInScope(tenantA, tenantB)).toEqual(none);
  expect(await countInScope(undefined, tenantB)).toEqual(none);
  expect(await countRows(source, tenantB)).toEqual(none);
  expect(await countInScope(tenantB, tenantB)).toEqual(own);
  expect(await countInScope(tenantB, tenantA)).toEqual(none);
  expect(await countInScope('', tenantA)).toEqual(none);
  expect(await countInScope('*', tenantB)).toEqual(own);
  expect(await countRows(source, tenantB)).toEqual(none);
  const [after]: { pid: number }[] = await source.query('SELECT pg_backend_pid() AS pid');
  expect(after).toEqual(before);
});

test('a scope ends with its transaction, also with one that fails', async () => {
  const scope: Scope = { kind: 'tenant', tenantId: tenantA };
  const failed = storage.transaction(scope, { name: 'a', authenticatedBy: 'test' }, async () => {
    throw new Error('given up');
  });
  await expect(failed).rejects.toThrow('given up');
  expect(await countRows(source, tenantA)).toEqual(none);
  await storage.read(PLATFORM, async () => undefined);
  expect(await countRows(source, tenantA)).toEqual(none);
});

test('the stores of a scope give its rows and no others', async () => {
  const seen = await storage.read({ kind: 'tenant', tenantId: tenantA }, async (stores) => ({
    a: await stores.tenants.find(tenantA),
    b: await stores.tenants.find(tenantB),
  }));
  expect(seen).toEqual({ a: expect.objectContaining({ name: 'a' }), b: undefined });
});

test('in the scope of A nothing of B can be changed or added', async () => {
  const scoped = (sql: string, values: unknown[]) =>
    source.transaction(async (manager) => {
      await manager.query(`SELECT set_config('gatehouse.tenant', $1, true)`, [tenantA]);
      return manager.query(sql, values);
    });
  const changed = await scoped('UPDATE application SET team = $2 WHERE tenant_id = $1', [
    tenantB,
    'mine',
  ]);
  expect(changed).toEqual([[], 0]);
  const refused = /violates row-level security policy/;
  await expect(
    scoped(
      `INSERT INTO application SELECT gen_random_uuid(), $1, 'x', team, environment, data_class,
        rollout_stage, 1, now(), now() FROM application`,
      [tenantB],
    ),
  ).rejects.toThrow(refused);
  await expect(scoped('UPDATE application SET tenant_id = $1', [tenantB])).rejects.toThrow(refused);
  await expect(
    scoped(
      `INSERT INTO provider VALUES (gen_random_uuid(), 'x', 'openai', '', '', '{}', 1, $1, $1)`,
      [new Date()],
    ),
  ).rejects.toThrow(refused);
});

test('sealed credentials are seen in no scope of a tenant', async () => {
  const { services, admin } = management;
  const { value } = await services.providers.create(admin, call('createProvider'), {
    name: 'provider',
    kind: 'openai',
    baseUrl: 'https://api.example.com/v1',
    region: 'us',
    dataTerms: [],
    credential: new Redacted('sk-1'),
  });
  const holders = async (scope: Scope) => {
    const rows = await storage.read(scope, ({ providerCredentials }) =>
      providerCredentials.listByProviders([value.id]),
    );
    return rows.map(({ providerId }) => providerId);
  };
  expect(await holders({ kind: 'tenant', tenantId: tenantA })).toEqual([]);
  expect(await holders(PLATFORM)).toEqual([value.id]);
});

test('every table in reach of the services, but one, has a policy for rows', async () => {
  await management.query(`SELECT ensure_decision_partition('2030-01-01')`);
  const rows = await management.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class AS reached
      WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm')
        AND coalesce(reloptions @> '{security_invoker=true}', false) IS FALSE
        AND has_table_privilege('gatehouse_app', oid, 'SELECT, INSERT, UPDATE, DELETE')
        AND NOT (relrowsecurity AND EXISTS (SELECT FROM pg_policy WHERE polrelid = reached.oid))
      ORDER BY 1`,
  );
  // The number of the newest revision is no secret of anybody.
  expect(rows).toEqual([{ name: 'config_revision' }]);
});

test('every table with an owner has a policy, or is out of reach', async () => {
  const rows = await management.query<{ name: string; guarded: boolean; reached: boolean }>(
    `SELECT relname AS name,
        relrowsecurity AND EXISTS (SELECT FROM pg_policy WHERE polrelid = owned.oid) AS guarded,
        has_table_privilege('gatehouse_app', oid,
          'SELECT, INSERT, UPDATE, DELETE, TRUNCATE') AS reached
      FROM pg_class AS owned
      WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
        AND EXISTS (SELECT FROM pg_attribute WHERE attrelid = owned.oid AND attname = 'tenant_id')`,
  );
  expect(rows.map(({ name }) => name)).toEqual(expect.arrayContaining(['api_key', 'decision']));
  expect(rows.filter(({ guarded, reached }) => reached && !guarded)).toEqual([]);
  const unguarded = rows.filter(({ guarded }) => !guarded).map(({ name }) => name);
  expect(unguarded.toSorted()).toEqual(['decision_20300101']);
});

test('the role of the services is no superuser, bypasses nothing and owns nothing', async () => {
  const [role] = await management.query(
    `SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb,
        (SELECT count(*)::integer FROM pg_class WHERE relowner = pg_roles.oid) AS owned,
        (SELECT count(*)::integer FROM pg_auth_members WHERE member = pg_roles.oid) AS memberships
      FROM pg_roles WHERE rolname = 'gatehouse_app'`,
  );
  expect(role).toEqual({
    rolsuper: false,
    rolbypassrls: false,
    rolcreaterole: false,
    rolcreatedb: false,
    owned: 0,
    memberships: 0,
  });
  const [session]: unknown[] = await source.query('SELECT current_user AS name');
  expect(session).toEqual({ name: 'gatehouse_app' });
});

test('a tenant sees the head of its own chain only', async () => {
  const { rows } = await source.transaction(async (manager) => {
    await manager.query(`SELECT set_config('gatehouse.tenant', $1, true)`, [tenantA]);
    return { rows: await manager.query('SELECT chain FROM audit_head') };
  });
  expect(rows).toEqual([{ chain: tenantA }]);
});

test.each([
  [`INSERT INTO audit_event (chain) VALUES ('platform')`],
  [`UPDATE audit_event SET actor = 'nobody'`],
  [`DELETE FROM audit_event`],
  [`TRUNCATE audit_event`],
  [`UPDATE audit_head SET sequence = 0`],
  [`DELETE FROM audit_head`],
  [`INSERT INTO audit_head VALUES ('platform', 0, '')`],
  [`UPDATE signed_audit_head SET hash = ''`],
  [`DELETE FROM signed_audit_head`],
  [`UPDATE config_revision SET revision = 0`],
  [`DELETE FROM config_change`],
  [`DELETE FROM tenant`],
  [`TRUNCATE api_key`],
  [`ALTER TABLE application DISABLE ROW LEVEL SECURITY`],
  [`DROP POLICY application_tenant ON application`],
  [`CREATE TABLE mine (id integer)`],
])('the services cannot run %s', async (sql) => {
  const run = source.transaction(async (manager) => {
    await manager.query(`SELECT set_config('gatehouse.tenant', '*', true)`);
    return manager.query(sql);
  });
  await expect(run).rejects.toThrow(/permission denied|must be owner/);
});
