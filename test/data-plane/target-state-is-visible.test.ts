import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { z } from 'zod';
import { keyOf, sharedResources, tenantResources } from '../support/configuration.ts';
import { eventually } from '../support/eventually.ts';
import { answer, startFaultyProvider } from '../support/faulty-provider.ts';
import { startTestNode } from '../support/node.ts';
import {
  acknowledge,
  sendEverything,
  startScriptedControlPlane,
} from '../support/scripted-control-plane.ts';

/*
 * Goal: operators see in which state a target is, in what the node runs, in its metrics and in the records of calls.
 * Method: a whole node between a scripted control plane and a provider that fails.
 */

let cleanups: (() => Promise<unknown>)[] = [];
beforeEach(() => {
  cleanups = [];
});
afterEach(async () => {
  for (const cleanup of cleanups.toReversed()) await cleanup();
});

const described = z.object({
  targets: z.array(
    z.object({
      name: z.string(),
      state: z.string().nullable(),
      since: z.iso.datetime().nullable(),
      reason: z.string().nullable(),
    }),
  ),
});

test('the state of a target is told by /config, /metrics and decisions', async () => {
  const provider = await startFaultyProvider(answer('{}', { status: 500 }));
  cleanups.push(() => provider.close());
  const resources = [...sharedResources(provider.baseUrl), ...tenantResources('a')];
  const plane = await startScriptedControlPlane({
    onHello: (session) => sendEverything(session, resources, 5),
    onReport: acknowledge,
  });
  cleanups.push(() => plane[Symbol.asyncDispose]());
  const node = await startTestNode(plane.address);
  cleanups.push(() => node[Symbol.asyncDispose]());
  await eventually(() => expect(node.plane.isReady).toBe(true));
  const page = async (path: string) => (await fetch(`${node.plane.adminUrl}${path}`)).text();
  const targets = async () => described.parse(JSON.parse(await page('/config'))).targets;
  expect(await targets()).toMatchObject([{ state: null, since: null, reason: null }]);

  const calledAtMs = Date.now();
  for (let count = 0; count < 3; count += 1) {
    const response = await fetch(`${node.plane.httpUrl}/v1/chat/completions`, {
      method: 'POST',
      headers: { authorization: `Bearer ${keyOf('a')}`, 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'assistant', messages: [{ role: 'user', content: 'Hi' }] }),
    });
    expect(response.status).toBe(502);
    expect(response.headers.get('x-gatehouse-attempts')).toBe(String([3, 2, 1][count]));
    await response.text();
  }

  const [target] = await targets();
  expect(target).toMatchObject({ state: 'open', reason: 'open' });
  const sinceMs = Date.parse(target?.since ?? '');
  expect(sinceMs).toBeGreaterThanOrEqual(calledAtMs);
  expect(sinceMs).toBeLessThanOrEqual(Date.now());
  const metrics = await page('/metrics');
  for (const line of [
    `gatehouse_node_target_state{target="${target?.name}",state="open"} 1`,
    'gatehouse_node_target_ejections_total{reason="open"} 1',
    'gatehouse_node_targets_forced_total{reason="open"} 1',
    'gatehouse_node_retries_total{reason="server_error"} 3',
  ])
    expect(metrics).toContain(line);
  await eventually(() => {
    const decisions = plane.reports.flatMap((report) => report.decisions ?? []);
    expect(decisions[2]?.candidates).toMatchObject([{ kept: true, reason: 'open' }]);
  });
});
