import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import {
  keyOf,
  sharedResources,
  tenantResources,
  testCredential,
} from '../support/configuration.ts';
import { eventually } from '../support/eventually.ts';
import { startTestNode, type TestNode } from '../support/node.ts';
import {
  acknowledge,
  type ScriptedControlPlane,
  sendEverything,
  startScriptedControlPlane,
} from '../support/scripted-control-plane.ts';

/**
 * Goal: a call takes the whole way through a node, and what it cost comes to the control plane, also while the node drains.
 * Method: a whole node between a scripted control plane and a provider on loopback.
 */

const reply = {
  id: 'chatcmpl-1',
  object: 'chat.completion',
  created: 1,
  model: 'gpt-test',
  choices: [{ index: 0, message: { role: 'assistant', content: 'Hello.' }, finish_reason: 'stop' }],
  usage: { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 },
};

type Answer = (request: IncomingMessage, response: ServerResponse) => void;
interface Stage {
  readonly node: TestNode;
  readonly plane: ScriptedControlPlane;
}

let cleanups: (() => Promise<unknown> | unknown)[] = [];
beforeEach(() => {
  cleanups = [];
});
afterEach(async () => {
  for (const cleanup of cleanups.toReversed()) await cleanup();
});

async function provider(answer: Answer): Promise<string> {
  const server = createServer((request, response) => {
    request.resume();
    request.on('end', () => answer(request, response));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanups.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return `http://127.0.0.1:${port}/v1`;
}

async function setUp(
  answer: Answer,
  variables: Readonly<Record<string, string>> = {},
): Promise<Stage> {
  const resources = [...sharedResources(await provider(answer)), ...tenantResources('a')];
  const plane = await startScriptedControlPlane({
    onHello: (session) => sendEverything(session, resources, 5),
    onReport: acknowledge,
  });
  cleanups.push(() => plane[Symbol.asyncDispose]());
  const node = await startTestNode(plane.address, variables);
  cleanups.push(() => node[Symbol.asyncDispose]());
  await eventually(() => expect(node.plane.isReady).toBe(true));
  return { node, plane };
}

function chat(node: TestNode, key = keyOf('a')): Promise<Response> {
  return fetch(`${node.plane.httpUrl}/v1/chat/completions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'assistant', messages: [{ role: 'user', content: 'Hi' }] }),
  });
}

function sendReply(response: ServerResponse): void {
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify(reply));
}

test('a call is answered, and its decision and its cost come to the control plane', async () => {
  let credential: string | undefined;
  const { node, plane } = await setUp((request, response) => {
    credential = request.headers.authorization;
    sendReply(response);
  });
  const response = await chat(node);
  expect(response.status).toBe(200);
  expect(response.headers.get('x-gatehouse-revision')).toBe('5');
  expect(await response.json()).toMatchObject({ choices: reply.choices });
  expect(credential).toBe(`Bearer ${testCredential}`);
  await eventually(() => expect(plane.reports.length).toBeGreaterThan(0));
  const [report] = plane.reports;
  expect(report?.usageEvents).toMatchObject([
    { tenantId: 'a', inputTokens: '10', outputTokens: '5', costNanoUsd: '20', feature: 'search' },
  ]);
  expect(report?.decisions).toMatchObject([
    { outcome: 'allowed', revision: '5', nodeId: 'node-1', door: 'http' },
  ]);
});

test('calls are counted by outcome, also those of strangers', async () => {
  const { node } = await setUp((_, response) => sendReply(response));
  await (await chat(node)).text();
  expect((await chat(node, 'gth_sk_stranger')).status).toBe(401);
  const metrics = await (await fetch(`${node.plane.adminUrl}/metrics`)).text();
  expect(metrics).toContain('requests_total{door="http",outcome="allowed",error=""} 1');
  expect(metrics).toContain('requests_total{door="http",outcome="refused",error="unknown_key"} 1');
  expect(metrics).toContain('gatehouse_node_attempts_total{verdict="succeeded"} 1');
  expect(metrics).toContain('gatehouse_node_calls_in_flight 0');
});

test('of more decisions than are kept a sample comes, with all of the usage; the rest is counted', async () => {
  const sent = 60;
  const variables = { GATEHOUSE_DECISIONS_PER_SECOND: '1' };
  const { node, plane } = await setUp((_, response) => sendReply(response), variables);
  await Promise.all(Array.from({ length: sent }, async () => (await chat(node)).text()));
  const usageOf = () => plane.reports.flatMap(({ usageEvents }) => usageEvents);
  await eventually(() => expect(usageOf()).toHaveLength(sent));
  const decisions = plane.reports.flatMap((report) => report.decisions);
  expect(decisions.length).toBeLessThan(sent);
  const metrics = await (await fetch(`${node.plane.adminUrl}/metrics`)).text();
  expect(metrics).toContain(`requests_total{door="http",outcome="allowed",error=""} ${sent}`);
  expect(metrics).toContain(
    `decisions_left_out_total{weight="ordinary"} ${sent - decisions.length}`,
  );
  for (const { sampleRate } of decisions.slice(1)) expect(sampleRate).toBeLessThan(1);
});

test('a node that drains ends the calls under way, and delivers what they cost', async () => {
  let release: () => void = () => undefined;
  const waiting = new Promise<void>((resolve) => {
    release = resolve;
  });
  let reached = false;
  const { node, plane } = await setUp((_, response) => {
    reached = true;
    void waiting.then(() => sendReply(response));
  });
  const call = chat(node);
  await eventually(() => expect(reached).toBe(true));
  const drained = node.plane.drain();
  release();
  expect((await call).status).toBe(200);
  await drained;
  expect(plane.reports.flatMap(({ usageEvents }) => usageEvents)).toHaveLength(1);
});

test('a call that outlives the drain is cut, and settled all the same', async () => {
  let reached = false;
  const { node, plane } = await setUp(() => {
    reached = true;
  });
  await node.restart({ GATEHOUSE_DRAIN_MS: '50' });
  const call = chat(node).then(
    () => 'answered',
    () => 'cut',
  );
  await eventually(() => expect(reached).toBe(true));
  await node.plane.drain();
  expect(await call).toBe('cut');
  const decisions = plane.reports.flatMap((report) => report.decisions);
  expect(decisions).toMatchObject([{ errorCode: 'caller_left' }]);
});
