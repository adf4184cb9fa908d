import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { toGlobalId } from '../../../control-plane/domain/ids.ts';
import type { Role } from '../../../control-plane/domain/permission.ts';
import { keepDecisionPartitions } from '../../../control-plane/jobs/decision-partition.ts';
import { Operation } from '../../../control-plane/services/operation.ts';
import { PLATFORM } from '../../../control-plane/storage/storage.ts';
import { exportedTables } from '../../../control-plane/storage/tenant/export.ts';
import { createFamily, type Family } from '../../support/family.ts';
import { type OpenGraphqlDoor, openGraphqlDoor } from '../../support/graphql-door.ts';
import { call, type Management, managementNow, openManagement } from '../../support/management.ts';
import { fillTenantTables, listTenantTables } from '../storage/tenant-table.ts';

/*
 * Goal: a tenant takes along every row that is its own, once, and nothing else: no row of another, no secret, no hash.
 * Method: two tenants with a row in each table that the catalogue knows to have an owner; what comes out is held against the database.
 */

/** What stays, and why. */
const WITHHELD: Readonly<Record<string, string>> = {
  identity_provider_secret: 'a sealed secret',
  idempotency_key: 'bookkeeping of repeats',
  release_change: 'history of what nodes were given; the rows themselves go along',
  resource_version: 'the same, with hashes of keys',
  node_pool_tenant: 'which nodes the platform serves it with',
  config_change: 'bookkeeping of the feed',
  outside_detector_credential: 'a secret',
  token_issuer_key_set: 'public keys, read anew of their issuers',
  token_issuer_reading: 'bookkeeping of that',
  audit_head: 'hashes',
  signed_audit_head: 'hashes',
  budget_account: 'sums of usage events, which go along',
  budget_lease: 'what nodes hold for half a minute',
};

let management: Management;
let door: OpenGraphqlDoor;
let own: Family;
let other: Family;
beforeAll(async () => {
  management = await openManagement();
  door = await openGraphqlDoor(management);
  await keepDecisionPartitions(management.storage, managementNow);
  own = await createFamily(management);
  other = await createFamily(management);
  await fillTenantTables(management, own.tenant.id);
  await fillTenantTables(management, other.tenant.id);
  // Of one moment: a page ends among them.
  await management.query(
    `INSERT INTO usage_event (request_id, attempt, at, tenant_id, application_id, api_key_id, route_id,
        target_id, model_id, feature, feature_claimed, workload, input_tokens, output_tokens,
        cached_read_tokens, cached_write_tokens, reasoning_tokens, estimated, cost_nano_usd, unpriced, outcome)
      SELECT gen_random_uuid(), 1, '2030-01-02', $1::uuid, $1::uuid, $1::uuid, $1::uuid, $1::uuid, $1::uuid,
          '', false, '', 1, 1, 0, 0, 0, false, 1, false, 'succeeded'
        FROM generate_series(1, 1200)`,
    [own.tenant.id],
  );
}, 60_000);
afterAll(async () => {
  await door?.[Symbol.asyncDispose]();
  await management?.[Symbol.asyncDispose]();
});

interface Line {
  readonly table?: string;
  readonly row?: Readonly<Record<string, unknown>>;
  readonly end?: boolean;
  readonly counts?: Readonly<Record<string, number>>;
}

async function tokenOf(role: Role, tenantId: string): Promise<string> {
  const who = await management.operation([role], { tenantId });
  const draft = { principalId: who.principal.id, name: 'export', notAfter: undefined };
  const { secret } = await management.services.accessTokens.create(
    who,
    call('createAccessToken'),
    draft,
  );
  return secret?.reveal() ?? '';
}

const get = (query: string, token = management.adminToken) =>
  fetch(new URL(`/tenant/export?${query}`, door.url), {
    headers: { authorization: `Bearer ${token}` },
  });
const ownQuery = () => `tenant=${toGlobalId('tenant', own.tenant.id)}`;
const read = async (answer: Response): Promise<readonly Line[]> =>
  (await answer.text())
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

test('every table that has an owner is exported, or it is said why not', async () => {
  const names = new Set((await listTenantTables(management)).map(({ name }) => name));
  const told = [...exportedTables.map(({ name }) => name), ...Object.keys(WITHHELD)];
  expect(told.toSorted()).toEqual([...names].toSorted());
});

test('has every row of the tenant once, none of another, and ends with how many there are', async () => {
  const answer = await get(ownQuery());
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toContain('application/x-ndjson');
  const lines = await read(answer);
  expect(lines[0]).toMatchObject({ export: 'gatehouse tenant v1', tenantId: own.tenant.id });
  const counts: Record<string, number> = {};
  for (const { name, owner, order } of exportedTables) {
    const rows = lines.filter((line) => line.table === name).map(({ row }) => row);
    expect(new Set(rows.map((row) => row?.[owner]))).toEqual(new Set([own.tenant.id]));
    const keys = rows.map((row) => Object.keys(order).map((column) => row?.[column]));
    expect(new Set(keys.map((key) => JSON.stringify(key))).size).toBe(rows.length);
    const [found] = await management.query<{ count: number }>(
      `SELECT count(*)::integer AS count FROM ${name} WHERE ${owner} = $1`,
      [own.tenant.id],
    );
    expect([name, rows.length]).toEqual([name, found?.count]);
    counts[name] = rows.length;
  }
  expect(lines.at(-1)).toEqual({ end: true, counts, changedMeanwhile: false });
  expect(counts['usage_event']).toBeGreaterThan(1200);
});

test('says at its end whether something was changed while it went on', async () => {
  const { services, admin, storage } = management;
  const endAfter = async (work: () => Promise<unknown>) => {
    const request = { tenantId: own.tenant.id, from: undefined, to: undefined };
    const { pages, end } = await services.tenantExports.open(admin, request);
    let last = '';
    let pageCount = 0;
    for await (const page of pages) {
      last = page;
      pageCount += 1;
      if (pageCount === 3) await work();
    }
    end();
    return JSON.parse(last);
  };
  const draft = { tenantId: own.tenant.id, name: 'late', permissions: ['route:read' as const] };
  const refused = { tenantId: own.tenant.id, action: 'mutation.refuse', object: 'x', changes: {} };
  const refuse = () =>
    storage.transaction(PLATFORM, admin.actor, async (_stores, { entries }) => {
      entries.push(refused);
    });
  expect(await endAfter(refuse)).toMatchObject({ end: true, changedMeanwhile: false });
  const change = () => services.roles.create(admin, call('createRole'), draft);
  expect(await endAfter(change)).toMatchObject({ end: true, changedMeanwhile: true });
  expect(await endAfter(async () => {})).toMatchObject({ changedMeanwhile: false });
});

test('holds no secret and no hash, whatever the column is called', async () => {
  const text = await (await get(ownQuery())).text();
  const columns = await management.query<{ name: string; column: string }>(
    `SELECT table_name AS name, column_name AS column FROM information_schema.columns
      WHERE table_schema = 'public' AND data_type = 'bytea' AND table_name = ANY ($1)`,
    [[...exportedTables.map(({ name }) => name), 'identity_provider_secret']],
  );
  expect(columns.length).toBeGreaterThan(3);
  for (const { name, column } of columns) {
    const values = await management.query<{ hex: string }>(
      `SELECT encode(${column}, 'hex') AS hex FROM ${name} WHERE length(${column}) > 3`,
    );
    expect(values.filter(({ hex }) => text.includes(hex))).toEqual([]);
  }
  const lines: Line[] = text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
  const told = new Set(lines.flatMap(({ row }) => Object.keys(row ?? {})));
  const suspect = [...told].filter((name) => /hash|secret|sealed|password|pepper|token/.test(name));
  expect(suspect.toSorted()).toEqual([
    'access_token_id',
    'cached_read_tokens',
    'cached_write_long_tokens',
    'cached_write_tokens',
    'first_token_timeout_ms',
    'input_tokens',
    'output_tokens',
    'pepper_id',
    'reasoning_tokens',
    'token_issuer_id',
    'token_subject',
  ]);
});

test('is refused to who may not read all of it, to strangers, and for what it does not know', async () => {
  const developer = await tokenOf('developer', own.tenant.id);
  const stranger = await tokenOf('owner', other.tenant.id);
  expect((await get(ownQuery(), developer)).status).toBe(403);
  expect((await get(ownQuery(), stranger)).status).toBe(403);
  expect((await get(ownQuery(), 'nonsense')).status).toBe(401);
  expect((await get('')).status).toBe(400);
  expect((await get(`${ownQuery()}&table=usage`)).status).toBe(400);
  expect((await get('tenant=acme')).status).toBe(404);
});

test.each([
  'tenant:read',
  'application:read',
  'api-key:read',
  'principal:read',
  'identity-provider:read',
  'route:read',
  'prompt-policy:read',
  'grant:read',
  'approval-rule:read',
  'usage:read',
  'decision:read',
  'audit:read',
] as const)('is refused to who has everything but %s', async (missing) => {
  const { principal, permissions } = await management.operation(['owner'], {
    tenantId: own.tenant.id,
  });
  const owned = new Set([...permissions].filter((permission) => permission !== missing));
  const caller = new Operation(principal, 'test', managementNow, { owned, token: undefined });
  const request = { tenantId: undefined, from: undefined, to: undefined };
  await expect(management.services.tenantExports.open(caller, request)).rejects.toThrow(missing);
});

test('is in the log, narrows by time, and goes on while the tenant is being deleted', async () => {
  const owner = await tokenOf('owner', own.tenant.id);
  const { services, admin } = management;
  const edit = { id: own.tenant.id, expectedVersion: 1 };
  await services.tenants.delete(admin, call('deleteTenant'), {
    ...edit,
    reason: 'They left.',
    confirmName: own.tenant.name,
  });
  const lines = await read(await get('from=2030-01-03T00:00:00Z', owner));
  expect(lines.filter(({ table }) => table === 'usage_event')).toEqual([]);
  expect(lines.find(({ table }) => table === 'tenant')?.row).toMatchObject({
    deletion_reason: 'They left.',
  });
  const [entry] = await management.query(
    `SELECT action, object FROM audit_event WHERE tenant_id = $1 ORDER BY id DESC LIMIT 1`,
    [own.tenant.id],
  );
  expect(entry).toEqual({ action: 'tenant.export', object: `tenant/${own.tenant.id}` });
  await management.query('UPDATE tenant SET purge_began_at = now() WHERE id = $1', [own.tenant.id]);
  expect((await get('', owner)).status).toBe(404);
});
