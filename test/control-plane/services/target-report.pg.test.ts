import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Node } from '../../../control-plane/domain/node.ts';
import { LISTED_NODES_MAX } from '../../../control-plane/domain/telemetry/target-report.ts';
import { PLATFORM, type Stores } from '../../../control-plane/storage/storage.ts';
import { type Management, managementNow, openManagement } from '../../support/management.ts';
import { nodeRecord, reportOf } from '../../support/node-record.ts';

/*
 * Goal: what is said of a target is what live nodes say at this moment, and where they say nothing it is said that nobody knows.
 */

let management: Management;
beforeAll(async () => {
  management = await openManagement();
}, 60_000);
afterAll(async () => {
  await management?.[Symbol.asyncDispose]();
});
beforeEach(async () => {
  await management.query('TRUNCATE node, target_report');
});

const target = randomUUID();
const other = randomUUID();
const nodeAt = (id: string, change: Partial<Node> = {}) =>
  nodeRecord(id, { heartbeatAt: managementNow, connectedAt: managementNow, ...change });
const write = (work: (stores: Stores) => Promise<unknown>) =>
  management.storage.transaction(PLATFORM, { name: 'system', authenticatedBy: 'system' }, work);
/** A node that says so of itself. */
const say = (node: Node, ...rest: [readonly string[], Parameters<typeof reportOf>[2]?]) =>
  write(async ({ nodes, targetReports }) => {
    await nodes.put(node);
    await targetReports.put(reportOf(node, ...rest));
  });
const ago = (ms: number) => new Date(managementNow.getTime() - ms);
const judge = async (id = target) =>
  (await management.services.targetReports.judge(management.admin, [id])).get(id);
const list = (id = target, operation = management.admin) =>
  management.services.targetReports.listByTargets(operation, [id]);

describe('the health of a target', () => {
  test('is what each live node says of it, and healthy where one says nothing against it', async () => {
    await say(nodeAt('a'), [target]);
    await say(nodeAt('b'), [target], { condition: 'cooling' });
    await say(nodeAt('c'), [other]);
    await say(nodeAt('d'), []);
    expect(await judge()).toEqual({
      liveCount: 4,
      healthyCount: 2,
      counts: { open: 1, half_open: 0, cooling: 1, credential: 0, ramping: 0, unknown: 0 },
      silentCount: 0,
    });
    expect(await judge(other)).toMatchObject({ healthyCount: 3, counts: { open: 1 } });
  });

  test('is not known at a node that says nothing, as one of an older build', async () => {
    await write(({ nodes }) => nodes.put(nodeAt('old')));
    expect(await judge()).toMatchObject({ liveCount: 1, healthyCount: 0, counts: { unknown: 1 } });
  });

  test('is not known after a restart, until the new process says it', async () => {
    await say(nodeAt('a'), [target]);
    await write(({ nodes }) => nodes.put(nodeAt('a', { instanceId: 'another' })));
    expect(await judge()).toMatchObject({ healthyCount: 0, counts: { open: 0, unknown: 1 } });
    expect(await list()).toEqual([]);
    await say(nodeAt('a', { instanceId: 'another' }), []);
    expect(await judge()).toMatchObject({ healthyCount: 1, counts: { unknown: 0 } });
  });

  test('is not known at a node where too many others are out to name it', async () => {
    await say(nodeAt('a'), [other], { leftOutCount: 4 });
    expect(await judge()).toMatchObject({ healthyCount: 0, counts: { unknown: 1 } });
    expect(await judge(other)).toMatchObject({ healthyCount: 0, counts: { open: 1, unknown: 0 } });
  });

  test('counts no node that is silent, whatever it said last, and forgets it after a day', async () => {
    await say(nodeAt('a', { heartbeatAt: ago(40_000) }), [target]);
    await say(nodeAt('b', { heartbeatAt: ago(90_000_000) }), [target]);
    expect(await judge()).toMatchObject({
      liveCount: 0,
      healthyCount: 0,
      counts: { open: 0, unknown: 0 },
      silentCount: 1,
    });
    expect(await list()).toMatchObject([{ nodeId: 'a', isCurrent: false, condition: 'open' }]);
  });

  test('lists a hundred nodes at most, live ones first, and counts all', async () => {
    await say(nodeAt('a', { heartbeatAt: ago(40_000) }), [target]);
    await write(async ({ nodes, targetReports }) => {
      for (let made = 0; made <= LISTED_NODES_MAX; made += 1) {
        const node = nodeAt(`n${made}`);
        await nodes.put(node);
        await targetReports.put(reportOf(node, [target]));
      }
    });
    const listed = await list();
    expect(listed).toHaveLength(LISTED_NODES_MAX);
    expect(listed.every(({ isCurrent }) => isCurrent)).toBe(true);
    expect(await judge()).toMatchObject({ counts: { open: LISTED_NODES_MAX + 1 } });
  });
});

describe('what a node says of its targets', () => {
  const ofNode = async (id: string) =>
    (await management.services.targetReports.listByNodes(management.admin, [id]))[0];

  test('replaces what it had said', async () => {
    await say(nodeAt('a'), [target, other]);
    await say(nodeAt('a'), [other], { healthyCount: 9 });
    expect(await ofNode('a')).toMatchObject({
      healthyCount: 9,
      isCurrent: true,
      states: [{ targetId: other, nodeId: 'a', condition: 'open', breaker: 'open' }],
    });
    expect(await list()).toEqual([]);
  });

  test('is not undone by a stream that it had left', async () => {
    await say(nodeAt('a'), []);
    await say(nodeAt('a', { connectedAt: ago(1_000) }), [target]);
    expect(await ofNode('a')).toMatchObject({ states: [] });
  });

  test('moves no revision', async () => {
    const { revision } = await management.services.nodes.head(management.admin);
    await say(nodeAt('a'), [target]);
    expect((await management.services.nodes.head(management.admin)).revision).toBe(revision);
  });

  test('is read by those who may read nodes', async () => {
    const finance = await management.operation(['finance']);
    const refused = { failure: { code: 'PERMISSION_DENIED' } };
    const { targetReports } = management.services;
    await expect(list(target, finance)).rejects.toMatchObject(refused);
    await expect(targetReports.judge(finance, [target])).rejects.toMatchObject(refused);
    await expect(targetReports.listByNodes(finance, ['a'])).rejects.toMatchObject(refused);
  });
});
