import { Agent, request } from 'node:http';
import { credentials, Metadata } from '@grpc/grpc-js';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { inferenceContract } from '../../../proto/contract/inference.ts';
import { keyOf, sharedResources, tenantResources } from '../../support/configuration.ts';
import { eventually } from '../../support/eventually.ts';
import {
  answer,
  chatBody,
  type FaultyProvider,
  startFaultyProvider,
} from '../../support/faulty-provider.ts';
import {
  acknowledge,
  type ScriptedControlPlane,
  sendEverything,
  startScriptedControlPlane,
} from '../../support/scripted-control-plane.ts';
import { isAlive, START_MS, startWorkerNode, type WorkerNode } from './worker-node.ts';

/**
 * Goal: a node with two workers is one node to callers, operators and the control plane, and loses no more than a worker when
 * one dies.
 * Method: the real program, a control plane that is a script, and a provider; the tests go on from one another.
 */

const body = JSON.stringify({
  model: 'assistant',
  messages: [{ role: 'user', content: 'Hello' }],
});
const names = ['node-1/1', 'node-1/2'];

let provider: FaultyProvider;
let plane: ScriptedControlPlane;
let node: WorkerNode;
/** What the control plane sends to whoever says hello. */
let revision = 5;
/** Request ids of all calls that were answered. */
const answered: string[] = [];

beforeAll(async () => {
  provider = await startFaultyProvider(answer(chatBody));
  const resources = [...sharedResources(provider.baseUrl), ...tenantResources('a')];
  plane = await startScriptedControlPlane({
    onHello: (session) => sendEverything(session, resources, revision),
    onReport: acknowledge,
  });
  node = await startWorkerNode(plane.address);
  await node.awaitEnforced(5);
}, START_MS);
afterAll(async () => {
  await node?.[Symbol.asyncDispose]();
  await plane?.[Symbol.asyncDispose]();
  await provider?.close();
});

/** A chat on a connection of its own. Gives the status; notes the id when it is answered. */
function callHttp(): Promise<number> {
  return new Promise((resolve, reject) => {
    const call = request(`${node.httpUrl}/v1/chat/completions`, {
      method: 'POST',
      agent: new Agent({ keepAlive: false }),
      headers: { authorization: `Bearer ${keyOf('a')}`, 'content-type': 'application/json' },
    });
    call.on('error', reject);
    call.on('response', (response) => {
      response.resume();
      response.on('end', () => {
        const { statusCode = 0, headers } = response;
        if (statusCode === 200) answered.push(String(headers['x-gatehouse-request-id']));
        resolve(statusCode);
      });
    });
    call.end(body);
  });
}

/** A chat over gRPC on a connection of its own. */
function callGrpc(): Promise<void> {
  const client = new inferenceContract.InferenceService(
    node.grpcAddress,
    credentials.createInsecure(),
    { 'grpc.use_local_subchannel_pool': 1 },
  );
  const metadata = new Metadata();
  metadata.set('authorization', `Bearer ${keyOf('a')}`);
  const message = { role: 'ROLE_USER' as const, content: [{ text: 'Hello' }] };
  return new Promise((resolve, reject) => {
    const call = client.Chat({ model: 'assistant', messages: [message] }, metadata, (error) => {
      client.close();
      if (error === null) resolve();
      else reject(error);
    });
    call.on('metadata', (headers) => answered.push(String(headers.get('x-gatehouse-request-id'))));
  });
}

async function repeat(count: number, call: () => Promise<unknown>): Promise<unknown[]> {
  return Promise.all(Array.from({ length: count }, call));
}

/** How many calls each worker says that it has settled at a door. */
async function settledAt(door: string): Promise<readonly number[]> {
  const text = await (await fetch(`${node.adminUrl}/metrics`)).text();
  return [1, 2].map((worker) => {
    const lines = text.split('\n').filter((line) => line.startsWith('gatehouse_node_requests_'));
    const own = lines.filter(
      (l) => l.includes(`door="${door}`) && l.includes(`worker="${worker}"`),
    );
    return own.reduce((sum, line) => sum + Number(line.split(' ')[1]), 0);
  });
}

/** Ids of the calls that each worker has reported. */
function reported(): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { nodeId, usageEvents = [] } of plane.reports)
    for (const { requestId } of usageEvents) {
      if (found.has(requestId) && found.get(requestId) !== nodeId)
        throw new Error(`${requestId} was reported by two workers`);
      found.set(requestId, nodeId);
    }
  return found;
}

test('each worker has a stream in its own name, and state of its own', async () => {
  expect(plane.sessions.map(({ hello }) => hello.nodeId).toSorted()).toEqual(names);
  const workers = await node.awaitEnforced(5);
  expect(workers.map(({ nodeId }) => nodeId)).toEqual(names);
  expect(new Set(workers.map(({ pid }) => pid)).size).toBe(2);
  expect((await fetch(`${node.adminUrl}/readyz`)).status).toBe(200);
});

test.each([
  ['http', callHttp],
  ['grpc', callGrpc],
])('connections over %s go to the workers in turn', async (door, call) => {
  for (let count = 0; count < 6; count += 1) await call();
  await eventually(async () => expect(await settledAt(door)).toEqual([3, 3]));
});

test('a change is enforced by both', async () => {
  const resources = [...sharedResources(provider.baseUrl), ...tenantResources('a')];
  revision = 6;
  for (const session of plane.sessions) sendEverything(session, resources, revision);
  await node.awaitEnforced(6);
});

test('metrics are one exposition: each family once, each series with its worker', async () => {
  const text = await (await fetch(`${node.adminUrl}/metrics`)).text();
  const heads = text.split('\n').filter((line) => line.startsWith('# TYPE '));
  expect(new Set(heads).size).toBe(heads.length);
  for (const worker of [1, 2]) {
    expect(text).toContain(`gatehouse_node_config_revision{worker="${worker}"} 6`);
    expect(text).toContain(`gatehouse_node_worker_up{worker="${worker}"} 1`);
  }
  expect(text).toMatch(/^process_resident_memory_bytes\{worker="primary"\}/m);
});

/** `lost` is a connection that was closed without an answer. */
const callOrLose = () => callHttp().catch(() => 'lost');

test(
  'one worker killed: what it was handed is closed, calls go on, the node stays ready',
  async () => {
    const [first, second] = await node.describe();
    const victim = second?.pid ?? 0;
    const before = answered.length;
    process.kill(victim, 'SIGSTOP');
    const handed = repeat(4, callOrLose);
    await eventually(() => expect(answered.length).toBe(before + 3));
    process.kill(victim, 'SIGKILL');
    expect((await handed).toSorted()).toEqual([200, 200, 200, 'lost']);
    const seen = new Set<unknown>();
    await eventually(async () => {
      for (const outcome of await repeat(4, callOrLose)) seen.add(outcome);
      seen.add((await fetch(`${node.adminUrl}/readyz`)).status);
      const pids = (await node.describe()).map(({ pid }) => pid);
      expect(pids).toHaveLength(2);
      expect(pids).not.toContain(victim);
    }, START_MS);
    expect(seen).toEqual(new Set([200]));
    expect((await node.describe())[0]?.pid).toBe(first?.pid);
  },
  START_MS,
);

test(
  'the worker that came back enforces, and takes its share',
  async () => {
    await eventually(async () => expect((await node.describe())[1]?.revision).toBe('6'), START_MS);
    const text = await (await fetch(`${node.adminUrl}/metrics`)).text();
    expect(text).toContain('gatehouse_node_worker_restarts_total{worker="2"} 1');
    const before = await settledAt('http');
    for (let count = 0; count < 4; count += 1) await callHttp();
    await eventually(async () => {
      const after = await settledAt('http');
      expect(after.map((count, index) => count - (before[index] ?? 0))).toEqual([2, 2]);
    });
  },
  START_MS,
);

test('every answered call is reported, and by one worker only', async () => {
  await eventually(() => {
    const ids = reported();
    expect(answered.filter((id) => !ids.has(id))).toEqual([]);
  }, 10_000);
  expect(answered.length).toBeGreaterThan(20);
  expect(new Set(reported().values())).toEqual(new Set(names));
});

test(
  'SIGTERM drains both: calls under way are answered, and nobody is left',
  async () => {
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    let arrivedCount = 0;
    provider.behave((call, response) => {
      arrivedCount += 1;
      if (arrivedCount > 6) answer(chatBody)(call, response);
      else void released.then(() => answer(chatBody)(call, response));
    });
    const calls = repeat(6, callHttp);
    await eventually(() => expect(arrivedCount).toBe(6));
    const pids = (await node.describe()).map(({ pid }) => pid);
    const callWhileReady = async () => {
      const outcomes = new Set<unknown>();
      while ((await fetch(`${node.adminUrl}/readyz`)).ok) outcomes.add(await callOrLose());
      return outcomes;
    };
    const callers = repeat(3, callWhileReady);
    await eventually(() => expect(arrivedCount).toBeGreaterThan(20));
    const ended = node.program.end('SIGTERM');
    await eventually(async () => {
      const reply = await fetch(`${node.adminUrl}/readyz`);
      expect(await reply.text()).toContain('it drains');
    });
    expect(await callers).toEqual(Array(3).fill(new Set([200])));
    release();
    expect(await calls).toEqual(Array(6).fill(200));
    expect(await ended).toEqual({ code: 0, signal: null });
    expect(pids.filter(isAlive)).toEqual([]);
    await eventually(() => {
      const ids = reported();
      expect(answered.filter((id) => !ids.has(id))).toEqual([]);
    });
  },
  START_MS,
);
