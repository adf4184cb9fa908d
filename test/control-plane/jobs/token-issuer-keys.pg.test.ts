import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { IssuerDial } from '../../../control-plane/auth/oidc/issuer-dial.ts';
import { readTokenKeys } from '../../../control-plane/auth/oidc/token-keys.ts';
import type { TokenIssuer } from '../../../control-plane/domain/token-issuer.ts';
import { TokenIssuerKeys } from '../../../control-plane/jobs/token-issuer-keys.ts';
import { createLogger } from '../../../control-plane/telemetry/logger.ts';
import { createMetrics } from '../../../control-plane/telemetry/metrics.ts';
import { ingest } from '../../../control-plane/usage-ingest/ingest.ts';
import { createInnerNetworks } from '../../../policy/network/inner-network.ts';
import { decodeResource } from '../../../proto/resource.ts';
import { createTenancy, freshName, type Tenancy } from '../../support/catalog.ts';
import { eventually } from '../../support/eventually.ts';
import { type FeedBench, openFeedBench, type Replica } from '../../support/feed.ts';
import { call, type Management, managementNow, openManagement } from '../../support/management.ts';
import { createIssuerKey, OidcIssuer } from '../../support/oidc-issuer.ts';
import { createTokenIssuer } from '../../support/token-issuer.ts';

/*
 * Goal: nodes verify with the keys that an issuer publishes, and stop to within minutes of its taking one away, while it is asked
 * seldom, by one replica, and where it may be dialled; what goes wrong leaves the keys as they are and is told.
 * Method: an issuer on loopback that counts, the feed of a replica, and times as arguments.
 */
const MINUTE = 60_000;

let management: Management;
let bench: FeedBench;
let replica: Replica;
let tenancy: Tenancy;
let issuer: OidcIssuer;
let registered: TokenIssuer;
let now: Date;
const dials: IssuerDial[] = [];
beforeAll(async () => {
  management = await openManagement();
  bench = await openFeedBench(management.url);
  replica = await bench.startFeed();
  tenancy = await createTenancy(management);
});
beforeEach(async () => {
  await issuer?.[Symbol.asyncDispose]();
  await management.query(
    `UPDATE token_issuer SET archived_at = now(), version = version + 1 WHERE archived_at IS NULL`,
  );
  await management.query(`UPDATE lease SET expires_at = now() WHERE name = 'token_issuer_keys'`);
  issuer = await OidcIssuer.start();
  registered = await createTokenIssuer(management, tenancy, { issuer: issuer.url });
  now = managementNow;
});
afterAll(async () => {
  for (const dial of dials) await dial.close();
  await issuer?.[Symbol.asyncDispose]();
  await bench?.[Symbol.asyncDispose]();
  await management?.[Symbol.asyncDispose]();
});

/** The job of one replica. */
function createJob(networks: readonly string[] = ['127.0.0.0/8']): TokenIssuerKeys {
  const dial = new IssuerDial(createInnerNetworks(networks));
  dials.push(dial);
  const ask = dial.fetch.bind(dial);
  return new TokenIssuerKeys({
    storage: management.storage,
    logger: createLogger('silent'),
    metrics: createMetrics(),
    readKeys: (address) => readTokenKeys(address, ask),
    draw: () => 0.5,
  });
}

const keySetOf = async ({ id }: TokenIssuer) => {
  const { services, admin } = management;
  return (await services.tokenIssuers.describeKeySets(admin, [id])).get(id);
};
/** Ids of the keys that nodes get; undefined when they get no such issuer. */
const heldBy = ({ view }: Replica, { id }: TokenIssuer) => {
  const resource = view.resources.get(`token_issuer/${id}`);
  return resource && decodeResource('token_issuer', resource.body).keys.map(({ keyId }) => keyId);
};
const kids = () => issuer.keys.map(({ kid }) => kid).toSorted();
const update = async (change: Partial<TokenIssuer>) => {
  const { services, admin } = management;
  const edit = { id: registered.id, expectedVersion: registered.version, ...change };
  const { value } = await services.tokenIssuers.update(admin, call('updateTokenIssuer'), edit);
  registered = value;
};
const later = (ms: number) => {
  now = new Date(now.getTime() + ms);
  return now;
};

test('keys are read when they are due, and only what changed is a revision, with its entry of the audit', async () => {
  const job = createJob();
  await eventually(() => expect(heldBy(replica, registered)).toEqual([]));
  expect(await job.read(now)).toBe(1);
  expect(await keySetOf(registered)).toEqual({ keyIds: kids(), readAt: now, fault: null });
  await eventually(() => expect(heldBy(replica, registered)).toEqual(kids()));
  const head = await bench.head();
  expect(await job.read(later(4.9 * MINUTE))).toBe(0);
  expect(await job.read(later(0.1 * MINUTE))).toBe(1);
  expect([await bench.head(), issuer.count('/keys')]).toEqual([head, 2]);
  const [old] = kids();
  issuer.keys = [await createIssuerKey('ES256'), await createIssuerKey('EdDSA')];
  await job.read(later(5 * MINUTE));
  expect(await bench.head()).toBe(head + 1n);
  await eventually(() => expect(heldBy(replica, registered)).toEqual(kids()));
  const events = await management.query(
    `SELECT actor, changes FROM audit_event WHERE action = 'token-issuer.read-keys' AND object = $1
      ORDER BY id`,
    [`token-issuer/${registered.id}`],
  );
  expect(events).toEqual([
    { actor: 'system', changes: { keyIds: [[], [old]] } },
    { actor: 'system', changes: { keyIds: [[old], kids()] } },
  ]);
  const [row] = await management.query('SELECT version FROM token_issuer WHERE id = $1', [
    registered.id,
  ]);
  // Whoever edits meanwhile meets no conflict.
  expect(row).toEqual({ version: 1 });
});

test('an issuer of many is asked once a round, by one replica', async () => {
  for (let count = 0; count < 4; count += 1)
    await createTokenIssuer(management, tenancy, { issuer: issuer.url });
  const [first, second] = [createJob(), createJob()];
  const reads = new Set(await Promise.all([first.read(now), second.read(now)]));
  // The other finds the lease taken, or nothing due any more.
  expect([new Set([5, undefined]), new Set([5, 0])]).toContainEqual(reads);
  expect(issuer.count('/keys')).toBe(1);
});

test('what goes wrong is told in words that tell nothing of what stands behind an address, and keys stay', async () => {
  const job = createJob();
  await job.read(now);
  const readAt = now;
  const faults: (string | null | undefined)[] = [];
  const read = async () => {
    expect(await job.read(later(6 * MINUTE))).toBe(1);
    const keySet = await keySetOf(registered);
    expect(keySet).toMatchObject({ keyIds: kids(), readAt });
    faults.push(keySet?.fault);
  };
  const { keys } = issuer;
  issuer.isDown = true;
  await read();
  Object.assign(issuer, { isDown: false, discovery: { issuer: 'https://other.example.com' } });
  await read();
  issuer.discovery = { jwks_uri: 'http://login.example.com/keys' };
  await read();
  issuer.discovery = {};
  expect(faults).toEqual([
    expect.stringContaining('cannot be read'),
    expect.stringContaining('another issuer'),
    expect.stringContaining('cannot be read'),
  ]);
  expect(faults.join()).not.toContain('example.com');
  issuer.keys = [];
  await job.read(later(6 * MINUTE));
  issuer.keys = keys;
  expect(await keySetOf(registered)).toMatchObject({
    keyIds: kids(),
    fault: expect.stringContaining('publishes no key'),
  });
  // A minute after a failure, not five.
  expect(await job.read(later(MINUTE))).toBe(1);
  expect(await keySetOf(registered)).toEqual({ keyIds: kids(), readAt: now, fault: null });
});

test('where the operator does not let it be dialled, it is not', async () => {
  await createJob([]).read(now);
  expect(await keySetOf(registered)).toMatchObject({ keyIds: [], readAt: null });
  expect(issuer.asked.size).toBe(0);
});

test('of what is published, nodes get what they can verify with', async () => {
  const [good, other] = [await createIssuerKey('ES256'), await createIssuerKey('PS256')];
  const changed = (change: object) => ({
    ...other,
    publicJwk: { ...other.publicJwk, kid: randomUUID(), ...change },
  });
  issuer.keys = [
    good,
    changed({ kid: 'for-one', alg: 'PS256' }),
    changed({ kid: 'for-any', alg: undefined }),
    changed({ kid: undefined }),
    changed({ use: 'enc' }),
    changed({ key_ops: ['encrypt'] }),
    changed({ alg: 'RS512' }),
    changed({ alg: 'HS256' }),
    changed({ alg: 'ES256' }),
    changed({ kty: 'oct', k: 'c2VjcmV0', alg: 'HS256' }),
    changed({ n: 'AQAB' }),
    changed({ e: Buffer.alloc(200, 7).toString('base64url') }),
    await createIssuerKey('ES384'),
  ];
  await createJob().read(now);
  const expected = [good.kid, 'for-one', 'for-any'].toSorted();
  expect((await keySetOf(registered))?.keyIds).toEqual(expected);
});

test('whoever asks has it read soon, not more often than once in ten seconds', async () => {
  const { services, admin } = management;
  const job = createJob();
  await job.read(now);
  await services.tokenIssuers.refresh(admin, call('refreshTokenIssuer'), registered.id);
  expect([await job.read(later(9_000)), await job.read(later(1_000))]).toEqual([0, 1]);
});

test('for nodes that lack a key an issuer is read once a minute at most, however many are registered of it', async () => {
  const job = createJob();
  const elsewhere = await createTenancy(management);
  await createTokenIssuer(management, elsewhere, { issuer: 'https://other.example.com' });
  expect(await job.read(now)).toBe(2);
  // Reading of this one fails, and is tried again within the time of this test.
  await management.query(
    `UPDATE token_issuer_reading SET due_at = '2040-01-01' WHERE fault IS NOT NULL`,
  );
  await createTokenIssuer(management, elsewhere, { issuer: issuer.url });
  expect(await job.read(later(30_000))).toBe(1);
  const lacks = { tokenIssuerId: registered.id, atUnixMs: '0', door: '', keyIsUnknown: true };
  const hear = async () => {
    const records = { usageEvents: [], decisions: [], keyUses: [], tokenIssuerUses: [lacks] };
    const batch = { nodeId: 'node-1', batch: '1', ...records };
    expect((await ingest(management.storage, batch, { now, pool: '' })).refusedCount).toBe(0);
  };
  later(10_000);
  for (let count = 0; count < 3; count += 1) await hear();
  expect([await job.read(later(49_000)), await job.read(later(1_000))]).toEqual([0, 2]);
  await hear();
  expect(await job.read(later(59_000))).toBe(0);
  later(3 * MINUTE);
  await hear();
  issuer.keys = [await createIssuerKey('EdDSA')];
  expect(await job.read(now)).toBe(2);
  expect([issuer.count('/keys'), (await keySetOf(registered))?.keyIds]).toEqual([4, kids()]);
});

test('disabled or archived it is gone from nodes with its keys, which do not come back unread', async () => {
  const job = createJob();
  await job.read(now);
  await eventually(() => expect(heldBy(replica, registered)).toEqual(kids()));
  const mark = replica.view.mark;
  await update({ enabled: false });
  await eventually(() => expect(heldBy(replica, registered)).toBeUndefined());
  expect(replica.view.revokedSince(mark)).toEqual([`token_issuer/${registered.id}`]);
  expect(await job.read(later(6 * MINUTE))).toBe(0);
  // Sooner than it would be due.
  now = new Date(managementNow.getTime() + 1_000);
  await update({ enabled: true });
  await eventually(() => expect(heldBy(replica, registered)).toEqual([]));
  expect(await job.read(now)).toBe(1);
  await eventually(() => expect(heldBy(replica, registered)).toEqual(kids()));
  const { services, admin } = management;
  const end = { id: registered.id, expectedVersion: registered.version };
  await services.tokenIssuers.archive(admin, call('archiveTokenIssuer'), end);
  await eventually(() => expect(heldBy(replica, registered)).toBeUndefined());
  expect(await keySetOf(registered)).toMatchObject({ keyIds: [] });
});

test('it goes with its application, and what a slow replica read comes too late', async () => {
  const name = freshName('app');
  const { services, admin } = management;
  const { tenant } = tenancy;
  const { value: application } = await services.applications.create(
    admin,
    call('createApplication'),
    {
      tenantId: tenant.id,
      name,
      team: 'platform',
      environment: 'production',
      dataClass: 'internal',
      rolloutStage: 'governed',
    },
  );
  await update({ applicationId: application.id });
  await createJob().read(later(MINUTE));
  await eventually(() => expect(heldBy(replica, registered)).toEqual(kids()));
  const earlier = { readAt: managementNow, dueAt: now };
  const kept = await management.storage.transaction(
    { kind: 'platform' },
    admin.actor,
    ({ tokenIssuerKeys }) => tokenIssuerKeys.keep(registered, [], earlier),
  );
  expect(kept.value).toBeUndefined();
  await services.applications.archive(admin, call('archiveApplication'), {
    id: application.id,
    expectedVersion: 1,
  });
  await eventually(() => expect(heldBy(replica, registered)).toBeUndefined());
});
