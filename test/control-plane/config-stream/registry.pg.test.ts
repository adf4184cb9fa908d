import { randomUUID } from 'node:crypto';
import { expect, test } from '@jest/globals';
import { NodeRegistry } from '../../../control-plane/config-stream/registry.ts';
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
