import { randomUUID } from 'node:crypto';
import { expect, test } from '@jest/globals';
import {
  NodeRegistry,
  nodeAfterVerdict,
  nodeOf,
} from '../../../control-plane/config-stream/registry.ts';
import { createLogger } from '../../../control-plane/telemetry/logger.ts';
import { managementNow, openManagement } from '../../support/management.ts';
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
  registry.put(nodeAfterVerdict(nodeOf(hello, managementNow), verdict, managementNow));
  await registry.settled();
  const rows = await management.query('SELECT id, build, diagnostics FROM node ORDER BY id');
  expect(rows).toMatchObject([
    { id: 'odd', build: 'a\uFFFDb\uFFFD', diagnostics: [{ message: 'a\uFFFDb\uFFFD' }] },
    { id: 'plain' },
  ]);
});
