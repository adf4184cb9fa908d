import { randomUUID } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { FleetWatch } from '../../../control-plane/config-stream/fleet/fleet-watch.ts';
import {
  NodeRegistry,
  nodeAfterVerdict,
  nodeOf,
} from '../../../control-plane/config-stream/registry.ts';
import { createLogger } from '../../../control-plane/telemetry/logger.ts';
import { call, managementNow, openManagement } from '../../support/management.ts';
import { nodeRecord, reportOf } from '../../support/node-record.ts';

test('what a node says of its targets, which it says once, is not lost when it could not be written', async () => {
  await using management = await openManagement();
  const { storage, admin, services } = management;
  const registry = new NodeRegistry(storage, createLogger('silent'));
  const node = nodeRecord('a', { heartbeatAt: managementNow, connectedAt: managementNow });
  const read = () => services.targetReports.listByNodes(admin, ['a']);
  await management.query('ALTER TABLE target_report RENAME TO elsewhere');
  registry.putReport(reportOf(node, [randomUUID()]));
  registry.put(node);
  await registry.settled();
  await management.query('ALTER TABLE elsewhere RENAME TO target_report');
  expect(await read()).toEqual([]);
  registry.put(node);
  await registry.settled();
  expect(await read()).toMatchObject([{ nodeId: 'a', states: [{ condition: 'open' }] }]);
});

test('a node that says what Postgres does not store is written all the same, and so are those beside it', async () => {
  await using management = await openManagement();
  const registry = new NodeRegistry(management.storage, createLogger('silent'));
  const odd = 'a\0b\uD800';
  const hello = {
    nodeId: 'odd',
    instanceId: 'f'.repeat(32),
    build: odd,
    labels: { region: odd },
    pool: '',
    addresses: { [odd]: odd.repeat(1_000) },
    held: null,
  } as unknown as Parameters<typeof nodeOf>[0];
  const verdict = {
    outcome: 'OUTCOME_REJECTED',
    now: null,
    applyMs: 1,
    diagnostics: [{ resource: { kind: odd, id: odd }, tenantId: odd, message: odd }],
  } as unknown as Parameters<typeof nodeAfterVerdict>[1];
  registry.put(nodeRecord('plain', { heartbeatAt: managementNow, connectedAt: managementNow }));
  const heard = { now: managementNow, isProven: true };
  registry.put(nodeAfterVerdict(nodeOf(hello, heard), verdict, heard));
  await registry.settled();
  const rows = await management.query('SELECT id, build, diagnostics FROM node ORDER BY id');
  expect(rows).toMatchObject([
    { id: 'odd', build: 'a\uFFFDb\uFFFD', diagnostics: [{ message: 'a\uFFFDb\uFFFD' }] },
    { id: 'plain' },
  ]);
});

test('a replica whose clock is behind still writes a node that comes over to it', async () => {
  await using management = await openManagement();
  const outrun: string[] = [];
  const registry = new NodeRegistry(
    management.storage,
    createLogger('silent'),
    ({ instanceId }) => {
      outrun.push(instanceId);
    },
  );
  const at = (ms: number) => new Date(managementNow.getTime() + ms);
  const say = async (instanceId: string, region: string, connectedMs: number, heardMs: number) => {
    const times = { connectedAt: at(connectedMs), heartbeatAt: at(heardMs) };
    registry.put(nodeRecord('a', { instanceId, region, ...times }));
    await registry.settled();
    const [row] = await management.query('SELECT region FROM node');
    return row?.['region'];
  };
  expect(await say('one', 'fast clock', 5_000, 5_000)).toBe('fast clock');
  expect(await say('one', 'late message of it', 0, 4_000)).toBe('fast clock');
  expect(await say('one', 'slow clock', 1_000, 6_000)).toBe('slow clock');
  expect(await say('one', 'fast clock', 5_000, 7_000)).toBe('fast clock');
  expect(outrun).toEqual([]);
  expect(await say('two', 'a twin that came earlier', 4_000, 8_000)).toBe('fast clock');
  expect(outrun).toEqual(['two']);
  expect(await say('two', 'alone', 4_000, 38_000)).toBe('alone');
  expect(outrun).toEqual(['two']);
});

test('limits are divided among the processes that serve a tenant, and not those that drain or are silent', async () => {
  await using management = await openManagement();
  const { storage, admin, services, query } = management;
  const logger = createLogger('silent');
  const registry = new NodeRegistry(storage, logger);
  const ago = (ms: number) => ({ heartbeatAt: new Date(Date.now() - ms) });
  registry.put(nodeRecord('a/1'));
  registry.put(nodeRecord('a/2', ago(25_000)));
  registry.put(nodeRecord('gone', ago(31_000)));
  registry.put(nodeRecord('leaving', { state: 'draining' }));
  registry.put(nodeRecord('of-pool', { pool: 'eu' }));
  await registry.settled();
  const ids: string[] = [];
  for (const name of ['limited', 'free'])
    ids.push((await services.tenants.create(admin, call('createTenant'), name)).value.id);
  const draft = { name: 'eu', tenantIds: ids };
  await services.nodePools.create(admin, call('createNodePool', draft), draft);
  await query(
    `INSERT INTO usage_limit VALUES ($1, $2, NULL, 'few', 'all', '{}', '{}', 'requests', 5, 60, false, '', 1, now(), now())`,
    [randomUUID(), ids[0]],
  );
  const watch = new FleetWatch({ storage, logger });
  await watch.start();
  watch.stop();
  expect(watch.roll.fleetFor({ id: 'a/2', pool: '' })).toEqual({
    nodeCount: 2,
    place: 1,
    groups: [{ nodeCount: 3, place: 1, tenantIds: [ids[0]] }],
  });
  expect(watch.roll.fleetFor({ id: 'of-pool', pool: 'eu' })).toEqual({
    nodeCount: 3,
    place: 2,
    groups: [],
  });
});
