import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { toGlobalId } from '../../../control-plane/domain/ids.ts';
import type { Operation } from '../../../control-plane/services/operation.ts';
import { ingest } from '../../../control-plane/usage-ingest/ingest.ts';
import { ask } from '../../support/ask.ts';
import { createTenancy } from '../../support/catalog.ts';
import {
  call,
  type Management,
  managementNow as now,
  openManagement,
} from '../../support/management.ts';
import { createTokenIssuer } from '../../support/token-issuer.ts';

/** Goal: what nodes say of keys is kept coarsely and never goes back, and finds keys that nobody uses. */

let management: Management;
let tenantId: string;
let applicationId: string;
beforeAll(async () => {
  management = await openManagement();
  const { services, admin } = management;
  const tenant = await services.tenants.create(admin, call('createTenant'), 'acme');
  tenantId = tenant.value.id;
  const application = await services.applications.create(admin, call('createApplication'), {
    tenantId,
    name: 'app',
    team: 'search',
    environment: 'production',
    dataClass: 'internal',
    rolloutStage: 'governed',
  });
  applicationId = application.value.id;
  await management.query(
    `INSERT INTO node (id, instance_id, build, region, addresses, state, enforced_epoch,
        enforced_revision, diagnostics, heartbeat_at, connected_at)
      VALUES ('node-eu', 'i', 'b', 'eu', '{}', 'IN_SYNC', 1, 1, '[]', now(), now())`,
  );
});
afterAll(async () => {
  await management[Symbol.asyncDispose]();
});

const after = (seconds: number) => new Date(now.getTime() + seconds * 1_000);
/** When reports come: an hour after all keys were made. */
const reportedAt = after(3_600);

async function createKey(name: string): Promise<string> {
  const draft = { name, workloads: ['chat'], routes: [], operations: [], scopes: [] };
  const { value } = await management.services.apiKeys.create(
    management.admin,
    call('createApiKey'),
    { applicationId, ...draft, feature: null, attributes: [], notAfter: null },
  );
  return value.id;
}

interface Said {
  readonly apiKeyId: string;
  readonly at: Date;
  readonly door?: string;
}
async function report(uses: readonly Said[], from: { nodeId?: string; pool?: string } = {}) {
  const { nodeId = 'node-eu', pool = '' } = from;
  const keyUses = uses.map(({ apiKeyId, at, door = 'http' }) => ({
    apiKeyId,
    door,
    atUnixMs: String(at.getTime()),
  }));
  const batch = {
    nodeId,
    batch: '1',
    usageEvents: [],
    decisions: [],
    keyUses,
    tokenIssuerUses: [],
  };
  const delivery = { now: reportedAt, pool };
  return (await ingest(management.storage, batch, delivery)).refusedCount;
}

async function lastUseOf(apiKeyId: string, operation: Operation = management.admin) {
  const id = toGlobalId('api-key', apiKeyId);
  const fields = 'lastUsedAt lastUsedDoor lastUsedRegion';
  const source = `query ($id: ID!) { apiKey(id: $id) { ${fields} } }`;
  return (await ask({ services: management.services, operation }, source, { id }))['apiKey'];
}
const never = { lastUsedAt: null, lastUsedDoor: null, lastUsedRegion: null };
const usedAt = (at: Date, door = 'http', region: string | null = 'eu') => ({
  lastUsedAt: at.toISOString(),
  lastUsedDoor: door,
  lastUsedRegion: region,
});

test('a use tells when, through which door and where; a later one takes its place, an earlier one does not', async () => {
  const id = await createKey('used');
  expect(await lastUseOf(id)).toEqual(never);
  expect(await report([{ apiKeyId: id, at: after(100), door: 'grpc' }])).toBe(0);
  expect(await lastUseOf(id)).toEqual(usedAt(after(100), 'grpc'));
  await report([{ apiKeyId: id, at: after(40) }]);
  expect(await lastUseOf(id)).toEqual(usedAt(after(100), 'grpc'));
  await report([{ apiKeyId: id, at: after(161) }], { nodeId: 'node-\0nobody' });
  expect(await lastUseOf(id)).toEqual(usedAt(after(161), 'http', null));
});

test('within a minute nothing is written, and of one batch the newest counts', async () => {
  const id = await createKey('busy');
  const row = 'SELECT xmin::text AS version FROM api_key_use WHERE api_key_id = $1';
  await report([0, 50, 20].map((seconds) => ({ apiKeyId: id, at: after(seconds) })));
  const before = await management.query(row, [id]);
  await report([{ apiKeyId: id, at: after(109) }]);
  expect(await management.query(row, [id])).toEqual(before);
  expect(await lastUseOf(id)).toEqual(usedAt(after(50)));
});

test('many nodes at once leave the newest of all', async () => {
  const ids = await Promise.all(['a', 'b', 'c', 'd'].map(createKey));
  const rounds = [60, 300, 240, 180, 120, 360].map((seconds, turn) => {
    const uses = ids.map((apiKeyId) => ({ apiKeyId, at: after(seconds) }));
    return report(turn % 2 === 0 ? uses : uses.toReversed());
  });
  await Promise.all(rounds);
  for (const id of ids) expect(await lastUseOf(id)).toEqual(usedAt(after(360)));
});

test('a use is neither a revision nor an entry of the audit', async () => {
  const counts = `SELECT (SELECT revision FROM config_revision) AS head,
    (SELECT count(*) FROM audit_event) AS entries, (SELECT count(*) FROM config_change) AS changes`;
  const id = await createKey('quiet');
  const before = await management.query(counts);
  await report([{ apiKeyId: id, at: after(5) }]);
  expect(await management.query(counts)).toEqual(before);
});

test.each<[string, Partial<Omit<Said, 'at'>> & { at?: Date }]>([
  ['a key that there is not', { apiKeyId: randomUUID() }],
  ['an id that is none', { apiKeyId: "'; DROP TABLE api_key_use" }],
  ['a door that there is not', { door: 'window' }],
  ['a time of last year', { at: after(-365 * 86_400) }],
])('%s is left out, and the rest of the batch is kept', async (what, change) => {
  const id = await createKey(what);
  const good = { apiKeyId: id, at: after(10) };
  expect(await report([{ ...good, ...change }, good])).toBe(1);
  expect(await lastUseOf(id)).toEqual(usedAt(after(10)));
});

test('a node whose clock runs ahead hides no later use', async () => {
  const id = await createKey('ahead');
  await report([{ apiKeyId: id, at: after(2 * 3_600) }]);
  expect(await lastUseOf(id)).toEqual(usedAt(reportedAt));
});

test('a node of a pool says nothing of keys of tenants that its pool never held', async () => {
  const id = await createKey('pooled');
  expect(await report([{ apiKeyId: id, at: after(10) }], { pool: 'nobody-made-it' })).toBe(1);
  expect(await lastUseOf(id)).toEqual(never);
});

test('keys that were made before a moment and not used since are found, page by page', async () => {
  const [dead, old, live] = [
    await createKey('dead'),
    await createKey('old'),
    await createKey('live'),
  ];
  await report([
    { apiKeyId: old, at: after(100) },
    { apiKeyId: live, at: after(3_000) },
  ]);
  const { services, admin } = management;
  const filter = { applicationId, includeRevoked: false, unusedSince: after(2_000) };
  const namesOf = async (change: object, operation = admin) => {
    const page = { first: 100, after: undefined };
    const { rows } = await services.apiKeys.list(
      operation,
      { filter: { ...filter, ...change } },
      page,
    );
    return rows.map(({ id }) => id).filter((id) => [dead, old, live].includes(id));
  };
  expect(new Set(await namesOf({}))).toEqual(new Set([dead, old]));
  expect(new Set(await namesOf({ unusedSince: after(4_000) }))).toEqual(new Set([dead, old, live]));
  expect(await namesOf({ unusedSince: after(100) })).toEqual([dead]);
  expect(await namesOf({ unusedSince: now })).toEqual([]);
  expect((await namesOf({ applicationId: undefined, tenantId })).length).toBe(2);
  const first = await services.apiKeys.list(admin, { filter }, { first: 1, after: undefined });
  const [row] = first.rows;
  const cursor = row && first.cursorOf(row);
  const rest = await services.apiKeys.list(admin, { filter }, { first: 100, after: cursor });
  expect(rest.rows.map(({ id }) => id)).not.toContain(row?.id);
  const other = { ...filter, unusedSince: after(2_001) };
  await expect(
    services.apiKeys.list(admin, { filter: other }, { first: 1, after: cursor }),
  ).rejects.toMatchObject({ failure: { code: 'VALIDATION_FAILED' } });
  const stranger = await management.operation(['developer'], { tenantId: await strangers() });
  expect(await namesOf({ applicationId: undefined }, stranger)).toEqual([]);
  expect(await namesOf({ applicationId: undefined, tenantId }, stranger)).toEqual([]);
});

async function strangers(): Promise<string> {
  const { services, admin } = management;
  return (await services.tenants.create(admin, call('createTenant'), 'stranger')).value.id;
}

test('tokens of an issuer leave their last use in the same way; one whose key is not known is none', async () => {
  const { services, admin: operation, storage } = management;
  const tenancy = await createTenancy(management);
  const { id } = await createTokenIssuer(management, tenancy);
  const say = async (change: object, pool = '') => {
    const use = { tokenIssuerId: id, atUnixMs: '0', door: '', keyIsUnknown: false, ...change };
    const records = { usageEvents: [], decisions: [], keyUses: [], tokenIssuerUses: [use] };
    const batch = { nodeId: 'node-eu', batch: '1', ...records };
    return (await ingest(storage, batch, { now: reportedAt, pool })).refusedCount;
  };
  const last = async () => {
    const source = `query ($id: ID!) { tokenIssuer(id: $id) { lastUsedAt lastUsedDoor lastUsedRegion } }`;
    return (await ask({ services, operation }, source, { id: toGlobalId('token-issuer', id) }))[
      'tokenIssuer'
    ];
  };
  const taken = { atUnixMs: String(after(70).getTime()), door: 'grpc' };
  expect([await say({ keyIsUnknown: true }), await last()]).toEqual([0, never]);
  expect([await say({}), await say({ tokenIssuerId: randomUUID(), ...taken })]).toEqual([1, 1]);
  expect([await say(taken, 'nobody-made-it'), await last()]).toEqual([1, never]);
  expect([await say(taken), await last()]).toEqual([0, usedAt(after(70), 'grpc')]);
});

test('a use goes with its key', async () => {
  const id = await createKey('gone');
  await report([{ apiKeyId: id, at: after(10) }]);
  await management.query('DELETE FROM api_key WHERE id = $1', [id]);
  expect(await management.query('SELECT FROM api_key_use WHERE api_key_id = $1', [id])).toEqual([]);
});
