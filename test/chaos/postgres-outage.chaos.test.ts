import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { Lease } from '../../control-plane/jobs/lease.ts';
import { RETENTION_LEASE } from '../../control-plane/storage/configuration/retention.ts';
import { createDataSource } from '../../control-plane/storage/data-source.ts';
import { Storage } from '../../control-plane/storage/storage.ts';
import { eventually } from '../support/eventually.ts';
import { sized } from '../support/form.ts';
import { MutationLoad } from '../support/oracle/mutation-load.ts';
import { OracleHouse } from '../support/oracle/oracle-house.ts';
import type { OracleLoad } from '../support/oracle/oracle-load.ts';

const DOWN_MS = sized(500, 30_000);
const PAUSE_MS = sized(1_000, 60_000);
/** Past the deadline of a statement (control-plane/storage/data-source.ts) callers are told. */
const IS_PAUSE_TOLD = PAUSE_MS > 20_000;
const RECOVERY_MS = 30_000;
/** More at once than the pool of the control plane has connections. */
const CROWD = 25;
const TEST_MS = sized(120_000, 300_000);

/**
 * Goal: whatever happens to Postgres, traffic does not notice; mutations are made whole or not at all, and are told so in
 * time; afterwards everything goes on without hands. Method: both planes as processes on a cluster that is killed, shut
 * down and paused, under a load whose every answer is known and a stream of mutations.
 */
describe('postgres-outage', () => {
  let stage: OracleHouse;
  let mutations: MutationLoad | undefined;
  beforeAll(async () => {
    stage = await OracleHouse.start();
  }, 90_000);
  afterAll(async () => {
    await stage?.[Symbol.asyncDispose]();
  });
  afterEach(async () => {
    await mutations?.stop();
    mutations = undefined;
    await stage.endLoad();
  });

  const readHead = async () => {
    const [row] = await stage.query<{ revision: string }>('SELECT revision FROM config_revision');
    return BigInt(row?.revision ?? 0);
  };
  const startMutations = (prefix: string) => {
    mutations = new MutationLoad(stage.house.admin, prefix);
    return mutations;
  };
  /** Every mutation is there with its one revision and its audit entry, or has left nothing; who was told of success is right. */
  const expectWhole = async (load: MutationLoad, prefix: string, headBefore: bigint) => {
    const made = await stage.query<{ name: string; audited: string }>(
      `SELECT tenant.name, count(audit_event.*) AS audited FROM tenant
        LEFT JOIN audit_event ON audit_event.tenant_id = tenant.id
        WHERE tenant.name LIKE '${prefix}-%' GROUP BY tenant.name`,
    );
    expect(made.filter(({ audited }) => audited !== '1')).toEqual([]);
    expect(await readHead()).toBe(headBefore + BigInt(made.length));
    const names = new Set(made.map(({ name }) => name));
    expect(load.succeeded.filter(({ tenantName }) => !names.has(tenantName))).toEqual([]);
    for (const { refusal } of load.refused) expect(refusal).toMatch(/^BUSY: The database /);
    return names;
  };
  const expectRecovered = async (load: OracleLoad) => {
    // The feed has read it, the stream has carried it, and the node enforces it.
    await stage.house.change('createTenant', { name: `recovered-${await readHead()}` });
    await load.awaitMoreAnswers(100);
    await stage.endLoad();
    expect(load.cutCount).toBe(0);
    await stage.awaitEveryAnswerCounted();
    const crowd = Array.from({ length: CROWD }, () => stage.house.admin.query('{ headRevision }'));
    await Promise.all(crowd);
    const stuck = await stage.query(
      `SELECT query FROM pg_stat_activity WHERE state LIKE 'idle in transaction%'
        AND state_change < now() - interval '5 seconds'`,
    );
    expect(stuck).toEqual([]);
    expect(stage.house.controlPlane.program.isRunning).toBe(true);
  };

  test.each([
    ['killed', () => stage.cluster.kill()],
    ['shut down', () => stage.cluster.stop()],
  ])(
    '%s: traffic is untouched, mutations fail whole and soon, all goes on by itself',
    async (how, end) => {
      const prefix = how.replace(' ', '-');
      const headBefore = await readHead();
      const load = stage.startLoad();
      const changes = startMutations(prefix);
      await changes.awaitMoreSuccesses(5);
      await end();
      const refusedBefore = changes.refused.length;
      const backAtMs = performance.now() + DOWN_MS;
      const isTold = () => changes.refused.length > refusedBefore + 2;
      while (performance.now() < backAtMs || !isTold()) await load.awaitMoreAnswers(50);
      await stage.cluster.start();
      await changes.awaitMoreSuccesses(5);
      await changes.stop();
      await expectWhole(changes, prefix, headBefore);
      await expectRecovered(load);
    },
    TEST_MS,
  );

  test(
    'paused: traffic is untouched, mutations wait or fail whole, all goes on by itself',
    async () => {
      const headBefore = await readHead();
      const load = stage.startLoad();
      await load.awaitMoreAnswers(50);
      const resume = await stage.cluster.pause();
      const changes = startMutations('paused');
      try {
        const backAtMs = performance.now() + PAUSE_MS;
        while (performance.now() < backAtMs) await load.awaitMoreAnswers(50);
        expect(changes.succeeded).toEqual([]);
        if (IS_PAUSE_TOLD) expect(changes.refused.length).toBeGreaterThan(2);
      } finally {
        resume();
      }
      await changes.awaitMoreSuccesses(5);
      await changes.stop();
      const names = await expectWhole(changes, 'paused', headBefore);
      // None of them had got as far as its COMMIT: what was refused is not there.
      expect(changes.refused.filter(({ tenantName }) => names.has(tenantName))).toEqual([]);
      await expectRecovered(load);
    },
    TEST_MS,
  );

  test(
    'a lease of a job stays with its holder over an outage, and fences all others',
    async () => {
      const source = await createDataSource(stage.cluster.url, 'gatehouse_app', 2).initialize();
      try {
        const storage = new Storage(source);
        const lease = new Lease(storage, RETENTION_LEASE, 600_000);
        const token = await lease.acquire();
        expect(token).toBeDefined();
        await stage.cluster.kill();
        await expect(lease.acquire()).rejects.toMatchObject({ failure: { code: 'BUSY' } });
        await stage.cluster.start();
        expect(await eventually(() => lease.acquire(), RECOVERY_MS)).toBe(token);
        expect(await new Lease(storage, RETENTION_LEASE, 600_000).acquire()).toBeUndefined();
        await lease.release();
        expect(await new Lease(storage, RETENTION_LEASE, 600_000).acquire()).toBe(
          (token ?? 0n) + 1n,
        );
      } finally {
        await source.destroy();
      }
    },
    TEST_MS,
  );
});
