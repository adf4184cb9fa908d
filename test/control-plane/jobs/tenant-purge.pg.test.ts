import { afterAll, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { pino } from 'pino';
import { toGlobalId } from '../../../control-plane/domain/ids.ts';
import { keepDecisionPartitions } from '../../../control-plane/jobs/decision-partition.ts';
import { Lease } from '../../../control-plane/jobs/lease.ts';
import { TenantPurge } from '../../../control-plane/jobs/tenant-purge.ts';
import { PLATFORM } from '../../../control-plane/storage/storage.ts';
import { createMetrics } from '../../../control-plane/telemetry/metrics.ts';
import { ask } from '../../support/ask.ts';
import { createFamily, createKeys, type Family } from '../../support/family.ts';
import { metricValue } from '../../support/feed.ts';
import { call, type Management, managementNow, openManagement } from '../../support/management.ts';
import { fillTenantTables, listTenantTables } from '../storage/tenant-table.ts';

/*
 * Goal: when the grace period is over nothing of a tenant is left but what proves that its log is whole, and nothing of another goes.
 * Method: two tenants with rows in every table that the catalogue knows to have an owner; one is deleted and purged in tiny batches.
 */

/** Of these something stays: hashes without contents, and numbers that go within a day. */
const KEPT = ['audit_event', 'audit_head', 'signed_audit_head', 'config_change'];
/** All that a fake clock would take over, but `Date`. */
const realTimers = [
  'hrtime',
  'nextTick',
  'performance',
  'queueMicrotask',
  'setImmediate',
  'clearImmediate',
  'setInterval',
  'clearInterval',
  'setTimeout',
  'clearTimeout',
] as const;

let management: Management;
let doomed: Family;
let other: Family;
beforeAll(async () => {
  management = await openManagement();
  await keepDecisionPartitions(management.storage, managementNow);
  other = await createFamily(management);
}, 60_000);
afterAll(async () => {
  await management?.[Symbol.asyncDispose]();
});
beforeEach(async () => {
  doomed = await createFamily(management);
});

const metrics = createMetrics();
const createJob = () =>
  new TenantPurge({ storage: management.storage, logger: pino({ level: 'silent' }), metrics });
/** The replica that did it leaves, so that the next may go on. */
async function purge(batch?: number): Promise<void> {
  const job = createJob();
  expect(await job.purge(batch)).toBe(true);
  await job.start()();
}
const edit = () => ({ id: doomed.tenant.id, expectedVersion: 1 });
/** Moves the end of its grace period to so many seconds from now, by the clock of the database. */
const dueIn = (seconds: number) =>
  management.query(
    `UPDATE tenant SET purge_after = clock_timestamp() + $2 * interval '1 second' WHERE id = $1`,
    [doomed.tenant.id, seconds],
  );
const remove = () =>
  management.services.tenants.delete(management.admin, call('deleteTenant'), {
    ...edit(),
    reason: 'Ada Lovelace <ada@example.com> asked for it.',
    confirmName: doomed.tenant.name,
  });

/** Works as a replica does whose clock is wrong; its timers are right. */
async function withClockOf(now: Date, work: () => Promise<void>): Promise<void> {
  jest.useFakeTimers({ now, doNotFake: [...realTimers] });
  try {
    await work();
  } finally {
    jest.useRealTimers();
  }
}

/** How many rows of the tenant each table has, and what they are. */
async function contentsOf(tenantId: string): Promise<Readonly<Record<string, unknown>>> {
  const contents: Record<string, unknown> = {};
  for (const { name, column } of await listTenantTables(management)) {
    const rows = await management.query<{ text: string }>(
      `SELECT one::text AS text FROM "${name}" AS one WHERE ${column}::text = $1 ORDER BY 1`,
      [tenantId],
    );
    if (rows.length > 0) contents[name] = rows.map(({ text }) => text);
  }
  return contents;
}

async function faultsOf(tenantId: string) {
  const { auditVerification } = await ask(
    { ...management, operation: management.admin },
    `query ($id: ID!) { auditVerification(tenantId: $id) { checkedCount next faults { kind sequence } } }`,
    { id: toGlobalId('tenant', tenantId) },
  );
  return auditVerification as {
    readonly checkedCount: number;
    readonly faults: readonly unknown[];
  };
}

test('every table that has an owner is empty of it afterwards, and nothing of another tenant is gone', async () => {
  await fillTenantTables(management, doomed.tenant.id);
  await fillTenantTables(management, other.tenant.id);
  // What the fill has put into the ledger says that nodes hold it; a superuser says that they do not.
  await management.query('UPDATE release_change SET version = NULL WHERE owner_id = $1', [
    doomed.tenant.id,
  ]);
  const before = await contentsOf(doomed.tenant.id);
  expect(Object.keys(before)).toEqual((await listTenantTables(management)).map(({ name }) => name));
  const others = await contentsOf(other.tenant.id);
  await remove();
  await dueIn(0);
  await purge(3);
  const left = Object.keys(await contentsOf(doomed.tenant.id));
  expect(left).toEqual(KEPT.toSorted());
  expect(await contentsOf(other.tenant.id)).toEqual(others);
  expect(await metricValue(metrics, 'purgedRows')).toBeGreaterThan(20);
});

test('nothing goes before its time, nor while nodes may hold it, nor after it was restored', async () => {
  const { services, admin } = management;
  await remove();
  await dueIn(600);
  const deleted = await contentsOf(doomed.tenant.id);
  await withClockOf(new Date('2100-01-01'), purge);
  expect(await contentsOf(doomed.tenant.id)).toEqual(deleted);
  await dueIn(0);

  const owner = [doomed.tenant.id];
  await management.query(`INSERT INTO resource_version VALUES ($1, 'tenant', '\\x01', '')`, owner);
  await management.query(
    `INSERT INTO release_change VALUES ('tenant', $1::uuid::text, 1, 1, $1::uuid, '\\x01')`,
    owner,
  );
  const served = await contentsOf(doomed.tenant.id);
  await purge();
  expect(await contentsOf(doomed.tenant.id)).toEqual(served);

  const back = { id: doomed.tenant.id, expectedVersion: 2 };
  const { value } = await services.tenants.restore(admin, call('restoreTenant'), back);
  expect(value).toMatchObject({ archivedAt: null, deletedAt: null, purgeAfter: null });
  const restored = await contentsOf(doomed.tenant.id);
  await purge();
  expect(await contentsOf(doomed.tenant.id)).toEqual(restored);
});

test('releases of before it are as whole as they were: history can be gone back in', async () => {
  const { id } = doomed.tenant;
  const owner = [id, other.tenant.id];
  await management.query(
    `INSERT INTO resource_version SELECT owner, 'route', '\\x02', '' FROM unnest($1::uuid[]) AS owner`,
    [owner],
  );
  const note = (name: string, revision: number, version: string | null, of = id) =>
    management.query(
      `INSERT INTO release_change VALUES ('route', $1, 1, $2, $3, decode($4, 'hex'))`,
      [name, revision, of, version],
    );
  await note('purged-1', 901, '02');
  await note('kept', 902, '02', other.tenant.id);
  await note('purged-2', 903, '02');
  await note('purged-1', 904, null);
  await note('purged-2', 905, '02');
  await note('purged-2', 906, null);
  const counts = () =>
    management.storage.read(PLATFORM, async ({ resourceVersions }) => {
      const found = [];
      for (let revision = 900n; revision < 908n; revision += 1n)
        found.push(await resourceVersions.countView({ epoch: 1n, revision }));
      return found;
    });
  const before = await counts();
  expect(new Set(before).size).toBeGreaterThan(2);
  await remove();
  await dueIn(0);
  await purge();
  expect(await counts()).toEqual(before);
});

test('a purge that was cut in the middle is gone on with, and takes no key back', async () => {
  await createKeys(management, doomed, 5);
  await management.query(
    `WITH line AS (SELECT id, lag(id) OVER (ORDER BY id) AS before FROM api_key WHERE tenant_id = $1)
      UPDATE api_key SET replaces_id = before FROM line WHERE line.id = api_key.id`,
    [doomed.tenant.id],
  );
  await remove();
  await dueIn(0);
  const { id } = doomed.tenant;
  const lease = new Lease(management.storage, 'tenant_purge', 60_000);
  const token = (await lease.acquire()) ?? 0n;
  const step = (held: bigint) =>
    management.storage.transaction(PLATFORM, management.admin.actor, ({ tenantPurges }) =>
      tenantPurges.removeRows(held, id, 4),
    );
  await expect(step(token)).rejects.toThrow('is not being purged');
  await management.storage.transaction(PLATFORM, management.admin.actor, ({ tenantPurges }) =>
    tenantPurges.begin(id),
  );
  expect((await step(token)).value).toBe(4);
  await expect(step(token - 1n)).rejects.toThrow('no longer held');
  const late = { id, expectedVersion: 3 };
  const restore = management.services.tenants.restore(
    management.admin,
    call('restoreTenant'),
    late,
  );
  await expect(restore).rejects.toThrow('gone already');
  await lease.release();
  await purge(4);
  expect(Object.keys(await contentsOf(id))).not.toContain('tenant');
});

describe('the log of a purged tenant', () => {
  const query = (sql: string) => management.query(sql, [doomed.tenant.id]);
  beforeEach(async () => {
    await remove();
    await dueIn(0);
    await purge();
  });

  test('tells nobody and nothing, and can be verified to its end', async () => {
    const rows = await query('SELECT * FROM audit_event WHERE tenant_id = $1');
    expect(rows.length).toBeGreaterThan(5);
    for (const row of rows)
      expect(row).toMatchObject({ actor: '(purged)', changes: {}, reason: null });
    expect(JSON.stringify(rows)).not.toMatch(/ada@example\.com|someone/);
    expect(await faultsOf(doomed.tenant.id)).toMatchObject({
      checkedCount: rows.length,
      faults: [],
    });
  });

  test('has a tombstone in that of the platform, with the end of its chain', async () => {
    const rows = await management.query(
      `SELECT action, changes FROM audit_event WHERE chain = 'platform' AND object = 'tenant/' || $1 ORDER BY id`,
      [doomed.tenant.id],
    );
    const [head] = await query(
      `SELECT sequence, encode(hash, 'hex') AS hash FROM audit_head WHERE chain = $1`,
    );
    expect(rows).toEqual([
      {
        action: 'tenant.purge',
        changes: expect.objectContaining({
          name: [doomed.tenant.name, null],
          chainSequence: [null, head?.['sequence']],
          chainHash: [null, head?.['hash']],
        }),
      },
      { action: 'tenant.purged', changes: { name: [doomed.tenant.name, null] } },
    ]);
  });

  test.each([
    [
      'an entry that is gone',
      'DELETE FROM audit_event WHERE chain = $1 AND sequence = 3',
      'REMOVED',
    ],
    [
      'an entry of which more than that is changed',
      `UPDATE audit_event SET hash = sha256('x') WHERE chain = $1 AND sequence = 3`,
      'REORDERED',
    ],
    [
      'an end that is cut, with the head that knows it',
      `WITH cut AS (DELETE FROM audit_event WHERE chain = $1 AND sequence > 3)
        UPDATE audit_head SET sequence = 3, hash = (SELECT hash FROM audit_event WHERE chain = $1 AND sequence = 3)
          WHERE chain = $1`,
      'TAIL_CUT',
    ],
  ])('shows %s', async (_what, sql, kind) => {
    await query(sql);
    const { faults } = await faultsOf(doomed.tenant.id);
    expect(faults).toContainEqual(expect.objectContaining({ kind }));
  });
});

test('an entry of a tenant that is there counts as changed when somebody redacts it', async () => {
  const { id } = doomed.tenant;
  await management.query(
    `UPDATE audit_event SET actor = '(purged)', redacted_at = now() WHERE chain = $1 AND sequence = 2`,
    [id],
  );
  expect(await faultsOf(id)).toMatchObject({ faults: [{ kind: 'CHANGED', sequence: '2' }] });
});
