import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { deltaUpdate, keyOf, sharedResources, tenantResources } from '../support/configuration.ts';
import { eventually } from '../support/eventually.ts';
import { answer, chatBody, startFaultyProvider } from '../support/faulty-provider.ts';
import { sendEverything } from '../support/scripted-control-plane.ts';
import {
  beginTest,
  controlPlane,
  inState,
  newest,
  node,
  stopWhatStarted,
} from './scripted-node-fixture.ts';

beforeEach(beginTest);
afterEach(stopWhatStarted);

test('the first call after an update finds an open connection to the provider that it brought', async () => {
  const provider = await startFaultyProvider(answer(chatBody));
  const before = [...sharedResources(), ...tenantResources('a')];
  const after = [...sharedResources(provider.baseUrl), ...tenantResources('a')];
  const plane = await controlPlane((session) => sendEverything(session, before, 1));
  const one = await node(plane.address);
  await inState(one, 'IN_SYNC');
  newest(plane).send({
    update: deltaUpdate({ revision: 1, resources: before }, { revision: 2, resources: after }),
  });
  await eventually(() => expect(newest(plane).verdicts).toHaveLength(2));
  expect(newest(plane).verdicts[1]?.outcome).toBe('OUTCOME_APPLIED');
  expect([await provider.connectionCount(), provider.requests.length]).toEqual([1, 0]);
  const response = await fetch(`${one.plane.httpUrl}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${keyOf('a')}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'assistant', messages: [{ role: 'user', content: 'Hi' }] }),
  });
  expect(response.status).toBe(200);
  await response.text();
  expect([await provider.connectionCount(), provider.requests.length]).toEqual([1, 1]);
  const metrics = await (await fetch(`${one.plane.adminUrl}/metrics`)).text();
  expect(metrics).toContain('gatehouse_node_warm_connections_total{outcome="used"} 1');
  await one[Symbol.asyncDispose]();
  await provider.close();
});
