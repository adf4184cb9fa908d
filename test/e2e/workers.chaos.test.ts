import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { z } from 'zod';
import { chat } from '../support/call.ts';
import { TestCertificates } from '../support/certificates.ts';
import { eventually } from '../support/eventually.ts';
import {
  type HouseOfProcesses,
  type NodeProcess,
  startHouseOfProcesses,
} from '../support/house-process.ts';

/**
 * Goal: the control plane sees each worker of a node, counts on all of them, and lets in none without the node's certificate.
 * Method: both planes as processes with mutual TLS; the tests go on from one another.
 */

const BACK_MS = 30_000;
const CALLS = 20;
const config = z.object({
  workers: z.array(z.object({ nodeId: z.string(), pid: z.number(), state: z.string() })),
});
const names = ['many/1', 'many/2'];

const certificates = new TestCertificates();
let house: HouseOfProcesses;
let node: NodeProcess;
/** Request ids of the calls that were answered. */
const answered: string[] = [];

beforeAll(async () => {
  house = await startHouseOfProcesses({ certificates });
  node = await house.createNode('many', { GATEHOUSE_WORKERS: '2' });
  node.start();
  await node.awaitReady();
}, 90_000);
afterAll(async () => {
  await house?.[Symbol.asyncDispose]();
  certificates[Symbol.dispose]();
});

async function listWorkers() {
  return config.parse(await (await fetch(`${node.adminUrl}/config`)).json()).workers;
}

/** Calls one after the other, each on a connection of its own. */
async function call(count: number): Promise<void> {
  const target = { apiKey: house.apiKey, node };
  for (let made = 0; made < count; made += 1) {
    const reply = await chat(target, { headers: { connection: 'close' } });
    await reply.arrayBuffer();
    if (reply.ok) answered.push(reply.headers.get('x-gatehouse-request-id') ?? '');
  }
}

/** Waits until every live node enforces a new revision, and gives the names of those that do. */
async function enforcers(tenant: string): Promise<readonly string[]> {
  const made = await house.admin.mutate(
    'createTenant',
    { name: tenant },
    '... on TenantChanged { revision }',
  );
  const { awaitEnforced } = await house.admin.query(
    `query ($revision: UInt64!) { awaitEnforced(revision: $revision, timeoutMs: 9000) {
      converged enforcement { enforcingNodeIds } } }`,
    { revision: made['revision'] },
  );
  expect(awaitEnforced.converged).toBe(true);
  return awaitEnforced.enforcement.enforcingNodeIds;
}

/** Decisions of the answered calls, as the request log has them. */
async function listDecisions(): Promise<readonly { requestId: string; nodeId: string }[]> {
  const { decisions } = await house.admin.query(
    '{ decisions(first: 100) { edges { node { requestId nodeId } } } }',
  );
  return decisions.edges.map((edge: { node: object }) => edge.node);
}

async function awaitAllCounted(): Promise<void> {
  await eventually(
    async () => {
      const counted = await listDecisions();
      const ids = counted.map(({ requestId }) => requestId).toSorted();
      expect(ids).toEqual(answered.toSorted());
      expect(new Set(counted.map(({ nodeId }) => nodeId))).toEqual(new Set(names));
      const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
      const { usage } = await house.admin.query(
        'query ($filter: UsageFilter!) { usage(filter: $filter) { total { requests } } }',
        { filter: { from: day(-1), to: day(1) } },
      );
      expect(usage.total.requests).toBe(String(answered.length));
    },
    BACK_MS,
    200,
  );
}

test('a revision is enforced when every worker enforces it', async () => {
  await eventually(async () => expect(await listWorkers()).toHaveLength(2), BACK_MS);
  await eventually(async () => expect(await enforcers('one-more')).toEqual([...names, 'node-1']));
});

test('calls of both workers are counted exactly once, also when one is killed', async () => {
  await call(CALLS);
  const [, second] = await listWorkers();
  process.kill(second?.pid ?? 0, 'SIGKILL');
  await eventually(async () => {
    const workers = await listWorkers();
    expect(workers.map(({ state }) => state)).toEqual(['IN_SYNC', 'IN_SYNC']);
    expect(workers[1]?.pid).not.toBe(second?.pid);
  }, BACK_MS);
  await call(CALLS);
  expect(answered).toHaveLength(2 * CALLS);
  await awaitAllCounted();
  expect(await enforcers('after-a-death')).toEqual([...names, 'node-1']);
}, 60_000);

test('any worker of a node can be asked to check a target', async () => {
  const checked = await house.admin.mutate(
    'checkTarget',
    { id: house.ids.firstChat, nodeId: 'many' },
    '... on TargetChecked { succeeded nodeId }',
  );
  expect(checked['succeeded']).toBe(true);
  expect(names).toContain(checked['nodeId']);
});

test('revoking the node drops all its workers, and no other', async () => {
  const revoke = (id: string) =>
    house.admin.mutate('revokeNode', { id, reason: 'test' }, '... on NodeRevoked { __typename }');
  const refused = await revoke('many/2');
  expect(refused['faults'][0].message).toContain('goes by the name of its node');
  await revoke('many');
  await eventually(async () => {
    const states = (await listWorkers()).map(({ state }) => state);
    expect(states).toEqual(['SERVING_STALE', 'SERVING_STALE']);
  }, 10_000);
  const other = await (await fetch(`${house.node.adminUrl}/config`)).json();
  expect(Object(other).state).toBe('IN_SYNC');
  await call(2);
  expect(answered).toHaveLength(2 * CALLS + 2);
});
