import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { CheckDesk } from '../../../control-plane/config-stream/session/check-desk.ts';
import type { Node } from '../../../control-plane/domain/node.ts';
import { POLL_INTERVAL_MS, WATCH_LIMITS } from '../../../control-plane/services/node-watch.ts';
import { Operation } from '../../../control-plane/services/operation.ts';
import { createServices, type Services } from '../../../control-plane/services/services.ts';
import { createDataSource } from '../../../control-plane/storage/data-source.ts';
import { PLATFORM, Storage, type Stores } from '../../../control-plane/storage/storage.ts';
import { eventually } from '../../support/eventually.ts';
import { call, type Management, openManagement } from '../../support/management.ts';
import { nodeRecord } from '../../support/node-record.ts';

/*
 * Goal: what is said of a revision's enforcement is what the table of nodes says at this moment, on any replica; who
 * waits is answered in time, and costs nothing after having left.
 */

let management: Management;
let revision: bigint;
/** Unix milliseconds before and after its commit. */
let committedBetweenMs: readonly [number, number];
beforeAll(async () => {
  management = await openManagement();
}, 60_000);
afterAll(async () => {
  await management?.[Symbol.asyncDispose]();
});
beforeEach(async () => {
  await management.query('TRUNCATE node');
  const beganAtMs = Date.now();
  revision = (await createTenant()).revision ?? 0n;
  committedBetweenMs = [beganAtMs, Date.now()];
});

const SYSTEM = { name: 'system', authenticatedBy: 'system' } as const;
const createTenant = () =>
  management.services.tenants.create(
    management.admin,
    call('createTenant'),
    `tenant-${randomUUID()}`,
  );
const put = (id: string, change: Partial<Node> = {}) =>
  management.storage.transaction(PLATFORM, SYSTEM, (stores) =>
    stores.nodes.put(nodeRecord(id, { connectedAt: new Date(0), ...change })),
  );
const enforcing = (id: string, change: Partial<Node> = {}) =>
  put(id, { enforcedRevision: revision, ...change });
const asNow = (operation = management.admin) =>
  new Operation(operation.principal, 'access_token', new Date());
const stay = new AbortController().signal;
const wait = (timeoutMs: number, signal = stay, services: Services = management.services) =>
  services.nodes.awaitEnforced(asNow(), { revision, tenantId: undefined }, { timeoutMs, signal });

describe('the enforcement of a revision', () => {
  const ask = (asked = revision, operation = asNow()) =>
    management.services.nodes.enforcement(operation, { revision: asked, tenantId: undefined });

  test('says who enforces, rejects, lags, is silent, and when it was committed', async () => {
    await enforcing('node-a');
    await put('node-b', { enforcedRevision: revision - 1n });
    await put('node-c', { enforcedRevision: revision - 1n, lastVerdict: 'rejected' });
    await enforcing('node-d', { heartbeatAt: new Date(Date.now() - 40_000) });
    await enforcing('node-e', { enforcedEpoch: 7n });
    const { names, committedAt } = await ask();
    expect(names).toEqual({
      enforcing: ['node-a'],
      rejecting: ['node-c'],
      stale: ['node-d'],
      lagging: ['node-b', 'node-e'],
    });
    const [row] = await management.query<{ committed_at: Date }>(
      'SELECT DISTINCT committed_at FROM config_change WHERE revision = $1',
      [revision.toString()],
    );
    expect(committedAt).toEqual(row?.committed_at);
  });

  test('still knows about when it was committed after its changes were trimmed', async () => {
    await management.query('DELETE FROM config_change WHERE revision = $1', [revision.toString()]);
    const { committedAt } = await ask();
    expect(committedAt?.getTime()).toBeGreaterThanOrEqual(committedBetweenMs[0]);
    expect(committedAt?.getTime()).toBeLessThanOrEqual(committedBetweenMs[1]);
  });

  test('leaves out nodes that were not heard from for a day', async () => {
    await enforcing('node-a', { heartbeatAt: new Date(Date.now() - 90_000_000) });
    expect(Object.values((await ask()).names).flat()).toEqual([]);
  });

  test('says why guard rails hold it back, to callers of a tenant only that they do', async () => {
    const { value: tenant } = await createTenant();
    const viewer = asNow(await management.operation(['viewer'], { tenantId: tenant.id }));
    const held = { epoch: 1n, revision };
    const reasons = ['21 of 30 resources would be deleted.'];
    const note = (work: (stores: Stores) => Promise<void>) =>
      management.storage.transaction(PLATFORM, SYSTEM, work);
    await note(({ heldRevisions }) =>
      heldRevisions.hold(held, { ...held, revision: revision - 1n }, reasons),
    );
    expect((await ask()).heldBecause).toEqual(reasons);
    expect((await ask(revision - 1n)).heldBecause).toEqual([]);
    expect((await wait(0)).enforcement.heldBecause).toEqual(reasons);
    const [said = '', ...rest] = (await ask(revision, viewer)).heldBecause;
    expect(rest).toEqual([]);
    expect(said).not.toContain('21');
    await note(({ heldRevisions }) => heldRevisions.pass(held));
    expect((await ask()).heldBecause).toEqual([]);
  });

  test.each([0n, 1_000_000n])('is refused for %s, which nobody committed', async (unknown) => {
    await expect(ask(unknown)).rejects.toMatchObject({ failure: { code: 'VALIDATION_FAILED' } });
  });

  test('is judged for the own tenant of a caller who has one', async () => {
    const { value: tenant } = await createTenant();
    const { value: other } = await createTenant();
    const diagnostics = [{ resource: 'route/x', tenantId: tenant.id, message: 'no' }];
    await enforcing('node-a', { lastVerdict: 'partial', state: 'degraded', diagnostics });
    const standing = async (tenantId: string) => {
      const operation = asNow(await management.operation(['viewer'], { tenantId }));
      const asked = { revision, tenantId: other.id };
      return (await management.services.nodes.enforcement(operation, asked)).names;
    };
    expect(await standing(tenant.id)).toMatchObject({ rejecting: ['node-a'] });
    expect(await standing(other.id)).toMatchObject({ enforcing: ['node-a'] });
  });
});

test('a node says its pool to principals of the platform, and to no one of a tenant', async () => {
  const { services } = management;
  await put('pooled', { pool: 'first' });
  await put('pooled', { pool: 'second' });
  await put('unpooled');
  const poolsSeenBy = async (operation: Operation) => {
    const { rows } = await services.nodes.list(operation, {}, { first: 9, after: undefined });
    const found = await services.nodes.find(operation, 'pooled');
    return [found?.pool, ...rows.map(({ pool }) => pool)];
  };
  expect(await poolsSeenBy(asNow())).toEqual(['second', 'second', null]);
  const { value: tenant } = await createTenant();
  const local = await management.operation(['platform-admin'], { tenantId: tenant.id });
  expect(await poolsSeenBy(asNow(local))).toEqual([null, null, null]);
});

describe('who waits for a revision', () => {
  test('is answered at once when it is enforced', async () => {
    await enforcing('node-a');
    expect(await wait(0)).toMatchObject({ converged: true });
  });

  test('is answered when the last live node enforces it', async () => {
    await enforcing('node-a');
    await put('node-b', { enforcedRevision: revision - 1n });
    const answered = wait(10_000);
    await eventually(() => expect(management.services.nodes.waitingCount).toBe(1));
    await enforcing('node-b');
    expect(await answered).toMatchObject({
      converged: true,
      enforcement: { names: { enforcing: ['node-a', 'node-b'] } },
    });
    await eventually(() => expect(management.services.nodes.waitingCount).toBe(0));
  });

  test('is answered at a replica that no node is connected to', async () => {
    const source = createDataSource(management.url, 'gatehouse_app', 2);
    await source.initialize();
    try {
      const replica = createServices(new Storage(source), management.secrets, new CheckDesk());
      await put('node-a', { enforcedRevision: revision - 1n });
      const answered = wait(10_000, stay, replica);
      await eventually(() => expect(replica.nodes.waitingCount).toBe(1));
      await enforcing('node-a');
      expect(await answered).toMatchObject({ converged: true });
    } finally {
      await source.destroy();
    }
  });

  test('is told how it stands when the time is up', async () => {
    await put('node-a', { enforcedRevision: revision - 1n });
    const startedMs = performance.now();
    expect(await wait(600)).toMatchObject({
      converged: false,
      enforcement: { names: { lagging: ['node-a'] } },
    });
    expect(performance.now() - startedMs).toBeGreaterThan(550);
  });

  test('is not kept waiting by a node that fell silent', async () => {
    const heartbeatAt = new Date(Date.now() - 29_500);
    await enforcing('node-a');
    await put('node-b', { enforcedRevision: revision - 1n, heartbeatAt });
    expect(await wait(10_000)).toMatchObject({
      converged: true,
      enforcement: { names: { stale: ['node-b'] } },
    });
  });

  test('frees the place when leaving', async () => {
    await put('node-a', { enforcedRevision: revision - 1n });
    const caller = new AbortController();
    const answered = wait(60_000, caller.signal);
    await eventually(() => expect(management.services.nodes.waitingCount).toBe(1));
    caller.abort();
    expect(await answered).toMatchObject({ converged: false });
    expect(management.services.nodes.waitingCount).toBe(0);
  });

  test.each([-1, 60_001])('cannot ask for %s ms', async (timeoutMs) => {
    await expect(wait(timeoutMs)).rejects.toMatchObject({ failure: { code: 'VALIDATION_FAILED' } });
  });

  test('shares the readings with all others, and cannot take all places', async () => {
    await put('node-a', { enforcedRevision: revision - 1n });
    const caller = new AbortController();
    const { perPrincipalMax } = WATCH_LIMITS;
    const waiting = Array.from({ length: perPrincipalMax }, () => wait(60_000, caller.signal));
    await eventually(() => expect(management.services.nodes.waitingCount).toBe(perPrincipalMax));
    await expect(wait(60_000)).rejects.toMatchObject({ failure: { code: 'BUSY' } });
    const before = management.statementCount();
    const startedMs = performance.now();
    const readings = await eventually(() => {
      // Begin, scope, read only, nodes, head, commit.
      const count = (management.statementCount() - before) / 6;
      expect(count).toBeGreaterThanOrEqual(4);
      return count;
    }, 10_000);
    const intervals = (performance.now() - startedMs) / POLL_INTERVAL_MS;
    caller.abort();
    await Promise.all(waiting);
    expect(readings).toBeLessThanOrEqual(intervals + 2);
  });

  test('needs node:read', async () => {
    const finance = asNow(await management.operation(['finance']));
    const asked = { revision, tenantId: undefined };
    const { nodes } = management.services;
    const failure = { code: 'PERMISSION_DENIED', permission: 'node:read' };
    await expect(nodes.enforcement(finance, asked)).rejects.toMatchObject({ failure });
    await expect(
      nodes.awaitEnforced(finance, asked, { timeoutMs: 0, signal: stay }),
    ).rejects.toMatchObject({ failure });
  });

  test('is answered when the replica stops', async () => {
    const replica = createServices(management.storage, management.secrets, new CheckDesk());
    await put('node-a', { enforcedRevision: revision - 1n });
    const answered = wait(60_000, stay, replica);
    await eventually(() => expect(replica.nodes.waitingCount).toBe(1));
    replica.nodes.stopWaiting();
    expect(await answered).toMatchObject({ converged: false });
  });
});
